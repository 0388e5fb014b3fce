// The types a setting can have (Kafka's ConfigDef types) and how its text becomes a value: blanks at both
// ends are dropped, booleans are true/false in any case, lists are split at commas. Checks are what a row may
// demand of a value beyond its type; each knows its limits in words, so that sentences, docs and forms agree.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace caskade::config {

enum class Type { string, int_, long_, boolean, double_, password, list, class_ };

// "STRING", "INT": ConfigDef's word, as in the validation answer.
std::string_view name_of(Type type);

// string, password and class are text; int and long are one number, already within the type's range.
using Value = std::variant<std::string, std::int64_t, bool, double, std::vector<std::string>>;

// The value's text as Kafka Connect shows it: lists joined with commas.
std::string to_text(const Value& value);

// Something a value must satisfy. The error of `test` is the end of a sentence that begins with the key:
// "\"70000\" is not a whole number between 1 and 65535". `limits` is the same in few words, for parse errors
// and docs: "between 1 and 65535".
struct Check {
  std::string limits;
  std::function<Result<>(const Value&)> test;  // empty: everything goes
  std::vector<std::string> choices;            // a closed set: recommended values, and a select in forms
};

Check between(std::int64_t least, std::int64_t most);
Check at_least(std::int64_t least);
// Case is ignored; the field gets the choice as it is spelled here.
Check one_of(std::vector<std::string> choices);
// For text and lists.
Check not_empty();
// Any other condition; the error's text as described above.
Check satisfies(std::string limits, std::function<Result<>(const Value&)> test);

// Reads text as a type; the error is the end of a sentence as in Check, and has the check's limits in it.
Result<Value> parse_value(Type type, std::string_view text, const Check& check);

}  // namespace caskade::config
