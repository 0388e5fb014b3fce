// One setting, told once: what Kafka Connect's ConfigDef wants to know of it, what the docs say and what the
// reader checks. Printed as validation answer, reference page and explanation; rows live beside the struct
// they fill (key_table.h), this is their untyped face.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/value.h"

namespace caskade::config {

// What the user gave: key and text, as in a properties file or a connector's JSON.
using Settings = std::map<std::string, std::string, std::less<>>;

enum class Importance { high, medium, low };
enum class Width { none, short_, medium, long_ };

std::string_view name_of(Importance importance);  // "HIGH"
std::string_view name_of(Width width);            // "SHORT"

// Another word for a value (case ignored); without `means` it stands for the key's default.
struct Synonym {
  std::string text;
  std::optional<std::string> means;
};

// Fields in the order designated initializers need.
struct KeyInfo {
  std::string name;
  std::optional<std::string> fallback;  // the default as text; none = required (null for optional fields)
  Importance importance = Importance::medium;
  std::string group;  // heading in docs and forms
  Width width = Width::none;
  std::string display;                    // label in forms; empty = the name
  std::string doc;                        // sentences for the user
  bool secret = false;                    // set by itself for Secret fields
  std::vector<std::string_view> aliases;  // other names that are accepted, with a notice; string literals
  std::string deprecated;                 // what to tell who sets it ("It has no effect."); empty = current
  Check check;
  std::vector<Synonym> synonyms;
  std::vector<std::string> dependents;  // keys whose recommended values depend on this one
  std::function<std::vector<std::string>(const Settings&)> recommend;  // empty = check.choices
  std::string example;
  std::optional<Type> type;  // other than the field's: int_ for a milliseconds field
};

// A row of a table without the struct: what docs, validation and the unknown-key check read.
struct Row {
  KeyInfo info;
  Type type = Type::string;
  int order = 0;          // position in the table, from 1
  bool nullable = false;  // an optional field: no default is needed, and absent means null
  std::function<Result<>(const Value&)> fits;  // whether the field's own type (an enum, say) takes the value

  bool required() const { return !info.fallback && !nullable; }
};
using Rows = std::span<const Row>;

// What is wrong with one key. The sentence names the key and never shows a secret.
struct Problem {
  std::string key;
  std::string sentence;

  friend bool operator==(const Problem&, const Problem&) = default;
};

// All that reading has to say: problems stop the connector, notices are logged as warnings.
struct Findings {
  std::vector<Problem> problems;
  std::vector<std::string> notices;
};

// All problems as one error, one line each.
Error to_error(std::span<const Problem> problems);

}  // namespace caskade::config
