// Reading settings by rows: which text counts (name, aliases, default), whether it is right, and Kafka
// Connect's validation answer for it. Works on untyped rows; ConfigTable fills structs with it.
#pragma once

#include "core/config/key_info.h"

namespace caskade::config {

// The row's value, or nothing after saying why in `found` (or when an optional key is absent).
std::optional<Value> read_row(const Row& row, const Settings& settings, Findings& found,
                              std::string_view prefix = {});

// Kafka Connect's answer to PUT .../config/validate for one row.
struct Answer {
  const Row* row = nullptr;  // borrowed from the table
  std::optional<std::string>
      value;  // in force: given or default, if of the right type; "[hidden]" for secrets
  std::vector<std::string> recommended;
  std::vector<std::string> errors;  // sentences
};
std::vector<Answer> validate(Rows rows, const Settings& settings, std::string_view prefix = {});

// The default as users may see it.
std::optional<std::string> shown_default(const Row& row);

}  // namespace caskade::config
