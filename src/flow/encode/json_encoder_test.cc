#include "flow/encode/json_encoder.h"

#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/text.h"

namespace caskade::encode {
namespace {

using testing::HasSubstr;

const std::map<std::string, CqlKind, std::less<>>& scalar_kinds() {
  static const auto kinds = [] {
    std::map<std::string, CqlKind, std::less<>> map;
    for (int code = 0; code <= 0x15; ++code)
      map.emplace(name_of(static_cast<CqlKind>(code)), static_cast<CqlKind>(code));
    map["varchar"] = CqlKind::varchar;
    return map;
  }();
  return kinds;
}

CqlType plain_type(std::string_view name) { return {scalar_kinds().find(name)->second, {}, {}, {}, 0}; }

Column column(std::string name, std::string_view type) {
  return {"shop", "cases", std::move(name), plain_type(type)};
}

SharedColumns columns_of(Columns columns) { return std::make_shared<const Columns>(std::move(columns)); }

ValueShape shape_of(SharedColumns columns) { return {"shop", "cases", std::move(columns), {}, {}}; }

JsonConfig schemaless() {
  JsonConfig config;
  config.schemas_enable = false;
  return config;
}

std::string parse_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return bytes;
}

using TextCell = std::optional<std::string>;

Buffer rows_of(const std::vector<TextCell>& cells) {
  ByteWriter writer;
  for (const TextCell& cell : cells) {
    writer.i32(cell ? static_cast<std::int32_t>(cell->size()) : -1);
    if (cell) writer.raw(as_bytes(*cell));
  }
  return writer.take();
}

Page page_of(SharedColumns columns, std::uint32_t row_count, Buffer rows) {
  Page::Parts parts;
  parts.buffer = std::move(rows);
  parts.row_count = row_count;
  parts.columns = std::move(columns);
  return Page(std::move(parts));
}

// The one row's message, or the error's sentence after "error ".
std::string encode_row(const ValueShape& shape, const JsonConfig& config,
                       const std::vector<TextCell>& cells) {
  auto encoder = compile_json_encoder(shape, config);
  if (!encoder) return "error " + encoder.error().what;
  Messages messages;
  auto done = (*encoder)->encode(page_of(shape.columns, 1, rows_of(cells)), messages);
  if (!done) return "error " + done.error().what;
  EXPECT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages.key(0), std::nullopt);
  return std::string(*messages.value(0));
}

void expect_case(std::string_view line) {
  auto parts = split(line, '|');
  ASSERT_EQ(parts.size(), 3U) << line;
  std::string_view type = trimmed(parts[0]);
  const std::string_view cell = trimmed(parts[1]), expected = trimmed(parts[2]);
  JsonConfig config = schemaless();
  if (type.starts_with("numeric ")) {
    config.decimal_format = DecimalFormat::numeric;
    type.remove_prefix(8);
  }
  const TextCell value = cell == "null" ? TextCell() : parse_hex(cell);
  const std::string got = encode_row(shape_of(columns_of({column("v", type)})), config, {value});
  if (expected.starts_with("error ")) {
    EXPECT_THAT(got, testing::StartsWith("error ")) << line;
    EXPECT_THAT(got, HasSubstr(std::string(expected.substr(6)))) << line;
  } else {
    EXPECT_EQ(got, fmt::format("{{\"v\":{}}}", expected)) << line;
  }
}

TEST(JsonEncoder, writes_every_type_as_its_cases_say) {
  std::ifstream file(CASKADE_SOURCE_DIR "/tests/cases/encode/json.case");
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    expect_case(line);
    ++count;
  }
  EXPECT_GT(count, 100);
}

// What Cassandra stores for a literal of types.json; only as much of CQL as stands there.
std::string to_cell(std::string_view type, const nlohmann::json& literal) {
  static const std::map<std::string, std::string, std::less<>> cells{
      {"bigint 9223372036854775807", "7fffffffffffffff"},
      {"bigint -9223372036854775808", "8000000000000000"},
      {"blob 0x00ff10", "00ff10"},
      {"blob 0x", ""},
      {"boolean true", "01"},
      {"boolean false", "00"},
      {"date '2024-02-29'", "80004d46"},
      {"date '1969-12-31'", "7fffffff"},
      {"date '-0001-01-01'", "7ff503eb"},
      {"decimal 123.45", "000000023039"},
      {"decimal -0.001", "00000003ff"},
      {"decimal 12345678901234567890.123456789", "0000000927e41b3246bec9b16e398115"},
      {"decimal 1E+5", "fffffffb01"},
      {"decimal 0.1234567890123456789", "000000130112210f47de98115d"},
      {"double 3.141592653589793", "400921fb54442d18"},
      {"double 1e300", "7e37e43c8800759c"},
      {"double NaN", "7ff8000000000000"},
      {"double Infinity", "7ff0000000000000"},
      {"float 1.5", "3fc00000"},
      {"float 3.4e38", "7f7fc99e"},
      {"float 0.1", "3dcccccd"},
      {"int 2147483647", "7fffffff"},
      {"int -2147483648", "80000000"},
      {"smallint 32767", "7fff"},
      {"smallint -32768", "8000"},
      {"time '08:12:54.123456789'", "00001ae5c31f8915"},
      {"time '00:00:00'", "0000000000000000"},
      {"timestamp '2024-02-29 12:34:56.789+0000'", "0000018df4dc5495"},
      {"timestamp '1969-12-31 23:59:59.999+0000'", "ffffffffffffffff"},
      {"timeuuid 50554d6e-29bb-11e5-b345-feff819cdc9f", "50554d6e29bb11e5b345feff819cdc9f"},
      {"tinyint 127", "7f"},
      {"tinyint -128", "80"},
      {"uuid 123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000"},
  };
  const auto text = literal.get<std::string>();
  if (type == "text" || type == "ascii" || type == "varchar") return text.substr(1, text.size() - 2);
  const auto cell = cells.find(fmt::format("{} {}", type, text));
  EXPECT_NE(cell, cells.end()) << type << " " << text;
  return cell == cells.end() ? "" : parse_hex(cell->second);
}

// Where we are right and the peer is not: it rounds, it prints Java's form of addresses, and it has no varint
// and no duration.
bool differs_on_purpose(std::string_view table) {
  return table == "decimal_prec" || table == "inet" || table == "varint" || table == "duration";
}

struct Recorded {
  std::map<std::string, std::string> values;  // by "<table>/<id>"
};

Recorded load_recorded(const std::string& name) {
  Recorded recorded;
  std::ifstream file(CASKADE_SOURCE_DIR "/tests/golden/messages/" + name);
  for (std::string line; std::getline(file, line);) {
    auto message = nlohmann::json::parse(line);
    const auto value = message["value"].get<std::string>();
    auto parsed = nlohmann::json::parse(value);
    if (parsed.contains("payload")) parsed = parsed["payload"];
    if (!parsed.contains("id") || !parsed["id"].is_number()) continue;
    recorded.values[fmt::format("{}/{}", message["table"].get<std::string>(), parsed["id"].get<int>())] =
        value;
  }
  return recorded;
}

std::string id_cell(std::size_t id) { return {0, 0, 0, static_cast<char>(id)}; }

void expect_as_recorded(const std::string& file, const JsonConfig& config) {
  const Recorded recorded = load_recorded(file);
  std::ifstream types(CASKADE_SOURCE_DIR "/tests/golden/messages/types.json");
  int compared = 0;
  const auto literals = nlohmann::json::parse(types);
  for (const auto& [name, row] : literals.items()) {
    const auto type = row[0].get<std::string>();
    if (!scalar_kinds().contains(type) || differs_on_purpose(name)) continue;
    const std::string table = "t_" + name;
    ValueShape shape{"golden", table, columns_of({column("id", "int"), column("v", type)}), {}, {}};
    for (std::size_t i = 0; i < row[1].size(); ++i) {
      const auto value = recorded.values.find(fmt::format("{}/{}", table, i + 1));
      ASSERT_NE(value, recorded.values.end()) << table;
      EXPECT_EQ(encode_row(shape, config, {id_cell(i + 1), to_cell(type, row[1][i])}), value->second);
      ++compared;
    }
  }
  EXPECT_GT(compared, 30);
}

TEST(JsonEncoder, writes_what_kafka_connect_wrote_with_schema) {
  expect_as_recorded("types-with-schema.jsonl", {});
}

TEST(JsonEncoder, writes_what_kafka_connect_wrote_without_schema) {
  expect_as_recorded("types-schemaless.jsonl", schemaless());
}

TEST(JsonEncoder, keeps_null_null_where_the_peer_writes_a_number) {
  const ValueShape shape = shape_of(columns_of({column("id", "int"), column("v", "bigint")}));
  EXPECT_EQ(encode_row(shape, schemaless(), {id_cell(1), std::nullopt}), R"({"id":1,"v":null})");
}

TEST(JsonEncoder, describes_varint_with_scale_0) {
  const ValueShape shape = shape_of(columns_of({column("v", "varint")}));
  EXPECT_EQ(encode_row(shape, {}, {parse_hex("2a")}),
            R"({"schema":{"type":"struct","fields":[{"type":"bytes","optional":true,)"
            R"("name":"org.apache.kafka.connect.data.Decimal","version":1,)"
            R"("parameters":{"scale":"0"},"field":"v"}],)"
            R"("optional":false,"name":"shop.cases"},"payload":{"v":"Kg=="}})");
}

TEST(JsonEncoder, leaves_out_ignored_columns_and_renames_the_others) {
  ValueShape shape = shape_of(columns_of({column("a", "int"), column("b", "text"), column("c\"", "int")}));
  shape.ignored = {"a", "no such column"};
  shape.aliases = {{"b", "name"}};
  EXPECT_EQ(encode_row(shape, schemaless(), {id_cell(1), "x", id_cell(3)}), R"({"name":"x","c\"":3})");
  shape.ignored = {"c\""};
  EXPECT_EQ(encode_row(shape, schemaless(), {id_cell(1), "x", id_cell(3)}), R"({"a":1,"name":"x"})");
  shape.ignored = {"a", "b", "c\""};
  EXPECT_EQ(encode_row(shape, schemaless(), {id_cell(1), "x", id_cell(3)}), "{}");
  EXPECT_EQ(encode_row(shape, {}, {id_cell(1), "x", id_cell(3)}),
            R"({"schema":{"type":"struct","fields":[],"optional":false,"name":"shop.cases"},"payload":{}})");
}

TEST(JsonEncoder, refuses_two_fields_of_one_name) {
  ValueShape shape = shape_of(columns_of({column("a", "int"), column("b", "int")}));
  shape.aliases = {{"b", "a"}};
  auto encoder = compile_json_encoder(shape, {});
  ASSERT_FALSE(encoder);
  EXPECT_EQ(encoder.error().fault, Fault::config);
  EXPECT_THAT(encoder.error().what, HasSubstr("\"a\""));
}

TEST(JsonEncoder, refuses_types_it_has_no_form_for) {
  const CqlType tags{CqlKind::set, {plain_type("text")}, {}, {}, 0};
  ValueShape shape = shape_of(columns_of({column("id", "int"), {"shop", "cases", "tags", tags}}));
  auto encoder = compile_json_encoder(shape, {});
  ASSERT_FALSE(encoder);
  EXPECT_EQ(encoder.error().fault, Fault::config);
  EXPECT_THAT(encoder.error().what, HasSubstr("column \"tags\" has type set<text>"));
  shape.ignored = {"tags"};
  EXPECT_TRUE(compile_json_encoder(shape, {}));
}

TEST(JsonEncoder, turns_dashes_of_the_schema_name_into_dots) {
  EXPECT_EQ(schema_name({"my-shop", "a-b", nullptr, {}, {}}), "my.shop.a.b");
}

SharedColumns all_types() {
  Columns columns;
  for (const auto& [name, kind] : scalar_kinds())
    if (name != "varchar" && kind != static_cast<CqlKind>(0x0A)) columns.push_back(column(name, name));
  return columns_of(std::move(columns));
}

TEST(JsonEncoder, ends_in_an_error_wherever_a_page_is_cut) {
  const auto columns = columns_of({column("a", "int"), column("b", "text"), column("c", "uuid")});
  const Buffer whole =
      rows_of({id_cell(1), "text", std::string(16, 'u'), id_cell(2), std::nullopt, std::nullopt});
  auto encoder = compile_json_encoder(shape_of(columns), {}).value();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Messages messages;
    auto done = encoder->encode(
        page_of(columns, 2, Buffer(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))),
        messages);
    ASSERT_FALSE(done) << size;
    EXPECT_EQ(done.error().fault, Fault::data);
    EXPECT_EQ(messages.size_bytes(), 0U);
  }
}

TEST(JsonEncoder, writes_every_type_as_null) {
  const auto columns = all_types();
  ASSERT_EQ(columns->size(), 21U);
  const std::string json =
      encode_row(shape_of(columns), {}, std::vector<TextCell>(columns->size(), std::nullopt));
  const auto payload = nlohmann::json::parse(json)["payload"];
  for (const auto& [name, value] : payload.items())
    EXPECT_TRUE(value.is_null()) << name;
}

TEST(JsonEncoder, appends_and_takes_back_only_its_own) {
  const auto columns = columns_of({column("v", "int")});
  auto encoder = compile_json_encoder(shape_of(columns), schemaless()).value();
  Messages messages;
  ASSERT_TRUE(encoder->encode(page_of(columns, 1, rows_of({id_cell(1)})), messages));
  auto done = encoder->encode(page_of(columns, 2, rows_of({id_cell(2), "xy"})), messages);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().what, HasSubstr("row 2 of a page of shop.cases, column \"v\" (int)"));
  ASSERT_TRUE(encoder->encode(page_of(columns, 2, rows_of({id_cell(3), id_cell(4)})), messages));
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages.value(0), R"({"v":1})");
  EXPECT_EQ(messages.value(2), R"({"v":4})");
}

TEST(JsonEncoder, writes_texts_longer_than_its_chunks) {
  const ValueShape shape = shape_of(columns_of({column("v", "text")}));
  std::string text, json;
  for (int i = 0; i < 20000; ++i) {
    text +=
        "\x01"
        "é" +
        std::string(static_cast<std::size_t>(i % 40), 'a');
    json +=
        "\\u0001"
        "é" +
        std::string(static_cast<std::size_t>(i % 40), 'a');
  }
  EXPECT_EQ(encode_row(shape, schemaless(), {text}), "{\"v\":\"" + json + "\"}");
  EXPECT_THAT(encode_row(shape, schemaless(), {text + "\xC3"}), HasSubstr("is not UTF-8"));
}

TEST(JsonEncoder, refuses_numbers_beyond_its_limit) {
  const ValueShape shape = shape_of(columns_of({column("v", "varint")}));
  JsonConfig config = schemaless();
  config.decimal_format = DecimalFormat::numeric;
  EXPECT_THAT(encode_row(shape, config, {std::string(16 * 1024 + 1, '\x7f')}), HasSubstr("longer number"));
  EXPECT_THAT(encode_row(shape, config, {std::string(16 * 1024, '\x7f')}), HasSubstr("{\"v\":"));
}

TEST(JsonEncoder, refuses_a_page_of_another_shape) {
  auto encoder = compile_json_encoder(shape_of(columns_of({column("v", "int")})), {}).value();
  Messages messages;
  auto done = encoder->encode(page_of(columns_of({column("v", "text")}), 0, {}), messages);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::bug);
}

}  // namespace
}  // namespace caskade::encode
