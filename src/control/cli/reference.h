// The reference pages, printed from the tables the program itself reads, so that they cannot differ from it.
#pragma once

#include <string>

#include "core/base/result.h"

namespace caskade::cli {

// Writes the pages (*.gen.md) into the folder; with only_check, says which differ instead.
struct ReferenceOptions {
  std::string folder;
  bool only_check = false;
};
Result<> write_reference(const ReferenceOptions& options);

// What is known of one key, or an error with the nearest known key.
Result<std::string> explain_key(const std::string& key);

}  // namespace caskade::cli
