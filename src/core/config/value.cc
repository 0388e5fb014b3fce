#include "core/config/value.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>
#include <optional>

#include "core/base/text.h"

namespace caskade::config {
namespace {

// Java's parsers take one leading plus; from_chars does not.
template <class Number>
std::optional<Number> read_number(std::string_view text) {
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  Number number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Error is_not(std::string_view text, std::string_view what, std::string_view limits) {
  return {Fault::config, fmt::format("\"{}\" is not {}{}{}", text, what, limits.empty() ? "" : " ", limits)};
}

template <class Integer>
Result<Value> parse_whole(std::string_view text, std::string_view limits) {
  using Range = std::numeric_limits<Integer>;
  if (const auto number = read_number<Integer>(text)) return Value(std::int64_t{*number});
  const std::string range = fmt::format("between {} and {}", Range::min(), Range::max());
  return is_not(text, "a whole number", limits.empty() ? range : limits);
}

Result<Value> parse_boolean(std::string_view text) {
  if (equals_ignoring_case(text, "true")) return Value(true);
  if (equals_ignoring_case(text, "false")) return Value(false);
  return is_not(text, "true or false", {});
}

Result<Value> parse_double(std::string_view text, std::string_view limits) {
  if (const auto number = read_number<double>(text)) return Value(*number);
  return is_not(text, "a number", limits);
}

// An empty text is an empty list, but an empty piece is a piece, as in ConfigDef.
Value to_list(std::string_view text) {
  std::vector<std::string> pieces;
  if (text.empty()) return pieces;
  for (std::string_view piece : split(text, ','))
    pieces.emplace_back(trimmed(piece));
  return pieces;
}

bool is_choice(std::string_view text, const std::vector<std::string>& choices) {
  return std::ranges::any_of(choices, [&](const auto& each) { return equals_ignoring_case(each, text); });
}

}  // namespace

std::string_view name_of(Type type) {
  switch (type) {
    case Type::string:
      return "STRING";
    case Type::int_:
      return "INT";
    case Type::long_:
      return "LONG";
    case Type::boolean:
      return "BOOLEAN";
    case Type::double_:
      return "DOUBLE";
    case Type::password:
      return "PASSWORD";
    case Type::list:
      return "LIST";
    case Type::class_:
      return "CLASS";
  }
  return "STRING";
}

std::string to_text(const Value& value) {
  if (const auto* list = std::get_if<std::vector<std::string>>(&value))
    return fmt::format("{}", fmt::join(*list, ","));
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<bool>(value) ? "true" : "false";
}

Result<Value> parse_value(Type type, std::string_view text, const Check& check) {
  text = trimmed(text);
  switch (type) {
    case Type::string:
    case Type::password:
    case Type::class_:
      return Value(std::string(text));
    case Type::int_:
      return parse_whole<std::int32_t>(text, check.limits);
    case Type::long_:
      return parse_whole<std::int64_t>(text, check.limits);
    case Type::boolean:
      return parse_boolean(text);
    case Type::double_:
      return parse_double(text, check.limits);
    case Type::list:
      return to_list(text);
  }
  return Error{Fault::bug, "no such type"};
}

Check satisfies(std::string limits, std::function<Result<>(const Value&)> test) {
  return {.limits = std::move(limits), .test = std::move(test)};
}

Check between(std::int64_t least, std::int64_t most) {
  std::string limits = fmt::format("between {} and {}", least, most);
  return satisfies(limits, [=](const Value& value) -> Result<> {
    const auto* whole = std::get_if<std::int64_t>(&value);
    if (whole && (*whole < least || *whole > most)) return is_not(to_text(value), "a whole number", limits);
    const auto* number = std::get_if<double>(&value);
    const bool inside =
        !number || (*number >= static_cast<double>(least) && *number <= static_cast<double>(most));
    if (!inside) return is_not(to_text(value), "a number", limits);
    return {};
  });
}

Check at_least(std::int64_t least) {
  Check check = between(least, std::numeric_limits<std::int64_t>::max());
  std::string limits = fmt::format("from {} up", least);
  return satisfies(limits, [=, inside = std::move(check.test)](const Value& value) -> Result<> {
    if (!inside(value))
      return is_not(to_text(value), value.index() == 1 ? "a whole number" : "a number", limits);
    return {};
  });
}

Check one_of(std::vector<std::string> choices) {
  std::string limits = fmt::format("one of {}", fmt::join(choices, ", "));
  Check check = satisfies(limits, [=](const Value& value) -> Result<> {
    if (const auto* text = std::get_if<std::string>(&value); text && !is_choice(*text, choices))
      return is_not(*text, limits, {});
    if (const auto* list = std::get_if<std::vector<std::string>>(&value))
      for (const std::string& piece : *list)
        if (!is_choice(piece, choices)) return is_not(piece, limits, {});
    return {};
  });
  check.choices = std::move(choices);
  return check;
}

Check not_empty() {
  return satisfies("not empty", [](const Value& value) -> Result<> {
    const auto* text = std::get_if<std::string>(&value);
    const auto* list = std::get_if<std::vector<std::string>>(&value);
    if (text && text->empty()) return Error{Fault::config, "the value is empty"};
    if (list && list->empty()) return Error{Fault::config, "the list is empty"};
    if (list && std::ranges::count(*list, "")) return Error{Fault::config, "the list has an empty entry"};
    return {};
  });
}

}  // namespace caskade::config
