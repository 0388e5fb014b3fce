#include "control/cli/reference.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <vector>

#include "control/worker/connector_config.h"
#include "core/base/text.h"
#include "core/config/markdown.h"

namespace caskade::cli {
namespace {

struct ReferencePage {
  std::string file;
  std::string title;
  std::vector<config::Section> sections;
};

std::vector<ReferencePage> pages() {
  std::vector<ReferencePage> all{
      {"connector.gen.md",
       "Connector settings",
       {{"Common", "src/control/worker/connector_config.cc", worker::connector_table().rows()},
        {"Cassandra", "src/drivers/cql/cassandra_config.cc", cql::cassandra_table().rows()},
        {"Reading", "src/flow/read/source_config.cc", read::source_table().rows()}}},
      {"worker.gen.md",
       "Worker settings",
       {{"Worker", "src/control/worker/worker_config.cc", worker::worker_table().rows()}}},
      {"converters.gen.md", "Converters", {}}};
  for (const encode::ConverterClass& converter : encode::converter_classes())
    all.back().sections.push_back({std::string(converter.name), "src/flow/encode/", converter.rows});
  return all;
}

std::string text_of(const ReferencePage& page) {
  std::string text = fmt::format("# {}\n\nPrinted by `caskade docs`; do not edit.\n", page.title);
  for (const config::Section& section : page.sections)
    text += "\n" + config::to_markdown(section);
  return text;
}

}  // namespace

Result<> write_reference(const ReferenceOptions& options) {
  const std::filesystem::path folder(options.folder);
  std::string stale;
  if (!options.only_check) std::filesystem::create_directories(folder);
  for (const ReferencePage& page : pages()) {
    const std::string text = text_of(page);
    std::ostringstream old;
    if (std::ifstream file(folder / page.file); file) old << file.rdbuf();
    if (old.str() == text) continue;
    if (options.only_check)
      stale += (stale.empty() ? "" : ", ") + page.file;
    else if (std::ofstream file(folder / page.file); !(file << text))
      return Error{Fault::config, fmt::format("cannot write {}", (folder / page.file).string())};
  }
  if (stale.empty()) return {};
  return Error{Fault::config, fmt::format("out of date in {}: {}; run ./dev docs", options.folder, stale)};
}

Result<std::string> explain_key(const std::string& key) {
  std::vector<std::string_view> names;
  const auto all = pages();
  for (const ReferencePage& page : all)
    for (const config::Section& section : page.sections)
      for (const config::Row& row : section.rows) {
        if (row.info.name == key) return config::to_markdown(row);
        names.push_back(row.info.name);
      }
  const auto nearest = find_nearest(key, names);
  return Error{Fault::config, fmt::format("{} is not a known key{}", key,
                                          nearest ? fmt::format("; is {} meant?", *nearest) : "")};
}

}  // namespace caskade::cli
