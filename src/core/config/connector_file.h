// A connector as a file: Kafka Connect's standalone mode takes (a) a JSON object of settings, (b) the body of
// POST /connectors, (c) Java properties, tried in this order. Broken JSON is reported as such and not read as
// properties, which would only complain about a missing name.
#pragma once

#include "core/config/key_info.h"

namespace caskade::config {

struct ConnectorFile {
  std::string name;
  Settings config;                           // with the name in it, as Kafka Connect keeps it
  std::optional<std::string> initial_state;  // RUNNING, PAUSED or STOPPED
};

// The filename is for errors only. Text is bounded by most_config_bytes (properties.h).
Result<ConnectorFile> parse_connector_file(std::string_view text, std::string_view filename);

// The JSON forms alone, for request bodies.
Result<ConnectorFile> parse_connector_json(std::string_view text);

// A JSON object of settings: texts, numbers (in the form they were written) and booleans.
Result<Settings> parse_settings_json(std::string_view text);

}  // namespace caskade::config
