#include "core/config/markdown.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text.h"
#include "core/config/row.h"

namespace caskade::config {
namespace {

std::string code(std::string_view text) { return fmt::format("`{}`", text); }

std::string default_of(const Row& row) {
  if (row.required()) return "none, required";
  if (!row.info.fallback) return "not set";
  return row.info.fallback->empty() ? "empty" : code(*row.info.fallback);
}

std::string join_codes(std::span<const std::string_view> names) {
  std::string joined;
  for (std::string_view name : names)
    joined += (joined.empty() ? "" : ", ") + code(name);
  return joined;
}

std::vector<std::string_view> groups_of(Rows rows) {
  std::vector<std::string_view> groups;
  for (const Row& row : rows)
    if (std::ranges::find(groups, row.info.group) == groups.end()) groups.push_back(row.info.group);
  return groups;
}

// Words that stand for a value: "`default` (the default)".
std::string synonyms_of(const KeyInfo& info) {
  std::string told;
  for (const Synonym& synonym : info.synonyms)
    told += fmt::format("{}{} ({})", told.empty() ? "" : ", ", code(synonym.text),
                        synonym.means ? code(*synonym.means) : "the default");
  return told;
}

}  // namespace

std::string to_markdown(const Row& row) {
  const KeyInfo& info = row.info;
  std::string text = fmt::format("### {}\n\n", code(info.name));
  if (!info.deprecated.empty()) text += fmt::format("**Deprecated.** {}\n\n", info.deprecated);
  if (!info.doc.empty()) text += info.doc + "\n\n";
  const auto line = [&text](std::string_view what, std::string_view value) {
    if (!value.empty()) text += fmt::format("- {}: {}\n", what, value);
  };
  line("Type", to_lower(name_of(row.type)));
  line("Default", default_of(row));
  line("Valid values", info.check.limits);
  line("Also accepted", synonyms_of(info));
  line("Importance", to_lower(name_of(info.importance)));
  line("Other names", join_codes(info.aliases));
  line("Example", info.example.empty() ? "" : code(info.example));
  return text;
}

std::string to_markdown(const Section& section) {
  std::string text =
      fmt::format("# {}\n\n<!-- Generated from {}; change it there. -->\n", section.title, section.source);
  for (std::string_view group : groups_of(section.rows)) {
    if (!group.empty()) text += fmt::format("\n## {}\n", group);
    for (const Row& row : section.rows)
      if (row.info.group == group) text += "\n" + to_markdown(row);
  }
  return text;
}

}  // namespace caskade::config
