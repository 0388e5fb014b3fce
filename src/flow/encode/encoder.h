// Turns pages into messages. An encoder is compiled once per result shape into a flat list of steps that go
// straight from wire bytes to output bytes in the messages' arena: no allocation per row, no tree in between.
// Made by a Converter (flow/encode/converter.h); owned by one task and used on its loop only, because it
// keeps scratch memory. Bounded by the page it is given; the arena grows to what that page needs and is meant
// to be reused.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/record/messages.h"
#include "core/record/page.h"

namespace caskade::encode {

struct FieldAlias {
  std::string column;  // as Cassandra names it in the result
  std::string field;   // the name in the message
};

// What a message's value is made of: the columns of a result, in their order, less the ignored ones.
struct ValueShape {
  std::string keyspace;
  std::string table;
  SharedColumns columns;             // shared with the statement and its pages
  std::vector<std::string> ignored;  // KCQL: IGNORE a, b; names the result does not have are no mistake
  std::vector<FieldAlias> aliases;   // KCQL: SELECT a AS b
};

// The name of the value's schema, as Stream Reactor makes it: "<keyspace>.<table>" with '-' turned into '.'.
std::string schema_name(const ValueShape& shape);

class Encoder {
 public:
  virtual ~Encoder() = default;

  // Appends one message per row of the page, with a null key. Only for pages of the shape this was compiled
  // for. After an error (Fault::data, naming row and column) messages is as it was before the call.
  virtual Result<> encode(const Page& page, Messages& messages) = 0;

  // The columns this was compiled for: when a page's differ, the table was altered, so compile a new one.
  virtual const SharedColumns& columns() const = 0;
};

}  // namespace caskade::encode
