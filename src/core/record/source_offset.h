// What Kafka Connect calls a source offset: how far one source partition has been read. Both sides are JSON
// objects as text, exactly as they stand in an offsets file or topic. The store is an interface because
// progress lives in a file (control/standalone) or in Kafka; the reader only finds and stores.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace caskade {

struct SourceOffset {
  std::string partition;  // e.g. {"keyspace":"shop","table":"orders","split":"3/16"}
  std::string offset;     // e.g. {"pass":2,"done":true,...}; empty means: delete what is stored

  friend bool operator==(const SourceOffset&, const SourceOffset&) = default;
};

// The stored offsets of one connector. Called from the loop of the task that owns it.
class OffsetStore {
 public:
  virtual ~OffsetStore() = default;

  // The stored offset of the partition; compared by content, so the order of keys does not matter.
  virtual Result<std::optional<std::string>> find(const std::string& partition) = 0;

  // Makes these durable, all or none, before it returns.
  virtual Result<> store(const std::vector<SourceOffset>& offsets) = 0;
};

}  // namespace caskade
