// What a KCQL statement says, once read: plain values, owned, without the text they came from. Two statements
// are equal when they mean the same; places in the text (Name::at) are only for pointing at and are not
// compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace caskade::kcql {

// Both count from 1; columns count characters, not bytes.
struct Position {
  int line = 1;
  int column = 1;
  friend bool operator==(const Position&, const Position&) = default;
};

// A name as written, without its quotes. Double quotes (also inside backticks) make it exact: Cassandra keeps
// its case. Any other name is folded to lower case by Cassandra, as in CQL.
struct Name {
  std::string text;
  bool exact = false;
  Position at;

  // The name under which Cassandra knows it.
  std::string stored() const;
  friend bool operator==(const Name& a, const Name& b) { return a.text == b.text && a.exact == b.exact; }
};

struct TableName {
  std::optional<Name> keyspace;  // only when the statement says ks.table
  Name table;
  friend bool operator==(const TableName&, const TableName&) = default;
};

struct SelectedColumn {
  Name name;
  std::optional<Name> alias;
  std::vector<Name> qualifiers;  // "a" and "b" of a.b.c; the original reads only the last part
  friend bool operator==(const SelectedColumn&, const SelectedColumn&) = default;
};

struct Property {
  std::string name;
  std::string value;
  friend bool operator==(const Property&, const Property&) = default;
};

// A clause that is right KCQL and means nothing to a Cassandra source; worth a notice.
struct UnusedClause {
  std::string keyword;  // upper case; UPDATE and UPSERT stand for INSERT
  std::string text;     // its arguments, blanks made even
  Position at;
  friend bool operator==(const UnusedClause& a, const UnusedClause& b) {
    return a.keyword == b.keyword && a.text == b.text;
  }
};

enum class Mode { bulk, timestamp, timeuuid, token, dse_search_timestamp, bucket_timeseries };
enum class Format { json, avro, protobuf, text, binary, object, map };

// The KCQL words, in upper case.
std::string_view name_of(Mode mode);
std::string_view name_of(Format format);

struct Statement {
  Name topic;  // empty only in a lenient reading of a SELECT without INSERT
  TableName source;
  bool all_columns = false;             // `*`; columns beside it give aliases to some of them
  std::vector<SelectedColumn> columns;  // never empty unless all_columns
  std::vector<Name> ignored;
  std::vector<Name> primary_key;  // PK
  Mode mode = Mode::bulk;
  std::optional<int> batch;
  std::optional<int> limit;
  bool unwrap = false;
  std::optional<Format> format;
  std::vector<Name> key_columns;             // WITHKEY
  std::optional<std::string> key_delimiter;  // KEYDELIMITER
  std::vector<Property> properties;
  std::vector<UnusedClause> unused;

  friend bool operator==(const Statement&, const Statement&) = default;
};

}  // namespace caskade::kcql
