#include "core/config/row.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/base/secret.h"
#include "core/base/text.h"

namespace caskade::config {
namespace {

// One reading of one row: the whole key, and where to complain.
struct Reading {
  const Row& row;
  std::string key;
  Findings& found;

  void problem(std::string_view what) { found.problems.push_back({key, fmt::format("{}: {}.", key, what)}); }
};

// A name that the user gave this setting under, and the text.
struct Given {
  std::string name;
  std::string_view text;
};

std::vector<Given> find_given(const Row& row, const Settings& settings, std::string_view prefix) {
  std::vector<Given> given;
  const auto look_for = [&](std::string_view name) {
    std::string key = std::string(prefix).append(name);
    if (auto at = settings.find(key); at != settings.end())
      given.push_back({std::move(key), trimmed(at->second)});
  };
  look_for(row.info.name);
  for (std::string_view alias : row.info.aliases)
    look_for(alias);
  return given;
}

// Other names get a notice; the same setting told twice must be told the same.
bool settle_names(Reading& reading, const std::vector<Given>& given) {
  bool agreed = true;
  for (const Given& each : given) {
    if (each.name != reading.key)
      reading.found.notices.push_back(fmt::format("{} is read as {}.", each.name, reading.key));
    if (each.text == given.front().text) continue;
    agreed = false;
    reading.found.problems.push_back(
        {reading.key, fmt::format("{} and {} are the same setting but have different values; remove {}.",
                                  given.front().name, each.name, each.name)});
  }
  if (!given.empty() && !reading.row.info.deprecated.empty())
    reading.found.notices.push_back(
        fmt::format("{} is deprecated: {}", reading.key, reading.row.info.deprecated));
  return agreed;
}

// The text that counts: what was given, with synonyms put into words, or the default.
std::optional<std::string> find_text(Reading& reading, const Settings& settings, std::string_view prefix) {
  const KeyInfo& info = reading.row.info;
  const auto given = find_given(reading.row, settings, prefix);
  if (!settle_names(reading, given)) return std::nullopt;
  if (given.empty()) {
    if (reading.row.required())
      reading.found.problems.push_back(
          {reading.key, fmt::format("{} is required and has no default.", reading.key)});
    return info.fallback;
  }
  for (const Synonym& synonym : info.synonyms)
    if (equals_ignoring_case(synonym.text, given.front().text))
      return synonym.means ? synonym.means : info.fallback;
  return std::string(given.front().text);
}

// The sentence's end, unless it could give a secret away.
std::string tell(const Row& row, const Error& error) {
  if (!row.info.secret) return error.what;
  return row.info.check.limits.empty() ? "the value is not accepted"
                                       : "the value is not accepted; expected: " + row.info.check.limits;
}

// Whether check and field take the value; a choice gets its own spelling.
bool settle_value(Reading& reading, Value& value) {
  const Row& row = reading.row;
  Result<> fine = row.info.check.test ? row.info.check.test(value) : Result<>();
  if (fine) {
    auto* text = std::get_if<std::string>(&value);
    for (const std::string& choice : row.info.check.choices)
      if (text && equals_ignoring_case(choice, *text)) *text = choice;
    if (row.fits) fine = row.fits(value);
  }
  if (!fine) reading.problem(tell(row, fine.error()));
  return fine.has_value();
}

// The text as the row's type; no more.
std::optional<Value> find_value(Reading& reading, const Settings& settings, std::string_view prefix) {
  const auto text = find_text(reading, settings, prefix);
  if (!text) return std::nullopt;
  auto value = parse_value(reading.row.type, *text, reading.row.info.check);
  if (value) return *std::move(value);
  reading.problem(tell(reading.row, value.error()));
  return std::nullopt;
}

}  // namespace

std::optional<Value> read_row(const Row& row, const Settings& settings, Findings& found,
                              std::string_view prefix) {
  Reading reading{row, std::string(prefix).append(row.info.name), found};
  auto value = find_value(reading, settings, prefix);
  if (!value || !settle_value(reading, *value)) return std::nullopt;
  return value;
}

std::optional<std::string> shown_default(const Row& row) {
  if (!row.info.fallback || row.type != Type::password) return row.info.fallback;
  return std::string(Secret().to_string());
}

std::vector<Answer> validate(Rows rows, const Settings& settings, std::string_view prefix) {
  std::vector<Answer> answers;
  for (const Row& row : rows) {
    Findings found;
    Reading reading{row, std::string(prefix).append(row.info.name), found};
    Answer answer{.row = &row};
    if (auto value = find_value(reading, settings, prefix)) {
      settle_value(reading, *value);
      answer.value = row.type == Type::password ? std::string(Secret().to_string()) : to_text(*value);
    }
    answer.recommended = row.info.recommend ? row.info.recommend(settings) : row.info.check.choices;
    for (Problem& problem : found.problems)
      answer.errors.push_back(std::move(problem.sentence));
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace caskade::config
