// Column types on the wire: the [option] notation (native protocol v4/v5, section 4.2.5.2), and the Java
// class names by which servers announce what the notation has no code for (durations on v4, vectors, reversed
// columns). Depth and width are bounded, so hostile bytes cannot exhaust the stack.
#pragma once

#include "core/base/bytes.h"
#include "core/record/cql_type.h"

namespace caskade::cql {

constexpr int type_depth_max = 32;            // nesting of collections and user-defined types
constexpr std::size_t type_parts_max = 4096;  // fields of one tuple or user-defined type

Result<CqlType> decode_type(ByteReader& reader, int depth = 0);

// "org.apache.cassandra.db.marshal.VectorType(org.apache.cassandra.db.marshal.FloatType , 3)" and the like.
// A class that is not known, or that takes its arguments in a way we do not read, is a custom type of that
// name. Reversed and frozen are seen through.
CqlType type_of_class(std::string_view java_class, int depth = 0);

}  // namespace caskade::cql
