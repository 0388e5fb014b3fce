// A table as a section of the reference: one heading per group, one entry per key. docs/reference/*.gen.md is
// made of these, so that what is documented is what is read.
#pragma once

#include "core/config/key_info.h"

namespace caskade::config {

struct Section {
  std::string title;   // "Cassandra source connector"
  std::string source;  // the file the rows stand in, for the note that the page is generated
  Rows rows;
};

std::string to_markdown(const Section& section);

// One key, as in the section; `caskade explain` prints it too.
std::string to_markdown(const Row& row);

}  // namespace caskade::config
