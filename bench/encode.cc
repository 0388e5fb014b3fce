// How long one row takes from Cassandra's bytes to JSON: rows of an orders table with nine columns.
//   ./build/bench/bench_encode --benchmark_filter=json
#include <benchmark/benchmark.h>
#include <bit>
#include <cstring>
#include <random>

#include "flow/encode/json_encoder.h"

namespace caskade::encode {
namespace {

constexpr std::uint32_t rows_per_page = 5000;

SharedColumns orders_columns() {
  const auto column = [](const char* name, CqlKind kind) {
    return Column{"shop", "orders", name, CqlType{kind, {}, {}, {}, 0}};
  };
  return std::make_shared<const Columns>(Columns{
      column("id", CqlKind::uuid),
      column("customer", CqlKind::bigint),
      column("created", CqlKind::timestamp),
      column("status", CqlKind::varchar),
      column("quantity", CqlKind::int_),
      column("price", CqlKind::double_),
      column("paid", CqlKind::boolean),
      column("email", CqlKind::varchar),
      column("note", CqlKind::varchar),
  });
}

class CellWriter {
 public:
  template <class Integer>
  void integer(Integer value) {
    writer_.i32(sizeof(Integer));
    writer_.integer(value);
  }
  void text(std::string_view text) {
    writer_.i32(static_cast<std::int32_t>(text.size()));
    writer_.raw(as_bytes(text));
  }
  void uuid(std::uint64_t high, std::uint64_t low) {
    writer_.i32(16);
    writer_.integer(high);
    writer_.integer(low);
  }
  void null() { writer_.i32(-1); }
  Buffer take() { return writer_.take(); }

 private:
  ByteWriter writer_;
};

Page orders_page(const SharedColumns& columns) {
  constexpr std::array<std::string_view, 4> states{"new", "paid", "shipped", "cancelled"};
  std::mt19937_64 random(1);
  CellWriter cells;
  for (std::uint32_t row = 0; row < rows_per_page; ++row) {
    cells.uuid(random(), random());
    cells.integer(static_cast<std::int64_t>(random() % 100'000'000));
    cells.integer(static_cast<std::int64_t>(1'700'000'000'000 + random() % 10'000'000'000));
    cells.text(states[random() % states.size()]);
    cells.integer(static_cast<std::int32_t>(random() % 100));
    cells.integer(std::bit_cast<std::uint64_t>(static_cast<double>(random() % 1'000'000) / 100));
    cells.integer(static_cast<std::uint8_t>(random() % 2));
    cells.text("customer" + std::to_string(random() % 1'000'000) + "@example.org");
    if (row % 8 == 0)
      cells.null();
    else
      cells.text("Please ring twice; the bell of the neighbour's house is broken.");
  }
  Page::Parts parts;
  parts.buffer = cells.take();
  parts.row_count = rows_per_page;
  parts.columns = columns;
  return Page(std::move(parts));
}

void encode_json(benchmark::State& state, bool schemas_enable) {
  JsonConfig config;
  config.schemas_enable = schemas_enable;
  ValueShape shape{"shop", "orders", orders_columns(), {}, {}};
  auto encoder = compile_json_encoder(shape, config).value();
  const Page page = orders_page(shape.columns);
  Messages messages;
  for (auto _ : state) {
    messages.clear();
    if (!encoder->encode(page, messages)) state.SkipWithError("a row could not be encoded");
    benchmark::DoNotOptimize(messages.arena.data());
  }
  const auto rows = static_cast<double>(state.iterations()) * rows_per_page;
  state.counters["time_per_row"] =
      benchmark::Counter(rows, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["bytes_per_row"] = static_cast<double>(messages.arena.size()) / rows_per_page;
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(messages.arena.size()));
}

BENCHMARK_CAPTURE(encode_json, schemaless, false);
BENCHMARK_CAPTURE(encode_json, with_schema, true);

// One column of one type alone: what a step costs.
void encode_column(benchmark::State& state, CqlKind kind, std::string_view cell) {
  ValueShape shape{
      "shop",
      "orders",
      std::make_shared<const Columns>(Columns{{"shop", "orders", "v", CqlType{kind, {}, {}, {}, 0}}}),
      {},
      {}};
  JsonConfig config;
  config.schemas_enable = false;
  auto encoder = compile_json_encoder(shape, config).value();
  CellWriter cells;
  for (std::uint32_t row = 0; row < rows_per_page; ++row)
    cells.text(cell);
  Page::Parts parts;
  parts.buffer = cells.take();
  parts.row_count = rows_per_page;
  parts.columns = shape.columns;
  const Page page(std::move(parts));
  Messages messages;
  for (auto _ : state) {
    messages.clear();
    if (!encoder->encode(page, messages)) state.SkipWithError("a row could not be encoded");
    benchmark::DoNotOptimize(messages.arena.data());
  }
  state.counters["time_per_row"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * rows_per_page,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

using namespace std::string_view_literals;
BENCHMARK_CAPTURE(encode_column, int, CqlKind::int_, "\x00\x01\xE2\x40"sv);
BENCHMARK_CAPTURE(encode_column, bigint, CqlKind::bigint, "\x00\x00\x01\x8D\xF5\x4C\x12\x34"sv);
BENCHMARK_CAPTURE(encode_column, double, CqlKind::double_, "\x40\x09\x21\xFB\x54\x44\x2D\x18"sv);
BENCHMARK_CAPTURE(encode_column, uuid, CqlKind::uuid, "0123456789abcdef"sv);
BENCHMARK_CAPTURE(encode_column, text_short, CqlKind::varchar, "shipped"sv);
BENCHMARK_CAPTURE(encode_column, text_escaped, CqlKind::varchar, R"({"a":"b","c":[1,2,3],"d":"efgh"})"sv);
BENCHMARK_CAPTURE(encode_column, text_german, CqlKind::varchar,
                  "Die Stra\303\237e f\303\274hrt \303\274ber den H\303\274gel nach S\303\274den"sv);
BENCHMARK_CAPTURE(encode_column, decimal, CqlKind::decimal, "\x00\x00\x00\x02\x30\x39"sv);

}  // namespace
}  // namespace caskade::encode
