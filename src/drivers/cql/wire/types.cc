#include "drivers/cql/wire/types.h"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <span>

#include "core/base/text.h"
#include "drivers/cql/wire/notation.h"

namespace caskade::cql {
namespace {

bool is_plain_kind(std::uint16_t code) {
  return code >= static_cast<std::uint16_t>(CqlKind::ascii) &&
         code <= static_cast<std::uint16_t>(CqlKind::duration) && code != 0x0A;
}

CqlType plain(CqlKind kind) { return {kind, {}, {}, {}, 0}; }

Result<CqlType> decode_parts(ByteReader& reader, CqlKind kind, int count, int depth) {
  CqlType type = plain(kind);
  for (int i = 0; i < count; ++i) {
    TRY(CqlType part, decode_type(reader, depth + 1));
    type.parts.push_back(std::move(part));
  }
  return type;
}

Result<CqlType> decode_udt(ByteReader& reader, int depth) {
  CqlType type = plain(CqlKind::udt);
  TRY(auto keyspace, read_string(reader));
  TRY(auto name, read_string(reader));
  type.name = fmt::format("{}.{}", keyspace, name);
  TRY(auto count, reader.u16());
  if (count > type_parts_max) return Error{Fault::bug, fmt::format("a type with {} fields", count)};
  for (int i = 0; i < count; ++i) {
    TRY(auto field, read_string(reader));
    type.fields.emplace_back(field);
    TRY(CqlType part, decode_type(reader, depth + 1));
    type.parts.push_back(std::move(part));
  }
  return type;
}

struct ClassRow {
  std::string_view java_class;  // without the package
  CqlKind kind;
};

constexpr std::array class_rows{
    ClassRow{"AsciiType", CqlKind::ascii},
    ClassRow{"BooleanType", CqlKind::boolean},
    ClassRow{"ByteType", CqlKind::tinyint},
    ClassRow{"BytesType", CqlKind::blob},
    ClassRow{"CounterColumnType", CqlKind::counter},
    ClassRow{"DateType", CqlKind::timestamp},
    ClassRow{"DecimalType", CqlKind::decimal},
    ClassRow{"DoubleType", CqlKind::double_},
    ClassRow{"DurationType", CqlKind::duration},
    ClassRow{"FloatType", CqlKind::float_},
    ClassRow{"InetAddressType", CqlKind::inet},
    ClassRow{"Int32Type", CqlKind::int_},
    ClassRow{"IntegerType", CqlKind::varint},
    ClassRow{"LongType", CqlKind::bigint},
    ClassRow{"ShortType", CqlKind::smallint},
    ClassRow{"SimpleDateType", CqlKind::date},
    ClassRow{"TimeType", CqlKind::time},
    ClassRow{"TimeUUIDType", CqlKind::timeuuid},
    ClassRow{"TimestampType", CqlKind::timestamp},
    ClassRow{"UTF8Type", CqlKind::varchar},
    ClassRow{"UUIDType", CqlKind::uuid},
};

constexpr std::string_view marshal_package = "org.apache.cassandra.db.marshal.";

using Arguments = std::vector<std::string_view>;

// The arguments between the outermost parentheses, cut at commas of that level.
Arguments arguments_of(std::string_view inside) {
  Arguments arguments;
  int level = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] == '(') ++level;
    if (inside[i] == ')') --level;
    if (inside[i] == ',' && level == 0) {
      arguments.push_back(trimmed(inside.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  arguments.push_back(trimmed(inside.substr(begin)));
  return arguments;
}

// The text that a user-defined type's class writes as hexadecimal digits.
std::optional<std::string> text_of_hex(std::string_view digits) {
  if (digits.empty() || digits.size() % 2 != 0) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned char byte = 0;
    const auto [stop, failed] = std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    if (failed != std::errc() || stop != digits.data() + i + 2) return std::nullopt;
    text += static_cast<char>(byte);
  }
  return text;
}

// UserType(keyspace, hex of name, hex of field:class, ...)
std::optional<CqlType> user_type(const Arguments& arguments, int depth) {
  if (arguments.size() < 2 || arguments.size() - 2 > type_parts_max) return std::nullopt;
  const auto name = text_of_hex(arguments[1]);
  if (!name) return std::nullopt;
  CqlType type = plain(CqlKind::udt);
  type.name = fmt::format("{}.{}", arguments[0], *name);
  for (std::string_view argument : std::span(arguments).subspan(2)) {
    const auto colon = argument.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto field = text_of_hex(argument.substr(0, colon));
    if (!field) return std::nullopt;
    type.fields.push_back(*std::move(field));
    type.parts.push_back(type_of_class(argument.substr(colon + 1), depth + 1));
  }
  return type;
}

std::optional<CqlType> vector_type(const Arguments& arguments, int depth) {
  if (arguments.size() != 2) return std::nullopt;
  CqlType type = plain(CqlKind::vector);
  type.parts.push_back(type_of_class(arguments[0], depth + 1));
  const char* end = arguments[1].data() + arguments[1].size();
  const auto [stop, failed] = std::from_chars(arguments[1].data(), end, type.dimension);
  if (failed != std::errc() || stop != end || type.dimension < 1) return std::nullopt;
  return type;
}

std::optional<CqlType> collection(CqlKind kind, const Arguments& arguments, int depth) {
  if (arguments.size() > type_parts_max || arguments.front().empty()) return std::nullopt;
  CqlType type = plain(kind);
  for (std::string_view argument : arguments)
    type.parts.push_back(type_of_class(argument, depth + 1));
  return type;
}

// A class with type arguments: vectors, collections, wrappers. Absent when it is none of these.
std::optional<CqlType> generic_type(std::string_view name, const Arguments& arguments, int depth) {
  const std::size_t count = arguments.size();
  if ((name == "ReversedType" || name == "FrozenType") && count == 1)
    return type_of_class(arguments[0], depth + 1);
  if (name == "ListType" && count == 1) return collection(CqlKind::list, arguments, depth);
  if (name == "SetType" && count == 1) return collection(CqlKind::set, arguments, depth);
  if (name == "MapType" && count == 2) return collection(CqlKind::map, arguments, depth);
  if (name == "TupleType") return collection(CqlKind::tuple, arguments, depth);
  if (name == "UserType") return user_type(arguments, depth);
  if (name == "VectorType") return vector_type(arguments, depth);
  return std::nullopt;
}

}  // namespace

Result<CqlType> decode_type(ByteReader& reader, int depth) {
  if (depth > type_depth_max) return Error{Fault::bug, "a column type nested too deeply"};
  TRY(auto code, reader.u16());
  const auto kind = static_cast<CqlKind>(code);
  if (is_plain_kind(code)) return plain(kind);
  if (code == 0x0A) return plain(CqlKind::varchar);
  if (kind == CqlKind::list || kind == CqlKind::set) return decode_parts(reader, kind, 1, depth);
  if (kind == CqlKind::map) return decode_parts(reader, kind, 2, depth);
  if (kind == CqlKind::udt) return decode_udt(reader, depth);
  if (kind == CqlKind::tuple) {
    TRY(auto count, reader.u16());
    if (count > type_parts_max) return Error{Fault::bug, fmt::format("a tuple of {} parts", count)};
    return decode_parts(reader, kind, count, depth);
  }
  if (kind != CqlKind::custom)
    return Error{Fault::bug, fmt::format("unknown column type code {:#06x}", code)};
  TRY(auto java_class, read_string(reader));
  return type_of_class(java_class, depth);
}

CqlType type_of_class(std::string_view java_class, int depth) {
  CqlType custom = plain(CqlKind::custom);
  custom.name = java_class;
  const auto open = java_class.find('(');
  std::string_view name = trimmed(java_class.substr(0, open));
  if (name.starts_with(marshal_package)) name.remove_prefix(marshal_package.size());
  if (depth > type_depth_max || name.find('.') != std::string_view::npos) return custom;
  if (open == std::string_view::npos) {
    for (const ClassRow& row : class_rows)
      if (row.java_class == name) return plain(row.kind);
    return custom;
  }
  const auto close = java_class.rfind(')');
  if (close == std::string_view::npos || close < open) return custom;
  return generic_type(name, arguments_of(java_class.substr(open + 1, close - open - 1)), depth)
      .value_or(custom);
}

}  // namespace caskade::cql
