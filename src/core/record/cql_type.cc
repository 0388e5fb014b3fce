#include "core/record/cql_type.h"

#include <algorithm>
#include <array>

namespace caskade {
namespace {

struct KindRow {
  CqlKind kind;
  std::string_view name;
};

constexpr std::array kind_rows{
    KindRow{CqlKind::custom, "custom"},
    KindRow{CqlKind::ascii, "ascii"},
    KindRow{CqlKind::bigint, "bigint"},
    KindRow{CqlKind::blob, "blob"},
    KindRow{CqlKind::boolean, "boolean"},
    KindRow{CqlKind::counter, "counter"},
    KindRow{CqlKind::decimal, "decimal"},
    KindRow{CqlKind::double_, "double"},
    KindRow{CqlKind::float_, "float"},
    KindRow{CqlKind::int_, "int"},
    KindRow{CqlKind::timestamp, "timestamp"},
    KindRow{CqlKind::uuid, "uuid"},
    KindRow{CqlKind::varchar, "text"},
    KindRow{CqlKind::varint, "varint"},
    KindRow{CqlKind::timeuuid, "timeuuid"},
    KindRow{CqlKind::inet, "inet"},
    KindRow{CqlKind::date, "date"},
    KindRow{CqlKind::time, "time"},
    KindRow{CqlKind::smallint, "smallint"},
    KindRow{CqlKind::tinyint, "tinyint"},
    KindRow{CqlKind::duration, "duration"},
    KindRow{CqlKind::list, "list"},
    KindRow{CqlKind::map, "map"},
    KindRow{CqlKind::set, "set"},
    KindRow{CqlKind::udt, "udt"},
    KindRow{CqlKind::tuple, "tuple"},
    KindRow{CqlKind::vector, "vector"},
};
static_assert(std::ranges::is_sorted(kind_rows, {}, &KindRow::kind));

}  // namespace

std::string_view name_of(CqlKind kind) {
  const auto row = std::ranges::lower_bound(kind_rows, kind, {}, &KindRow::kind);
  return row != kind_rows.end() && row->kind == kind ? row->name : "unknown";
}

std::string to_string(const CqlType& type) {
  if (type.kind == CqlKind::udt) return type.name;
  if (type.kind == CqlKind::custom) return "'" + type.name + "'";
  std::string text(name_of(type.kind));
  if (type.parts.empty()) return text;
  text += '<';
  for (std::size_t i = 0; i < type.parts.size(); ++i)
    text += (i ? ", " : "") + to_string(type.parts[i]);
  if (type.kind == CqlKind::vector) text += ", " + std::to_string(type.dimension);
  return text + '>';
}

}  // namespace caskade
