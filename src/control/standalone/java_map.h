// The one Java object we read and write: a serialised java.util.HashMap<byte[], byte[]>, which is what a JVM
// Kafka Connect worker keeps in offset.storage.file.filename. Pure bytes, no files. The format is the "Java
// Object Serialization Specification", chapter 6; class descriptors and flags are fixed, so anything else is
// refused. Bounded by max_java_map_bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace caskade::standalone {

// Far above any offsets file; keeps a wrong path from filling the memory.
inline constexpr std::size_t max_java_map_bytes = std::size_t{64} << 20;

struct JavaMapEntry {
  std::string key;
  std::optional<std::string> value;  // none: Java's null

  friend bool operator==(const JavaMapEntry&, const JavaMapEntry&) = default;
};

// In the order of the stream. Java compares byte[] keys by identity, so equal keys are possible.
using JavaMap = std::vector<JavaMapEntry>;

Result<JavaMap> decode_java_map(Bytes bytes);

// What the JVM would have written for a map with these entries in this order; an error only if it is larger
// than we would read back.
Result<Buffer> encode_java_map(const JavaMap& map);

}  // namespace caskade::standalone
