// Reads one table, pass after pass: settles a pass (its window and splits), stores it, reads its splits
// several at a time, and ends it when every page of it is acknowledged. Pages go to the task's mailbox, which
// makes reading wait when it is full; page n+1 is asked for as soon as page n lies there, before anybody
// works on it. Lives on the task's loop. Bounded: `parallelism` pages under way, each aimed at
// page_bytes_target, besides the box.
#pragma once

#include "drivers/cql/session.h"
#include "drivers/io/mailbox.h"
#include "drivers/io/scope.h"
#include "flow/read/source_config.h"
#include "flow/read/split_tracker.h"
#include "flow/read/table_plan.h"

namespace caskade::read {

constexpr std::size_t page_bytes_target = 1 << 20;
constexpr std::int32_t first_page_rows = 32;  // until the rows' width is known; rows may be a megabyte wide

// A page on its way to Kafka, and the number to acknowledge it by.
struct Batch {
  Page page;
  std::size_t table = 0;  // index among the task's tables
  std::size_t split = 0;
  std::uint64_t number = 0;
};
using BatchBox = io::Mailbox<Batch>;

// What a TableReader needs of its task; all outlive it.
struct ReadContext {
  cql::Session& session;
  OffsetStore& offsets;
  io::Scope& scope;  // runs the split readers; its owner hears of failures
  BatchBox& box;
  Clock clock;
  Log log;
};

class TableReader {
 public:
  TableReader(std::size_t index, kcql::Statement statement, SourceConfig config, ReadContext context);

  // Settles the plan against the table as it is and finds the stored progress.
  Task<> prepare();
  // Reads passes until it is cancelled.
  Task<> run();

  const TablePlan& plan() const { return plan_; }
  void acknowledge(std::size_t split, std::uint64_t number);

  // Progress not stored yet. When storing it fails, give it to keep_changed().
  std::vector<SourceOffset> take_changed();
  void keep_changed();

 private:
  Result<> resume();
  Result<> begin_pass();
  Task<> read_pass();
  Task<> read_splits();
  Task<> read_split(std::size_t split);
  Task<Page> fetch_page(std::size_t split, Buffer paging_state);
  void learn_width(const Page& page);
  std::int32_t page_rows() const;
  std::size_t parallelism() const;
  bool is_pass_done() const;
  void report_pass() const;
  Result<Timestamp> next_lo() const;

  std::size_t index_;
  kcql::Statement statement_;
  SourceConfig config_;
  ReadContext context_;
  WindowRule rule_;
  TablePlan plan_;
  cql::SharedStatement prepared_;
  Pass pass_;
  std::vector<SplitTracker> splits_;
  std::size_t next_split_ = 0;
  std::size_t workers_ = 0;
  double row_bytes_ = 0;  // moving average; 0: not known
  io::Waiter moved_;      // a page was acknowledged, or a worker ended
};

}  // namespace caskade::read
