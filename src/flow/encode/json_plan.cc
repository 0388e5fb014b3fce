#include "flow/encode/json_plan.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <set>

#include "flow/encode/cell_text.h"
#include "flow/encode/json_text.h"
#include "flow/encode/number_text.h"

namespace caskade::encode {
namespace {

#define CASKADE_LOGICAL(base, logical)                                                        \
  "\"type\":\"" base "\",\"optional\":true,\"name\":\"org.apache.kafka.connect.data." logical \
  "\",\"version\":1"
#define CASKADE_PLAIN(base) "\"type\":\"" base "\",\"optional\":true"

constexpr std::string_view schema_text = CASKADE_PLAIN("string");
constexpr std::string_view schema_bytes = CASKADE_PLAIN("bytes");
constexpr std::string_view schema_boolean = CASKADE_PLAIN("boolean");
constexpr std::string_view schema_int8 = CASKADE_PLAIN("int8");
constexpr std::string_view schema_int16 = CASKADE_PLAIN("int16");
constexpr std::string_view schema_int32 = CASKADE_PLAIN("int32");
constexpr std::string_view schema_int64 = CASKADE_PLAIN("int64");
constexpr std::string_view schema_float = CASKADE_PLAIN("float");
constexpr std::string_view schema_double = CASKADE_PLAIN("double");
constexpr std::string_view schema_date = CASKADE_LOGICAL("int32", "Date");
constexpr std::string_view schema_timestamp = CASKADE_LOGICAL("int64", "Timestamp");
constexpr std::string_view schema_varint =
    CASKADE_LOGICAL("bytes", "Decimal") ",\"parameters\":{\"scale\":\"0\"}";
constexpr std::string_view schema_decimal =
    CASKADE_LOGICAL("bytes", "Decimal") ",\"parameters\":{\"scale\":\"18\"}";

#undef CASKADE_LOGICAL
#undef CASKADE_PLAIN

struct TypeRow {
  CqlKind kind;
  std::string_view schema;  // as JsonConverter writes it, less the field's name
  Operation operation;      // with decimal.format BASE64
  std::uint8_t width;
};

constexpr std::array type_rows{
    TypeRow{CqlKind::custom, schema_bytes, Operation::blob, 0},  // a class we do not know: its bytes
    TypeRow{CqlKind::ascii, schema_text, Operation::text, 0},
    TypeRow{CqlKind::bigint, schema_int64, Operation::int64, 8},
    TypeRow{CqlKind::blob, schema_bytes, Operation::blob, 0},
    TypeRow{CqlKind::boolean, schema_boolean, Operation::boolean, 1},
    TypeRow{CqlKind::counter, schema_int64, Operation::int64, 8},
    TypeRow{CqlKind::decimal, schema_decimal, Operation::decimal_base64, 0},
    TypeRow{CqlKind::double_, schema_double, Operation::float64, 8},
    TypeRow{CqlKind::float_, schema_float, Operation::float32, 4},
    TypeRow{CqlKind::int_, schema_int32, Operation::int32, 4},
    TypeRow{CqlKind::timestamp, schema_timestamp, Operation::int64, 8},
    TypeRow{CqlKind::uuid, schema_text, Operation::uuid, 16},
    TypeRow{CqlKind::varchar, schema_text, Operation::text, 0},
    TypeRow{CqlKind::varint, schema_varint, Operation::varint_base64, 0},
    TypeRow{CqlKind::timeuuid, schema_text, Operation::uuid, 16},
    TypeRow{CqlKind::inet, schema_text, Operation::inet, 0},
    TypeRow{CqlKind::date, schema_date, Operation::date, 4},
    TypeRow{CqlKind::time, schema_int64, Operation::int64, 8},
    TypeRow{CqlKind::smallint, schema_int16, Operation::int16, 2},
    TypeRow{CqlKind::tinyint, schema_int8, Operation::int8, 1},
    TypeRow{CqlKind::duration, schema_text, Operation::duration, 0},
};

// No value whose size does not depend on its cell is longer: the longest are durations, with quotes.
constexpr std::size_t fixed_value_max = duration_text_max + 2;
static_assert(fixed_value_max >= floating_text_max && fixed_value_max >= integer_text_max &&
              fixed_value_max >= uuid_text_size + 2 && fixed_value_max >= inet_text_max + 2);

const TypeRow* find_row(CqlKind kind) {
  const auto row = std::ranges::find(type_rows, kind, &TypeRow::kind);
  return row == type_rows.end() ? nullptr : &*row;
}

Operation operation_of(const TypeRow& row, const JsonConfig& config) {
  if (config.decimal_format == DecimalFormat::base64) return row.operation;
  if (row.operation == Operation::varint_base64) return Operation::varint_numeric;
  if (row.operation == Operation::decimal_base64) return Operation::decimal_numeric;
  return row.operation;
}

// One column that goes into the message.
struct Field {
  std::string name;
  const TypeRow* row;
};

std::string field_name(const ValueShape& shape, const Column& column) {
  const auto alias = std::ranges::find(shape.aliases, column.name, &FieldAlias::column);
  return alias == shape.aliases.end() ? column.name : alias->field;
}

// Per column its field, absent for the ignored.
Result<std::vector<std::optional<Field>>> choose_fields(const ValueShape& shape) {
  std::vector<std::optional<Field>> fields;
  std::set<std::string> taken;
  for (const Column& column : *shape.columns) {
    if (std::ranges::find(shape.ignored, column.name) != shape.ignored.end()) {
      fields.emplace_back();
      continue;
    }
    const TypeRow* row = find_row(column.type.kind);
    if (!row)
      return Error{
          Fault::config,
          fmt::format("column \"{}\" has type {}, which cannot be written to a message yet; leave it out of "
                      "the SELECT or IGNORE it",
                      column.name, to_string(column.type))};
    std::string name = field_name(shape, column);
    if (!taken.insert(name).second)
      return Error{Fault::config,
                   fmt::format("two columns of {}.{} would both become the field \"{}\"; give one "
                               "another alias (SELECT {} AS ...)",
                               shape.keyspace, shape.table, name, column.name)};
    fields.emplace_back(Field{std::move(name), row});
  }
  return fields;
}

std::string to_schema_json(const ValueShape& shape, const std::vector<std::optional<Field>>& fields) {
  std::string json = R"({"type":"struct","fields":[)";
  bool is_first = true;
  for (const auto& field : fields) {
    if (!field) continue;
    json += fmt::format("{}{{{},\"field\":{}}}", is_first ? "" : ",", field->row->schema,
                        to_json_string(field->name));
    is_first = false;
  }
  return json + fmt::format(R"(],"optional":false,"name":{}}})", to_json_string(schema_name(shape)));
}

Fragment add_fragment(JsonPlan& plan, std::string_view text) {
  const Fragment fragment{static_cast<std::uint32_t>(plan.text.size()),
                          static_cast<std::uint32_t>(text.size())};
  plan.text += text;
  plan.fixed_max += text.size() + fragment_block;
  return fragment;
}

}  // namespace

std::string schema_name(const ValueShape& shape) {
  std::string name = shape.keyspace + "." + shape.table;
  std::ranges::replace(name, '-', '.');
  return name;
}

Result<JsonPlan> compile_json_plan(const ValueShape& shape, const JsonConfig& config) {
  if (!shape.columns || shape.columns->empty()) return Error{Fault::bug, "a result without columns"};
  TRY(auto fields, choose_fields(shape));
  JsonPlan plan;
  std::string before = "{";
  if (config.schemas_enable) before = "{\"schema\":" + to_schema_json(shape, fields) + ",\"payload\":{";
  for (const auto& field : fields) {
    Step step;
    if (field) {
      step.operation = operation_of(*field->row, config);
      step.width = field->row->width;
      step.empty_is_null = step.operation != Operation::text && step.operation != Operation::blob;
      step.before = add_fragment(plan, before + to_json_string(field->name) + ":");
      before = ",";
      plan.fixed_max += fixed_value_max;
    }
    plan.steps.push_back(step);
  }
  const std::string opening = before == "," ? "" : before;  // still there when every column is ignored
  plan.after = add_fragment(plan, opening + (config.schemas_enable ? "}}" : "}"));
  if (plan.text.size() > std::numeric_limits<std::int32_t>::max())
    return Error{Fault::data, "the names of the columns are too long for a message"};
  plan.text.append(fragment_block, ' ');
  return plan;
}

}  // namespace caskade::encode
