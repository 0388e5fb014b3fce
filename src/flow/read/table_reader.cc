#include "flow/read/table_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <random>

#include "drivers/io/backoff.h"
#include "flow/read/split.h"

namespace caskade::read {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view columns_cql =
    "SELECT column_name, kind, position FROM system_schema.columns WHERE keyspace_name = ? AND table_name = "
    "?";

double random_unit() {
  thread_local std::minstd_rand random{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(random);
}

constexpr std::string_view tables_cql = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";

Task<Page> fetch_system(cql::Session& session, std::string_view cql, std::vector<cql::Value> values) {
  CO_TRY(auto statement, co_await session.prepare(std::string(cql)));
  cql::FetchRequest request{.statement = std::move(statement),
                            .values = std::move(values),
                            .page_rows = 0,
                            .paging_state = {},
                            .token = 0};
  co_return co_await session.fetch(std::move(request));
}

Task<std::vector<cql::TableColumn>> fetch_columns(cql::Session& session, TableId table) {
  const Buffer keyspace = to_buffer(as_bytes(table.keyspace));
  CO_TRY(Page columns,
         co_await fetch_system(session, columns_cql, {keyspace, to_buffer(as_bytes(table.table))}));
  if (columns.row_count() > 0) co_return cql::read_table_columns(columns);
  CO_TRY(Page tables, co_await fetch_system(session, tables_cql, {keyspace}));
  CO_TRY(auto names, cql::read_names(tables));
  co_return no_such_table(table, names);
}

// TIMESTAMP compares with a point in time, so its column must be one.
Result<> check_window_column(const kcql::Statement& statement, const cql::Statement& prepared) {
  if (statement.mode != kcql::Mode::timestamp || prepared.bound.size() < 4) return {};
  const Column& column = prepared.bound[2];
  if (column.type.kind == CqlKind::timestamp) return {};
  return Error{Fault::config,
               fmt::format("PK column \"{}\" has type {}, but INCREMENTALMODE=TIMESTAMP needs a column of "
                           "type timestamp",
                           column.name, to_string(column.type))};
}

}  // namespace

TableReader::TableReader(std::size_t index, kcql::Statement statement, SourceConfig config,
                         ReadContext context)
    : index_(index),
      statement_(std::move(statement)),
      config_(std::move(config)),
      context_(std::move(context)),
      rule_{.delay = config_.slice_delay, .slice = config_.slice_duration},
      moved_(context_.session.executor()) {}

Task<> TableReader::prepare() {
  const auto& source = statement_.source;
  const std::string keyspace =
      source.keyspace ? source.keyspace->stored() : context_.session.config().keyspace;
  TableId table{keyspace, source.table.stored()};
  CO_TRY(auto columns, co_await fetch_columns(context_.session, std::move(table)));
  CO_TRY(plan_, make_plan(statement_, keyspace, columns));
  CO_TRY(prepared_, co_await context_.session.prepare(plan_.cql));
  CO_TRY(check_window_column(statement_, *prepared_));
  co_return resume();
}

Result<> TableReader::resume() {
  TRY(auto stored, context_.offsets.find(partition_of(plan_.table)));
  if (!stored) return {};
  TRY(Pass pass, parse_pass(*stored));
  if (pass.window.has_value() !=
      plan_.has_window) {  // the mode was changed: begin anew, under the next number
    pass_.number = pass.number;
    pass_.splits = std::move(pass.splits);
    return {};
  }
  pass_ = std::move(pass);
  splits_.clear();
  for (std::size_t i = 0; i < pass_.splits.size(); ++i) {
    TRY(auto text, context_.offsets.find(partition_of(plan_.table, i, pass_.splits.size())));
    SplitProgress progress{.pass = pass_.number, .done = false, .page = {}, .rows = 0};
    if (text) {
      TRY(SplitProgress found, parse_split_progress(*text));
      if (found.pass == pass_.number) progress = std::move(found);
    }
    splits_.emplace_back(std::move(progress));
  }
  if (!is_pass_done())
    context_.log.info("Goes on with a pass that was interrupted",
                      {{"table", plan_.table.to_string()}, {"pass", pass_.number}});
  return {};
}

std::size_t TableReader::parallelism() const {
  const std::size_t by_nodes = std::min<std::size_t>(2 * context_.session.ring().nodes().size(), 16);
  return config_.parallelism ? static_cast<std::size_t>(*config_.parallelism) : by_nodes;
}

bool TableReader::is_pass_done() const { return std::ranges::all_of(splits_, &SplitTracker::is_done); }

Result<Timestamp> TableReader::next_lo() const {
  if (pass_.window) return pass_.window->hi;
  return parse_timestamp(config_.initial_offset).because("connect.cassandra.initial.offset");
}

// Stored before it is read: after a crash the same window is read over the same ranges.
Result<> TableReader::begin_pass() {
  Pass pass{.number = pass_.number + 1, .window = {}, .splits = {}, .since = context_.clock()};
  if (plan_.has_window) {
    TRY(Timestamp lo, next_lo());
    pass.window = next_window(lo, pass.since, rule_);
  }
  pass.splits = cut_ranges(context_.session.ring().ranges(), splits_per_reader * parallelism());
  std::vector<SourceOffset> stored{{partition_of(plan_.table), to_json(pass)}};
  // What the last pass left behind is history now.
  for (std::size_t i = 0; i < pass_.splits.size(); ++i)
    stored.push_back({partition_of(plan_.table, i, pass_.splits.size()), {}});
  TRY(context_.offsets.store(stored));
  pass_ = std::move(pass);
  splits_.clear();
  for (std::size_t i = 0; i < pass_.splits.size(); ++i)
    splits_.emplace_back(SplitProgress{.pass = pass_.number, .done = false, .page = {}, .rows = 0});
  return {};
}

Task<> TableReader::run() {
  while (true) {
    if (is_pass_done()) {
      const bool is_first = pass_.number == 0;
      const bool behind = pass_.window && is_behind(*pass_.window, context_.clock(), rule_);
      if (!is_first && !behind) co_await io::sleep_for(config_.poll_interval);
      CO_TRY(begin_pass());
    }
    if (!pass_.window || pass_.window->lo < pass_.window->hi) {
      CO_TRY(co_await read_pass());
    } else {
      for (SplitTracker& split : splits_)
        split.acknowledge(split.sent({}, 0));  // an empty window has no rows
      take_changed();
    }
  }
}

Task<> TableReader::read_pass() {
  next_split_ = 0;
  for (std::size_t i = 0; i < parallelism(); ++i) {
    ++workers_;
    context_.scope.spawn(read_splits());
  }
  while (workers_ > 0 || !is_pass_done())
    co_await moved_.wait();
  report_pass();
  auto changed = take_changed();
  if (plan_.has_window &&
      std::ranges::all_of(splits_, [](auto& split) { return split.committed().rows == 0; }))
    co_return Result<>{};  // nothing to remember: the next pass begins where this one ends
  co_return context_.offsets.store(changed);
}

void TableReader::report_pass() const {
  std::uint64_t rows = 0;
  for (const SplitTracker& split : splits_)
    rows += split.committed().rows;
  const Log::Fields fields{{"table", plan_.table.to_string()},
                           {"pass", pass_.number},
                           {"rows", rows},
                           {"ms", (context_.clock() - pass_.since).count()}};
  if (rows > 0 || !plan_.has_window)
    context_.log.info("Pass is complete", fields);
  else
    context_.log.debug("Pass is complete", fields);
}

Task<> TableReader::read_splits() {
  while (next_split_ < splits_.size()) {
    const std::size_t split = next_split_++;
    if (!splits_[split].is_done()) CO_TRY(co_await read_split(split));
  }
  --workers_;
  moved_.notify();
  co_return Result<>{};
}

Task<> TableReader::read_split(std::size_t split) {
  Buffer paging_state = splits_[split].committed().page;
  for (bool more = true; more;) {
    CO_TRY(Page page, co_await fetch_page(split, paging_state));
    learn_width(page);
    paging_state = to_buffer(page.paging_state());
    more = !page.is_last();
    const std::uint64_t number = splits_[split].sent(paging_state, page.row_count());
    if (page.row_count() == 0) {
      acknowledge(split, number);
      continue;
    }
    const std::size_t bytes = page.size_bytes();
    Batch batch{std::move(page), index_, split, number};
    co_await context_.box.put(std::move(batch), bytes);
  }
  co_return Result<>{};
}

// Tries again, with a warning each time, while the failure is one that may pass.
Task<Page> TableReader::fetch_page(std::size_t split, Buffer paging_state) {
  io::Backoff backoff(200ms, 30s);
  while (true) {
    cql::FetchRequest request{.statement = prepared_,
                              .values = plan_.values(pass_.splits[split], pass_.window),
                              .page_rows = page_rows(),
                              .paging_state = paging_state,
                              .token = pass_.splits[split].upto};
    auto page = co_await context_.session.fetch(std::move(request));
    if (page) co_return std::move(page);
    if (!page.error().retriable)
      co_return std::move(page.error()).because("table " + plan_.table.to_string());
    const auto wait = backoff.next(random_unit());
    context_.log.warn("A page could not be read and is asked for again", {{"table", plan_.table.to_string()},
                                                                          {"split", split},
                                                                          {"try", backoff.tries()},
                                                                          {"wait_ms", wait.count()},
                                                                          {"cause", page.error().what}});
    row_bytes_ *= 2;  // ask for less, in case the page was too much for the server
    co_await io::sleep_for(wait);
  }
}

void TableReader::learn_width(const Page& page) {
  if (page.row_count() == 0) return;
  const double width = static_cast<double>(page.size_bytes()) / page.row_count();
  row_bytes_ = row_bytes_ == 0 ? width : std::max(width, 0.7 * row_bytes_ + 0.3 * width);
}

std::int32_t TableReader::page_rows() const {
  if (row_bytes_ == 0) return std::min(first_page_rows, context_.session.config().fetch_size);
  return static_cast<std::int32_t>(std::clamp<double>(page_bytes_target / row_bytes_, 1,
                                                      std::max(context_.session.config().fetch_size, 1)));
}

void TableReader::acknowledge(std::size_t split, std::uint64_t number) {
  splits_[split].acknowledge(number);
  moved_.notify();
}

std::vector<SourceOffset> TableReader::take_changed() {
  std::vector<SourceOffset> changed;
  for (std::size_t i = 0; i < splits_.size(); ++i)
    if (splits_[i].take_changed())
      changed.push_back({partition_of(plan_.table, i, splits_.size()), to_json(splits_[i].committed())});
  return changed;
}

void TableReader::keep_changed() {
  for (SplitTracker& split : splits_)
    split.set_changed();
}

}  // namespace caskade::read
