// The text being read and the name of the setting it came from; makes errors that show the line and point at
// the place. A view, valid while the caller's text lives. Long lines are cut around the place.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/kcql/tree.h"

namespace caskade::kcql {

inline constexpr int excerpt_columns_max = 160;
inline constexpr std::size_t shown_bytes_max = 60;

struct Source {
  std::string_view name;
  std::string_view text;

  // "name line:column: sentence", the line, and a caret.
  Error error(Position at, std::string_view sentence) const;
};

// A word of the text for an error: in double quotes, cut when long, control characters as blanks.
std::string shown(std::string_view word);

}  // namespace caskade::kcql
