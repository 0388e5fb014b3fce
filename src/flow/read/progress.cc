#include "flow/read/progress.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "flow/read/split.h"

namespace caskade::read {
namespace {

using Json = nlohmann::ordered_json;

Error malformed(std::string_view json) {
  return {
      Fault::data,
      fmt::format("the stored progress is not readable: {}; delete this connector's offsets to begin anew",
                  json.substr(0, 200))};
}

std::optional<Window> window_of(const Json& object) {
  if (!object.contains("window")) return std::nullopt;
  return Window{Timestamp(object.at("window").at(0).get<std::int64_t>()),
                Timestamp(object.at("window").at(1).get<std::int64_t>())};
}

// Throws nlohmann's exceptions where the JSON has another shape; the parse_ functions catch them.
Pass pass_of(const Json& object) {
  Pass pass{.number = object.at("pass").get<std::int64_t>(),
            .window = window_of(object),
            .splits = {},
            .since = Timestamp(object.value("since", std::int64_t{0}))};
  for (const Json& range : object.at("splits"))
    pass.splits.push_back({range.at(0).get<cql::Token>(), range.at(1).get<cql::Token>()});
  return pass;
}

// Whether the splits cover the whole ring without gap or overlap, as every pass must.
bool covers_the_ring(const std::vector<cql::TokenRange>& splits) {
  cql::Token after = cql::token_min;
  for (const auto& range : splits) {
    if (range.after != after || range.upto <= after) return false;
    after = range.upto;
  }
  return after == cql::token_max && splits.size() <= splits_max;
}

}  // namespace

std::string partition_of(const TableId& table) {
  return Json{{"keyspace", table.keyspace}, {"table", table.table}}.dump();
}

std::string partition_of(const TableId& table, std::size_t split, std::size_t splits) {
  return Json{
      {"keyspace", table.keyspace}, {"table", table.table}, {"split", fmt::format("{}/{}", split, splits)}}
      .dump();
}

std::string to_json(const Pass& pass) {
  Json object{{"pass", pass.number}};
  if (pass.window) object["window"] = {pass.window->lo.count(), pass.window->hi.count()};
  object["splits"] = Json::array();
  for (const auto& range : pass.splits)
    object["splits"].push_back({range.after, range.upto});
  object["since"] = pass.since.count();
  return object.dump();
}

std::string to_json(const SplitProgress& progress) {
  return Json{{"pass", progress.pass},
              {"done", progress.done},
              {"page", to_base64(progress.page)},
              {"rows", progress.rows}}
      .dump();
}

Result<Pass> parse_pass(std::string_view json) {
  try {
    Pass pass = pass_of(Json::parse(json));
    if (pass.number < 1 || !covers_the_ring(pass.splits)) return malformed(json);
    return pass;
  } catch (const Json::exception&) {
    return malformed(json);
  }
}

Result<SplitProgress> parse_split_progress(std::string_view json) {
  try {
    const Json object = Json::parse(json);
    SplitProgress progress{.pass = object.at("pass").get<std::int64_t>(),
                           .done = object.at("done").get<bool>(),
                           .page = {},
                           .rows = object.at("rows").get<std::uint64_t>()};
    TRY(progress.page, parse_base64(object.at("page").get<std::string>()));
    return progress;
  } catch (const Json::exception&) {
    return malformed(json);
  }
}

}  // namespace caskade::read
