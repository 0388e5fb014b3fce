// Answers recorded from a real Cassandra (tests/golden/cql, made by record.py there), decoded and told in the
// recorder's words, must agree with what its own decoder said.
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <libdeflate.h>

#include "drivers/cql/wire/envelope_reader.h"
#include "drivers/cql/wire/responses.h"
#include "drivers/cql/wire/test_bytes.h"

namespace caskade::cql {
namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t cell_bytes_told_max = 64;  // longer ones are told by length and checksum

std::string hex_of(Bytes bytes) {
  std::string text;
  for (std::byte byte : bytes)
    text += fmt::format("{:02x}", static_cast<int>(byte));
  return text;
}

void tell_columns(Lines& lines, std::string_view prefix, const Columns& columns) {
  for (const Column& column : columns)
    lines.push_back(fmt::format("{}column {}.{}.{} {}", prefix, column.keyspace, column.table, column.name,
                                to_string(column.type)));
}

std::string tell_cell(const Cell& cell) {
  if (!cell) return "cell null";
  if (cell->size() <= cell_bytes_told_max) return "cell " + hex_of(*cell);
  return fmt::format("cell of {} bytes, crc32 {:08x}", cell->size(),
                     libdeflate_crc32(0, cell->data(), cell->size()));
}

std::string tell_change(const SchemaChange& change) {
  return fmt::format("{} {} {}{}{}", change.change, change.target, change.keyspace,
                     change.name.empty() ? "" : ".", change.name);
}

struct Teller {
  Lines& lines;

  void operator()(const Ready&) const { lines.push_back("ready"); }
  void operator()(const Void&) const { lines.push_back("void"); }
  void operator()(const SetKeyspace& set) const { lines.push_back("keyspace " + set.keyspace); }
  void operator()(const SchemaChange& change) const { lines.push_back("change " + tell_change(change)); }
  void operator()(const Event& event) const {
    lines.push_back("event " + tell_change(std::get<SchemaChange>(event.what)));
  }
  void operator()(const Supported& supported) const {
    for (const auto& [key, value] : supported.options)
      lines.push_back(fmt::format("supported {}={}", key, value));
  }
  void operator()(const ServerError& error) const {
    lines.push_back(fmt::format("error {:#06x} {}", static_cast<int>(error.code), error.message));
    if (const auto* detail = std::get_if<UnavailableDetail>(&error.detail))
      lines.push_back(fmt::format("required {} alive {}", detail->required, detail->alive));
    if (const auto* detail = std::get_if<ExistsDetail>(&error.detail))
      lines.push_back(fmt::format("exists {}.{}", detail->keyspace, detail->table));
    if (const auto* detail = std::get_if<UnpreparedDetail>(&error.detail))
      lines.push_back("unprepared " + hex_of(detail->id));
  }
  void operator()(const Prepared& prepared) const {
    lines.push_back("prepared " + hex_of(prepared.prepared.id));
    if (!prepared.prepared.result_metadata_id.empty())
      lines.push_back("result id " + hex_of(prepared.prepared.result_metadata_id));
    for (int marker : prepared.partition_key)
      lines.push_back(fmt::format("key {}", marker));
    tell_columns(lines, "bound ", prepared.bound);
    tell_columns(lines, "", *prepared.columns);
  }
  void operator()(const Rows& rows) const {
    lines.push_back(fmt::format("rows {}", rows.page.row_count()));
    tell_columns(lines, "", *rows.page.columns());
    if (!rows.page.is_last()) lines.push_back("paging " + hex_of(rows.page.paging_state()));
    if (!rows.new_result_metadata_id.empty())
      lines.push_back("new id " + hex_of(rows.new_result_metadata_id));
    CellCursor cells = rows.page.cells();
    for (std::size_t i = 0; i < rows.page.row_count() * rows.page.columns()->size(); ++i) {
      Cell cell;
      EXPECT_TRUE(cells.next(cell));
      lines.push_back(tell_cell(cell));
    }
  }
  template <class Message>
  void operator()(const Message&) const {
    lines.push_back("not recorded");
  }
};

Lines tell(const DecodedResponse& decoded) {
  Lines lines;
  for (const std::string& warning : decoded.warnings)
    lines.push_back("warning " + warning);
  std::visit(Teller{lines}, decoded.response);
  return lines;
}

struct Golden {
  Framing framing = Framing::bare;
  Lines told;
  Buffer wire;
};

Golden read_golden(const std::filesystem::path& path) {
  std::ifstream file(path);
  Golden golden;
  std::string line, digits;
  std::getline(file, line);
  const Lines framings{"framing bare", "framing bare_lz4", "framing segments", "framing segments_lz4"};
  golden.framing = static_cast<Framing>(std::ranges::find(framings, line) - framings.begin());
  while (std::getline(file, line) && line != "wire")
    golden.told.push_back(line);
  while (std::getline(file, line))
    digits += line;
  golden.wire = hex(digits);
  return golden;
}

std::vector<std::filesystem::path> golden_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(CASKADE_SOURCE_DIR "/tests/golden/cql"))
    if (entry.path().extension() == ".hex") files.push_back(entry.path());
  return files;
}

TEST(Golden, EveryRecordedAnswerIsUnderstood) {
  const auto files = golden_files();
  EXPECT_GE(files.size(), 50U);
  for (const auto& path : files) {
    SCOPED_TRACE(path.filename().string());
    const Golden golden = read_golden(path);
    EnvelopeReader reader;
    reader.set_framing(golden.framing);
    auto envelopes = reader.feed(golden.wire);
    ASSERT_TRUE(envelopes) << envelopes.error().what;
    ASSERT_EQ(envelopes->size(), 1U);
    const auto decoded = decode_response(std::move(envelopes->front()));
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_EQ(tell(*decoded), golden.told);
  }
}

}  // namespace
}  // namespace caskade::cql
