// Any bytes as a type in the protocol's notation, and as the name of a Java class: a bounded type or an
// error.
#include <cstddef>
#include <cstdint>

#include "core/base/check.h"
#include "drivers/cql/wire/types.h"

namespace {

using namespace caskade;
using namespace caskade::cql;

int depth_of(const CqlType& type) {
  int depth = 0;
  for (const CqlType& part : type.parts)
    depth = std::max(depth, depth_of(part));
  return depth + 1;
}

void check(const CqlType& type) {
  CHECK(depth_of(type) <= type_depth_max + 2);
  CHECK(type.fields.empty() || type.fields.size() == type.parts.size());
  CHECK(type.kind != CqlKind::vector || (type.dimension > 0 && type.parts.size() == 1));
  CHECK(type.kind != CqlKind::map || type.parts.size() == 2);
  CHECK(!to_string(type).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes = std::as_bytes(std::span(data, size));
  ByteReader reader(bytes);
  if (const auto type = decode_type(reader)) check(*type);
  check(type_of_class(as_text(bytes)));
  return 0;
}
