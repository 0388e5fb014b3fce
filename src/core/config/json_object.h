// JSON as far as configurations use it: an object with at most one object inside that matters. Told as a flat
// list, so that the readers of (a) settings and (b) request bodies pick what is theirs. Numbers keep the form
// they were written in. Broken text and equal keys are errors that say where; texts are not quoted, they may
// be secret.
#pragma once

#include "core/config/key_info.h"

namespace caskade::config {

enum class JsonKind { text, null, list, object };  // texts, numbers and booleans are all text

struct JsonEntry {
  std::string key;                   // in the outer object
  std::optional<std::string> inner;  // in the object at `key`; what lies deeper is not told
  JsonKind kind = JsonKind::text;
  std::string text;
};

Result<std::vector<JsonEntry>> parse_json_entries(std::string_view text);

}  // namespace caskade::config
