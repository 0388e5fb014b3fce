// Arbitrary bytes as a page of every type there is: must end in messages that are JSON, or in an Error. The
// first byte chooses the settings and the number of rows.
#include <nlohmann/json.hpp>

#include "core/base/check.h"
#include "flow/encode/json_encoder.h"

namespace caskade::encode {
namespace {

SharedColumns all_columns() {
  Columns columns;
  for (CqlKind kind :
       {CqlKind::custom,    CqlKind::ascii,   CqlKind::bigint,  CqlKind::blob,     CqlKind::boolean,
        CqlKind::counter,   CqlKind::decimal, CqlKind::double_, CqlKind::float_,   CqlKind::int_,
        CqlKind::timestamp, CqlKind::uuid,    CqlKind::varchar, CqlKind::varint,   CqlKind::timeuuid,
        CqlKind::inet,      CqlKind::date,    CqlKind::time,    CqlKind::smallint, CqlKind::tinyint,
        CqlKind::duration})
    columns.push_back({"shop", "all", std::string(name_of(kind)), CqlType{kind, {}, {}, {}, 0}});
  return std::make_shared<const Columns>(std::move(columns));
}

bool is_json(std::string_view text) {
  try {
    return !nlohmann::json::parse(text).is_discarded();
  } catch (const nlohmann::json::out_of_range&) {
    return true;  // a number that is right but beyond this parser's double
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

void encode_page(std::uint8_t choice, const SharedColumns& columns, Bytes bytes) {
  JsonConfig config;
  config.schemas_enable = (choice & 1) != 0;
  config.decimal_format = (choice & 2) != 0 ? DecimalFormat::numeric : DecimalFormat::base64;
  auto encoder = compile_json_encoder({"shop", "all", columns, {}, {}}, config).value();
  Page::Parts parts;
  parts.buffer = to_buffer(bytes);
  parts.row_count = choice >> 2;
  parts.columns = columns;
  Messages messages;
  if (!encoder->encode(Page(std::move(parts)), messages)) {
    CHECK(messages.size() == 0 && messages.arena.empty());
    return;
  }
  for (std::size_t i = 0; i < messages.size(); ++i)
    CHECK(is_json(*messages.value(i)));
}

}  // namespace
}  // namespace caskade::encode

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace caskade;
  if (size == 0) return 0;
  const Bytes bytes(reinterpret_cast<const std::byte*>(data + 1), size - 1);
  static const SharedColumns all = encode::all_columns();
  encode::encode_page(data[0], all, bytes);
  // One column alone, so that short inputs reach every type.
  if (size < 2) return 0;
  const Column& one = (*all)[data[1] % all->size()];
  encode::encode_page(data[0], std::make_shared<const Columns>(Columns{one}), bytes.subspan(1));
  return 0;
}
