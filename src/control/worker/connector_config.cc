#include "control/worker/connector_config.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

#include "core/kcql/parser.h"

namespace caskade::worker {

using config::Importance;
using config::Width;

const config::ConfigTable<ConnectorConfig>& connector_table() {
  static const config::ConfigTable<ConnectorConfig> table{
      {&ConnectorConfig::name,
       {.name = "name",
        .importance = Importance::high,
        .group = "Common",
        .width = Width::medium,
        .doc = "The connector's name; unique in its worker.",
        .check = config::not_empty()}},
      {&ConnectorConfig::connector_class,
       {.name = "connector.class",
        .importance = Importance::high,
        .group = "Common",
        .width = Width::long_,
        .doc = "The Cassandra source, by any name it has had.",
        .example = "io.lenses.streamreactor.connect.cassandra.source.CassandraSourceConnector"}},
      {&ConnectorConfig::tasks_max,
       {.name = "tasks.max",
        .fallback = "1",
        .importance = Importance::high,
        .group = "Common",
        .width = Width::short_,
        .doc = "Most tasks; the KCQL statements are shared out over them.",
        .check = config::at_least(1)}},
      {&ConnectorConfig::key_converter,
       {.name = "key.converter",
        .importance = Importance::low,
        .group = "Common",
        .width = Width::short_,
        .doc = "Converter of record keys; keys are null so far."}},
      {&ConnectorConfig::value_converter,
       {.name = "value.converter",
        .importance = Importance::low,
        .group = "Common",
        .width = Width::short_,
        .doc = "Converter of record values; the worker's when absent."}},
      {&ConnectorConfig::header_converter,
       {.name = "header.converter",
        .importance = Importance::low,
        .group = "Common",
        .width = Width::short_,
        .doc = "Accepted; records carry no headers so far."}},
      {&ConnectorConfig::transforms,
       {.name = "transforms",
        .fallback = "",
        .importance = Importance::low,
        .group = "Transforms",
        .width = Width::long_,
        .doc = "Transforms cannot be carried out by this version."}},
      {&ConnectorConfig::predicates,
       {.name = "predicates",
        .fallback = "",
        .importance = Importance::low,
        .group = "Predicates",
        .width = Width::long_,
        .doc = "Predicates of transforms."}},
      {&ConnectorConfig::errors_tolerance,
       {.name = "errors.tolerance",
        .fallback = "none",
        .group = "Error Handling",
        .width = Width::short_,
        .doc = "Only none is carried out so far: the first bad row fails the task.",
        .check = config::one_of({"none", "all"})}},
      {&ConnectorConfig::topic_creation_groups,
       {.name = "topic.creation.groups",
        .fallback = "",
        .importance = Importance::low,
        .group = "Topic Creation",
        .width = Width::long_,
        .doc = "Accepted; topics are created by the broker so far."}},
      {&ConnectorConfig::topics,
       {.name = "topics",
        .fallback = "",
        .importance = Importance::low,
        .group = "Common",
        .doc = "A sink's key. Accepted and ignored: the topics are named in connect.cassandra.kcql."}},
  };
  return table;
}

std::vector<config::Rows> connector_tables() {
  return {connector_table().rows(), cql::cassandra_table().rows(), read::source_table().rows()};
}

namespace {

constexpr std::string_view source_class = "CassandraSourceConnector";
constexpr std::array<std::string_view, 6> class_names{
    "io.lenses.streamreactor.connect.cassandra.source.CassandraSourceConnector",
    "com.datamountaineer.streamreactor.connect.cassandra.source.CassandraSourceConnector",
    "io.lenses.streamreactor.connect.cassandra.source.CassandraSinkConnector",
    "com.datamountaineer.streamreactor.connect.cassandra.source.CassandraSinkConnector",
    source_class,
    "CassandraSource"};

// Reads everything that can be wrong, so that one answer tells all of it.
class Planner {
 public:
  Planner(const config::Settings& settings, const config::Settings& worker_settings,
          const WorkerConfig& worker)
      : settings_(settings), worker_settings_(worker_settings), worker_(worker) {}

  Result<ConnectorPlan> plan() {
    common_ = connector_table().read(settings_, found_);
    setup_.cassandra = cql::cassandra_table().read(settings_, found_);
    setup_.source = read::source_table().read(settings_, found_);
    if (auto nameless = config::find_nameless(settings_, connector_tables()))
      found_.problems.push_back(*nameless);
    check_class();
    check_what_cannot_be_done();
    read_converter();
    read_initial_offset();
    read_statements();
    read_producer();
    find_unknown();
    if (!found_.problems.empty()) return config::to_error(found_.problems);
    return ConnectorPlan{common_.name, share_out(), std::move(found_.notices)};
  }

 private:
  void problem(std::string key, std::string sentence) {
    found_.problems.push_back({std::move(key), std::move(sentence)});
  }

  void check_class() {
    const std::string& name = common_.connector_class.text;
    if (name.empty()) return;  // reported as missing
    if (std::ranges::find(class_names, name) == class_names.end())
      problem("connector.class", fmt::format("connector.class: \"{}\" is not known; this worker has {}", name,
                                             class_names.front()));
    if (name.ends_with("source.CassandraSinkConnector"))
      found_.notices.push_back(
          fmt::format("connector.class {} names a sink in the source's package; the source is meant "
                      "and used.",
                      name));
    if (settings_.contains("topics"))
      found_.notices.push_back(
          "topics is a sink's key and ignored: topics are named in connect.cassandra.kcql.");
  }

  void check_what_cannot_be_done() {
    if (setup_.cassandra.ssl_enabled)
      problem("connect.cassandra.ssl.enabled",
              "connect.cassandra.ssl.enabled: this version cannot speak TLS to Cassandra "
              "yet; set it to false or use a plain port");
    if (!common_.transforms.empty())
      problem("transforms", "transforms: this version cannot carry out transforms yet; remove the key");
    if (common_.errors_tolerance == "all")
      found_.notices.push_back(
          "errors.tolerance=all is not carried out by this version: a bad row fails the task.");
    if (setup_.source.error_policy != "THROW" && !setup_.source.error_policy.empty())
      found_.notices.push_back(
          fmt::format("connect.cassandra.error.policy={} is not carried out by this version: an "
                      "error fails the task.",
                      setup_.source.error_policy));
  }

  void read_converter() {
    const bool is_own = common_.value_converter.has_value();
    setup_.converter_class = is_own ? common_.value_converter->text : worker_.value_converter.text;
    setup_.converter_settings = is_own ? settings_ : worker_settings_;
    setup_.converter_prefix = "value.converter.";
    auto made =
        encode::make_converter(setup_.converter_class, setup_.converter_settings, setup_.converter_prefix);
    if (!made) problem("value.converter", "value.converter: " + made.error().what);
  }

  void read_initial_offset() {
    auto read = parse_timestamp(setup_.source.initial_offset);
    if (!read && !setup_.source.initial_offset.empty())
      problem("connect.cassandra.initial.offset", "connect.cassandra.initial.offset: " + read.error().what);
  }

  void read_statements() {
    if (setup_.source.kcql.empty()) return;  // reported as missing
    auto statements = kcql::parse_kcql(setup_.source.kcql, {.lenient = setup_.source.kcql_lenient});
    if (!statements) return problem("connect.cassandra.kcql", statements.error().what);
    setup_.statements = *std::move(statements);
    std::set<std::string> tables;
    for (const kcql::Statement& statement : setup_.statements) {
      if (!tables.insert(statement.source.table.stored()).second)
        problem("connect.cassandra.kcql",
                fmt::format("connect.cassandra.kcql: table {} is read by two statements; put the "
                            "second one into a connector of its own",
                            statement.source.table.text));
      for (const auto& [is_set, clause] :
           {std::pair(statement.limit.has_value(), "LIMIT"), std::pair(statement.batch.has_value(), "BATCH"),
            std::pair(statement.key_delimiter.has_value(), "KEYDELIMITER"),
            std::pair(!statement.properties.empty(), "PROPERTIES")})
        if (is_set) found_.notices.push_back(fmt::format("KCQL: {} has no effect in this version.", clause));
      for (const kcql::UnusedClause& clause : statement.unused)
        found_.notices.push_back(
            fmt::format("KCQL: {} means nothing to a Cassandra source.", clause.keyword));
    }
  }

  void read_producer() {
    const kafka::Properties worker(worker_settings_.begin(), worker_settings_.end());
    const kafka::Properties own(settings_.begin(), settings_.end());
    auto settings = kafka::parse_producer_settings(
        {.connector = common_.name, .task = 0, .worker = worker, .connector_config = own});
    if (!settings) return problem("producer.override", settings.error().what);
    setup_.producer = *std::move(settings);
    std::ranges::copy(setup_.producer.notices, std::back_inserter(found_.notices));
    setup_.flush_interval = worker_.flush_interval;
  }

  void find_unknown() {
    const config::KnownKeys known{
        .tables = connector_tables(),
        .exact = {"config.action.reload", "tasks.max.enforce", "exactly.once.support", "transaction.boundary",
                  "transaction.boundary.interval.ms", "offsets.storage.topic", "connector.plugin.version"},
        .prefixes = {"producer.override.", "admin.override.", "consumer.override.", "key.converter.",
                     "value.converter.", "header.converter.", "transforms.", "predicates.", "topic.creation.",
                     "errors."}};
    for (const config::UnknownKey& unknown : config::find_unknown_keys(settings_, known))
      found_.notices.push_back(config::to_notice(unknown));
  }

  // Contiguous groups of even size, as Kafka Connect's connectors do.
  std::vector<pipeline::TaskSetup> share_out() const {
    const std::size_t total = setup_.statements.size();
    const std::size_t count = std::min<std::size_t>(total, static_cast<std::size_t>(common_.tasks_max));
    std::vector<pipeline::TaskSetup> tasks;
    for (std::size_t i = 0; i < count; ++i) {
      const auto begin = setup_.statements.begin();
      pipeline::TaskSetup& task = tasks.emplace_back(setup_);
      task.statements = {begin + static_cast<long>(total * i / count),
                         begin + static_cast<long>(total * (i + 1) / count)};
      for (kafka::RdKafkaSetting& row : task.producer.rows)
        if (row.key == "client.id" && row.value == fmt::format("connector-producer-{}-0", common_.name))
          row.value = fmt::format("connector-producer-{}-{}", common_.name, i);
    }
    return tasks;
  }

  const config::Settings& settings_;
  const config::Settings& worker_settings_;
  const WorkerConfig& worker_;
  config::Findings found_;
  ConnectorConfig common_;
  pipeline::TaskSetup setup_;
};

}  // namespace

Result<ConnectorPlan> plan_connector(const config::Settings& settings,
                                     const config::Settings& worker_settings, const WorkerConfig& worker) {
  return Planner(settings, worker_settings, worker).plan();
}

}  // namespace caskade::worker
