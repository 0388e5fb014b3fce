// The offsets of all connectors of a standalone worker, in the file named by offset.storage.file.filename.
// The same file a JVM worker keeps (java_map.h), so users can come from there and go back. Held in memory,
// and replaced on disk as a whole: temporary file, fsync, rename, fsync of the directory. Whenever we die,
// the file is whole and either old or new. One OffsetFile per worker; bounded by max_java_map_bytes.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "control/standalone/java_map.h"
#include "core/base/result.h"
#include "core/record/source_offset.h"

namespace caskade::standalone {

class OffsetFile {
 public:
  // Reads the file. A file that is missing or empty holds no offsets; its directory must exist.
  static Result<std::unique_ptr<OffsetFile>> open(std::filesystem::path path);

  // What OffsetStore promises, for one connector. Waits for the disk, and for other tasks' stores.
  Result<std::optional<std::string>> find(const std::string& connector, const std::string& partition) const;
  Result<> store(const std::string& connector, const std::vector<SourceOffset>& offsets);

  // All stored offsets of a connector, sorted by partition; they outlive the connector itself.
  std::vector<SourceOffset> offsets_of(const std::string& connector) const;

  const std::filesystem::path& path() const { return path_; }

 private:
  // From the key's content (its JSON, members sorted) to the entry with the bytes as they were first seen.
  using Entries = std::map<std::string, JavaMapEntry>;

  OffsetFile(std::filesystem::path path, Entries entries)
      : path_(std::move(path)), entries_(std::move(entries)) {}

  static Entries to_entries(JavaMap map);
  Result<> write(const Entries& entries) const;

  const std::filesystem::path path_;  // symbolic links resolved, so that rename replaces what they lead to
  // Guards entries_ and the file. Shared by the tasks of all connectors, each on its own loop's thread, and
  // by the thread that serves the REST API.
  mutable std::mutex mutex_;
  Entries entries_;
};

// One connector's view of the file, which must outlive it.
class ConnectorOffsets : public OffsetStore {
 public:
  ConnectorOffsets(OffsetFile& file, std::string connector) : file_(file), connector_(std::move(connector)) {}

  Result<std::optional<std::string>> find(const std::string& partition) override {
    return file_.find(connector_, partition);
  }
  Result<> store(const std::vector<SourceOffset>& offsets) override {
    return file_.store(connector_, offsets);
  }

 private:
  OffsetFile& file_;
  std::string connector_;
};

}  // namespace caskade::standalone
