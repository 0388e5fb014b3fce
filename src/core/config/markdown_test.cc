#include "core/config/markdown.h"

#include <gtest/gtest.h>

#include "core/config/key_table.h"

namespace caskade::config {
namespace {

struct Some {
  int port = 0;
  bool ssl = false;
  std::string hosts;
};

TEST(Markdown, prints_a_table_as_a_reference) {
  const ConfigTable<Some> table{
      {&Some::hosts,
       {.name = "c.hosts",
        .importance = Importance::high,
        .group = "Connection",
        .doc = "Hosts.",
        .aliases = {"c.host", "c.h"},
        .example = "db1,db2"}},
      {&Some::ssl,
       {.name = "c.ssl",
        .fallback = "false",
        .group = "Security",
        .deprecated = "It has no effect.",
        .synonyms = {{"default"}, {"on", "true"}}}},
      {&Some::port,
       {.name = "c.port", .fallback = "9042", .group = "Connection", .check = between(1, 65535)}},
  };
  EXPECT_EQ(to_markdown({"Connector", "src/a.cc", table.rows()}), R"(# Connector

<!-- Generated from src/a.cc; change it there. -->

## Connection

### `c.hosts`

Hosts.

- Type: string
- Default: none, required
- Importance: high
- Other names: `c.host`, `c.h`
- Example: `db1,db2`

### `c.port`

- Type: int
- Default: `9042`
- Valid values: between 1 and 65535
- Importance: medium

## Security

### `c.ssl`

**Deprecated.** It has no effect.

- Type: boolean
- Default: `false`
- Also accepted: `default` (the default), `on` (`true`)
- Importance: medium
)");
}

}  // namespace
}  // namespace caskade::config
