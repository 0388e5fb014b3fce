#include "core/config/connector_file.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/config/json_object.h"
#include "core/config/properties.h"

namespace caskade::config {
namespace {

using Entries = std::vector<JsonEntry>;

std::string_view in_words(JsonKind kind) {
  switch (kind) {
    case JsonKind::text:
      return "a text";
    case JsonKind::null:
      return "null";
    case JsonKind::list:
      return "a list";
    case JsonKind::object:
      return "an object";
  }
  return "odd";
}

// The scalars of the outer object, or of the object at `within`.
Result<Settings> to_settings(const Entries& entries, std::optional<std::string_view> within) {
  Settings settings;
  for (const JsonEntry& entry : entries) {
    if (entry.inner.has_value() != within.has_value() || (within && entry.key != *within)) continue;
    const std::string& key = within ? *entry.inner : entry.key;
    if (entry.kind != JsonKind::text)
      return Error{Fault::config,
                   fmt::format("\"{}\" is {}; a setting must be a text, a number, true or false", key,
                               in_words(entry.kind))};
    settings.emplace(key, entry.text);
  }
  return settings;
}

const JsonEntry* find_outer(const Entries& entries, std::string_view key) {
  const auto at =
      std::ranges::find_if(entries, [&](const JsonEntry& each) { return each.key == key && !each.inner; });
  return at == entries.end() ? nullptr : &*at;
}

Result<std::string> read_name(std::string_view name) {
  name = trimmed(name);
  if (name.empty()) return Error{Fault::config, "the connector has no name; set \"name\""};
  return std::string(name);
}

Result<std::optional<std::string>> read_initial_state(const Entries& entries) {
  const JsonEntry* entry = find_outer(entries, "initial_state");
  if (!entry || entry->kind == JsonKind::null) return std::optional<std::string>();
  std::string state = to_upper(entry->text);
  if (state != "RUNNING" && state != "PAUSED" && state != "STOPPED")
    return Error{Fault::config, "\"initial_state\" is not RUNNING, PAUSED or STOPPED"};
  return std::optional(std::move(state));
}

Result<ConnectorFile> to_connector(Settings config) {
  const auto at = config.find("name");
  TRY(std::string name, read_name(at == config.end() ? "" : at->second));
  return ConnectorFile{std::move(name), std::move(config), std::nullopt};
}

// The body of POST /connectors; fields it does not know are ignored.
Result<ConnectorFile> read_body(const Entries& entries) {
  const JsonEntry* named = find_outer(entries, "name");
  TRY(Settings config, to_settings(entries, "config"));
  TRY(auto state, read_initial_state(entries));
  TRY(std::string name, read_name(named ? named->text : ""));
  const auto [inner, added] = config.try_emplace("name", name);
  if (!added && trimmed(inner->second) != name)
    return Error{Fault::config,
                 fmt::format("the connector has two names: \"{}\", and \"{}\" in its config; make them one",
                             name, inner->second)};
  return ConnectorFile{std::move(name), std::move(config), std::move(state)};
}

// What the first character is; a byte order mark is no character.
std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return trimmed(text);
}

// `"key":` as in JSON, but outside of braces.
bool has_lost_braces(std::string_view text) {
  if (!text.starts_with('"')) return false;
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::size_t end = line.find('"', 1);
  return end != std::string_view::npos && trimmed(line.substr(end + 1)).starts_with(':');
}

Result<ConnectorFile> parse_by_look(std::string_view text) {
  TRY(check_config_size(text));
  const std::string_view begin = without_mark(text);
  if (begin.starts_with('{')) return parse_connector_json(text);
  if (has_lost_braces(begin))
    return Error{Fault::config, "the settings look like JSON without braces; wrap them in { }"};
  TRY(Settings settings, parse_properties(text));
  return to_connector(std::move(settings));
}

}  // namespace

Result<Settings> parse_settings_json(std::string_view text) {
  TRY(Entries entries, parse_json_entries(text));
  return to_settings(entries, std::nullopt);
}

Result<ConnectorFile> parse_connector_json(std::string_view text) {
  TRY(Entries entries, parse_json_entries(text));
  const JsonEntry* config = find_outer(entries, "config");
  if (config && config->kind == JsonKind::object) return read_body(entries);
  TRY(Settings settings, to_settings(entries, std::nullopt));
  return to_connector(std::move(settings));
}

Result<ConnectorFile> parse_connector_file(std::string_view text, std::string_view filename) {
  return parse_by_look(text).because(filename);
}

}  // namespace caskade::config
