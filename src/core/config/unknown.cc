#include "core/config/unknown.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>

#include "core/base/text.h"

namespace caskade::config {
namespace {

constexpr std::size_t most_suggestions = 5;
constexpr std::size_t longest_key = 256;  // no slip of the pen is looked for in longer ones

std::vector<std::string_view> all_names(const KnownKeys& known) {
  std::vector<std::string_view> names = known.exact;
  for (Rows rows : known.tables) {
    for (const Row& row : rows) {
      names.push_back(row.info.name);
      names.insert(names.end(), row.info.aliases.begin(), row.info.aliases.end());
    }
  }
  return names;
}

// Edits from a to b, where two letters swapped are one edit.
std::size_t count_slips(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last, now(b.size() + 1);
  std::iota(now.begin(), now.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, now);
    now[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      now[k] = std::min({last[k] + 1, now[k - 1] + 1, last[k - 1] + (a[i - 1] != b[k - 1])});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        now[k] = std::min(now[k], before[k - 2] + 1);
    }
  }
  return now[b.size()];
}

// The length of the dotted beginning both share: "a.b." of "a.b.c" and "a.b.d".
std::size_t shared_stem(std::string_view a, std::string_view b) {
  const auto apart = std::ranges::mismatch(a, b).in1 - a.begin();
  const auto dot = a.substr(0, static_cast<std::size_t>(apart)).rfind('.');
  return dot == std::string_view::npos ? 0 : dot + 1;
}

// Unlike base's find_nearest this looks at the part that differs only: with a stem such as connect.cassandra.
// in every key, all of them are alike.
std::optional<std::string> find_meant(std::string_view key, std::span<const std::string_view> names) {
  std::optional<std::string> nearest;
  std::size_t fewest = longest_key;
  if (key.size() > longest_key) return nearest;
  const std::string word = to_lower(key);
  for (std::string_view name : names) {
    const std::string candidate = to_lower(name);
    const std::size_t stem = shared_stem(word, candidate);
    const std::size_t slips =
        count_slips(std::string_view(word).substr(stem), std::string_view(candidate).substr(stem));
    if (slips >= fewest || slips > std::max<std::size_t>(1, (word.size() - stem) / 3)) continue;
    fewest = slips;
    nearest = name;
  }
  return nearest;
}

bool is_given(const Row& row, const Settings& settings) {
  return settings.contains(row.info.name) ||
         std::ranges::any_of(row.info.aliases, [&](auto alias) { return settings.contains(alias); });
}

// Names of rows that are not set, required ones only or any; important ones first.
std::vector<std::string_view> unset_names(const Settings& settings, std::span<const Rows> tables,
                                          const std::function<bool(const Row&)>& wanted) {
  std::vector<std::string_view> names;
  for (const Importance importance : {Importance::high, Importance::medium, Importance::low})
    for (Rows rows : tables)
      for (const Row& row : rows)
        if (row.info.importance == importance && wanted(row) && !is_given(row, settings))
          names.push_back(row.info.name);
  return names;
}

}  // namespace

std::vector<UnknownKey> find_unknown_keys(const Settings& settings, const KnownKeys& known) {
  const auto names = all_names(known);
  std::vector<UnknownKey> unknown;
  for (const auto& [key, text] : settings) {
    const bool below_prefix = std::ranges::any_of(
        known.prefixes, [&key = key](std::string_view prefix) { return key.starts_with(prefix); });
    if (key.empty() || below_prefix || std::ranges::find(names, key) != names.end()) continue;
    unknown.push_back({key, find_meant(key, names)});
  }
  return unknown;
}

std::string to_notice(const UnknownKey& unknown) {
  if (!unknown.nearest) return fmt::format("{} is not a known key and is ignored.", unknown.key);
  return fmt::format("{} is not a known key and is ignored; is {} meant?", unknown.key, *unknown.nearest);
}

std::optional<Problem> find_nameless(const Settings& settings, std::span<const Rows> tables) {
  if (!settings.contains("")) return std::nullopt;
  const auto missing = unset_names(settings, tables, [](const Row& row) { return row.required(); });
  constexpr std::string_view start = "A setting has an empty name";
  if (missing.size() == 1)
    return Problem{
        "", fmt::format("{}; {} is probably meant, which is required and missing.", start, missing.front())};
  if (!missing.empty())
    return Problem{"", fmt::format("{}; one of these is probably meant, which are required and missing: {}.",
                                   start, fmt::join(missing, ", "))};
  auto unset = unset_names(settings, tables, [](const Row&) { return true; });
  unset.resize(std::min(unset.size(), most_suggestions));
  return Problem{"", fmt::format("{}; name it or remove it. Nothing required is missing; keys that are not "
                                 "set are, most important first: {}.",
                                 start, fmt::join(unset, ", "))};
}

}  // namespace caskade::config
