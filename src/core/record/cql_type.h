// A column's type, in Cassandra's terms: what the bytes of its cells mean. A tree, because collections,
// tuples, user-defined types and vectors hold further types. Owned by value; copied once per result, never
// per row. Type codes: native protocol v4/v5 specification, section 4.2.5.2 ("option").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace caskade {

enum class CqlKind : std::uint16_t {
  custom = 0x00,
  ascii = 0x01,
  bigint = 0x02,
  blob = 0x03,
  boolean = 0x04,
  counter = 0x05,
  decimal = 0x06,
  double_ = 0x07,
  float_ = 0x08,
  int_ = 0x09,
  timestamp = 0x0B,
  uuid = 0x0C,
  varchar = 0x0D,
  varint = 0x0E,
  timeuuid = 0x0F,
  inet = 0x10,
  date = 0x11,
  time = 0x12,
  smallint = 0x13,
  tinyint = 0x14,
  duration = 0x15,
  list = 0x20,
  map = 0x21,
  set = 0x22,
  udt = 0x30,
  tuple = 0x31,
  vector = 0x100,  // not a protocol code: announced as a custom class
};

struct CqlType {
  CqlKind kind = CqlKind::custom;
  std::vector<CqlType> parts;       // element types; key and value of a map; fields of a tuple or UDT
  std::string name;                 // "keyspace.type" of a UDT; the Java class of a custom type
  std::vector<std::string> fields;  // names of a UDT's fields, one per part
  std::int32_t dimension = 0;       // of a vector

  friend bool operator==(const CqlType&, const CqlType&) = default;
};

// The name CQL gives the kind: "int", "text" is spelled "varchar" on the wire and "text" here.
std::string_view name_of(CqlKind kind);

// The type as CQL writes it: "map<text, frozen<list<int>>>" without the frozen, which the protocol does not
// tell.
std::string to_string(const CqlType& type);

}  // namespace caskade
