#include "control/cli/commands.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "control/cli/reference.h"
#include "control/cli/version.h"
#include "control/standalone/standalone.h"
#include "drivers/log/spdlog_sink.h"

namespace caskade::cli {
namespace {

using standalone::Exit;

int report(const Error& error) {
  fmt::print(stderr, "caskade: {}\n", error.what);
  return static_cast<int>(Exit::usage);
}

int run_standalone(const std::vector<std::string>& files) {
  log::SpdlogSink sink;
  Log log(sink);
  log.info("caskade starts",
           {{"version", version.number}, {"commit", version.commit}, {"build", version.build_type}});
  return static_cast<int>(standalone::run_standalone(files.front(), {files.begin() + 1, files.end()}, log));
}

int print_version() {
  fmt::print("caskade {} (commit {}, {} build)\n", version.number, version.commit, version.build_type);
  return 0;
}

int explain(const std::string& key) {
  auto text = explain_key(key);
  if (!text) return report(text.error());
  fmt::print("{}\n", *text);
  return 0;
}

int write_docs(const ReferenceOptions& options) {
  auto written = write_reference(options);
  return written ? 0 : report(written.error());
}

}  // namespace

int run_command(int argc, char** argv) {
  CLI::App app{"Moves rows from Apache Cassandra tables to Apache Kafka topics."};
  app.require_subcommand(1);
  std::vector<std::string> files;
  auto* standalone =
      app.add_subcommand("standalone", "Run connectors from files, as connect-standalone does");
  standalone->add_option("files", files, "worker.properties connector.json [more connectors...]")
      ->required()
      ->expected(2, -1);
  auto* show_version = app.add_subcommand("version", "Print version, commit and build type");
  std::string key;
  auto* explain_command = app.add_subcommand("explain", "Say what a setting means");
  explain_command->add_option("key", key, "for example connect.cassandra.slice.delay.ms")->required();
  ReferenceOptions options;
  auto* docs = app.add_subcommand("docs", "Write the reference pages");
  docs->add_option("folder", options.folder, "where to")->required();
  docs->add_flag("--check", options.only_check, "only say which are out of date");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::usage);
  }
  if (*standalone) return run_standalone(files);
  if (*show_version) return print_version();
  if (*explain_command) return explain(key);
  return write_docs(options);
}

}  // namespace caskade::cli
