#include "control/standalone/offset_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>

#include "control/standalone/offset_file_disk.h"

namespace caskade::standalone {
namespace {

using nlohmann::json;

// Real keys have three levels. dump() recurses, so a hostile file must not choose the depth.
constexpr int max_key_depth = 32;

// The parsed text, or nothing if it is not JSON or too deep.
std::optional<json> find_json(std::string_view text) {
  bool too_deep = false;
  const auto keep = [&too_deep](int depth, json::parse_event_t, const json&) {
    if (depth > max_key_depth) too_deep = true;
    return depth <= max_key_depth;
  };
  json parsed = json::parse(text, keep, /*allow_exceptions=*/false);
  if (parsed.is_discarded() || too_deep) return std::nullopt;
  return parsed;
}

// nlohmann's objects are sorted, so equal content gives equal text.
std::string to_index(const json& key) {
  return key.dump(-1, ' ', /*ensure_ascii=*/false, json::error_handler_t::replace);
}

std::string quoted(const std::string& connector) { return to_index(json(connector)); }

Result<std::string> index_of(const std::string& connector, const std::string& partition) {
  const std::optional<json> parsed = find_json(partition);
  if (!parsed || !parsed->is_object())
    return Error{Fault::bug, fmt::format("The source partition {} is not a JSON object", partition)};
  return "[" + quoted(connector) + "," + to_index(*parsed) + "]";
}

// The partition (members sorted) inside an index that starts with this connector's prefix; nothing if the key
// is not of the form ["<connector>",{...}].
std::optional<std::string> find_partition(std::string_view index, std::size_t prefix_size) {
  std::string_view rest = index.substr(prefix_size);
  if (!rest.starts_with('{') || !rest.ends_with("}]")) return std::nullopt;
  return std::string(rest.substr(0, rest.size() - 1));
}

// Through symbolic links, also where the file itself does not exist yet.
std::filesystem::path resolved(const std::filesystem::path& path) {
  std::error_code error;
  auto real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real;
}

}  // namespace

Result<std::unique_ptr<OffsetFile>> OffsetFile::open(std::filesystem::path path) {
  path = resolved(path);
  TRY(Buffer content, read_whole_file(path, max_java_map_bytes).because("Read the offsets"));
  JavaMap map;
  if (!content.empty()) {  // the JVM takes an empty file for no offsets, too
    auto decoded = decode_java_map(content);
    if (!decoded)
      return Error{
          Fault::config,
          fmt::format("Read the offsets: {} is no offsets file of Kafka Connect ({}); name another file, "
                      "or move it away to begin without offsets",
                      path.string(), decoded.error().what)};
    map = *std::move(decoded);
  }
  return std::unique_ptr<OffsetFile>(new OffsetFile(std::move(path), to_entries(std::move(map))));
}

// Keys that are not JSON are somebody else's: they are kept as they are. Of keys with equal content (the JVM
// may have written both) the first stays; which is newer cannot be known.
OffsetFile::Entries OffsetFile::to_entries(JavaMap map) {
  Entries entries;
  for (JavaMapEntry& entry : map) {
    const std::optional<json> key = find_json(entry.key);
    std::string index = key ? to_index(*key) : entry.key;
    entries.try_emplace(std::move(index), std::move(entry));
  }
  return entries;
}

Result<std::optional<std::string>> OffsetFile::find(const std::string& connector,
                                                    const std::string& partition) const {
  TRY(std::string index, index_of(connector, partition));
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(index);
  if (found == entries_.end()) return std::optional<std::string>();
  return found->second.value;
}

Result<> OffsetFile::store(const std::string& connector, const std::vector<SourceOffset>& offsets) {
  if (offsets.empty()) return {};
  const std::scoped_lock lock(mutex_);
  Entries changed = entries_;  // all or none: taken over only when it is on disk
  for (const SourceOffset& each : offsets) {
    TRY(std::string index, index_of(connector, each.partition));
    if (each.offset.empty()) {
      changed.erase(index);
      continue;
    }
    const auto [at, is_new] = changed.try_emplace(std::move(index));
    if (is_new) at->second.key = "[" + quoted(connector) + "," + each.partition + "]";
    at->second.value = each.offset;
  }
  TRY(write(changed));
  entries_ = std::move(changed);
  return {};
}

std::vector<SourceOffset> OffsetFile::offsets_of(const std::string& connector) const {
  const std::string prefix = "[" + quoted(connector) + ",";
  const std::scoped_lock lock(mutex_);
  std::vector<SourceOffset> offsets;
  for (auto at = entries_.lower_bound(prefix); at != entries_.end() && at->first.starts_with(prefix); ++at) {
    auto partition = find_partition(at->first, prefix.size());
    if (partition && at->second.value) offsets.push_back({*std::move(partition), *at->second.value});
  }
  return offsets;
}

Result<> OffsetFile::write(const Entries& entries) const {
  JavaMap map;
  map.reserve(entries.size());
  for (const auto& [index, entry] : entries)
    map.push_back(entry);
  TRY(Buffer content, encode_java_map(map).because("Store the offsets in " + path_.string()));
  return replace_file(path_, content).because("Store the offsets");
}

}  // namespace caskade::standalone
