#include "drivers/cql/session.h"

#include <algorithm>
#include <fmt/format.h>

#include "drivers/cql/system_tables.h"

namespace caskade::cql {
namespace {

Connection::Encode query_encoder(std::string cql) {
  return [cql = std::move(cql)](RequestContext context) {
    return encode_query(context, cql, {.consistency = Consistency::local_one, .values = {}, .page_rows = 0});
  };
}

Result<Page> rows_of(Response response, std::string_view what) {
  if (auto* rows = std::get_if<Rows>(&response)) return std::move(rows->page);
  if (auto* refused = std::get_if<ServerError>(&response)) return refused->to_error().because(what);
  return Error{Fault::bug, fmt::format("{}: an answer without rows", what)};
}

}  // namespace

ConnectionSetup Session::setup_for(io::Endpoint endpoint) const {
  return {.endpoint = std::move(endpoint),
          .credentials = {config_.username, config_.password},
          .connect_timeout = config_.connect_timeout,
          .request_timeout = config_.read_timeout};
}

Task<std::unique_ptr<Session>> Session::open(CassandraConfig config, Log log) {
  auto executor = co_await io::this_executor();
  auto session = std::make_unique<Session>(std::move(config), executor, std::move(log));
  auto opened = co_await session->contact();
  if (opened) opened = co_await session->learn_ring();
  if (opened) opened = co_await session->learn_replication();
  if (opened) co_return std::move(session);
  co_return std::move(opened).error();
}

Task<> Session::contact() {
  Error last{Fault::config, "connect.cassandra.contact.points is empty", false};
  for (const std::string& host : config_.contact_points) {
    io::Endpoint endpoint{host, static_cast<std::uint16_t>(config_.port)};
    auto connection = co_await Connection::open(setup_for(endpoint), log_);
    if (connection) {
      control_ = *std::move(connection);
      co_return Result<>{};
    }
    last = std::move(connection).error();
    log_.warn("A contact point does not answer", {{"node", endpoint.to_string()}, {"cause", last.what}});
  }
  if (last.fault == Fault::network)
    last.what += "; check connect.cassandra.contact.points and connect.cassandra.port";
  co_return std::move(last).because("no contact point of Cassandra could be used");
}

Task<> Session::learn_ring() {
  CO_TRY(Page local, co_await query(std::string(local_query)));
  CO_TRY(auto nodes, read_nodes(local, control_->endpoint()));
  if (nodes.size() != 1) co_return Error{Fault::bug, "system.local has no row"};
  CO_TRY(read_partitioner(local));
  local_data_center_ = nodes.front().data_center;
  auto peers = co_await query(std::string(peers_v2_query));
  if (!peers) peers = co_await query(std::string(peers_query));
  CO_TRY(Page others, std::move(peers));
  CO_TRY(auto rest, read_nodes(others, control_->endpoint()));
  std::ranges::move(rest, std::back_inserter(nodes));
  ring_ = Ring(std::move(nodes));
  log_.info("Connected to Cassandra", {{"node", control_->endpoint().to_string()},
                                       {"version", ring_.nodes().front().release_version},
                                       {"protocol", static_cast<int>(control_->version())},
                                       {"nodes", ring_.nodes().size()},
                                       {"data_center", local_data_center_}});
  co_return Result<>{};
}

Task<> Session::learn_replication() {
  CO_TRY(Page page, co_await query(std::string(keyspaces_query)));
  CO_TRY(replication_, read_replication(page, config_.keyspace));
  co_return Result<>{};
}

std::vector<std::size_t> Session::plan(Token token) const {
  std::vector<std::size_t> order;
  const auto& nodes = ring_.nodes();
  const auto add = [&](std::size_t node) {
    if (nodes[node].data_center == local_data_center_ && std::ranges::find(order, node) == order.end())
      order.push_back(node);
  };
  for (std::size_t node : ring_.replicas(token, replication_))
    add(node);
  for (std::size_t node = 0; node < nodes.size(); ++node)
    add(node);
  return order;
}

Task<Connection*> Session::connection_to(std::size_t node) {
  Pool& pool = pools_[node];
  std::erase_if(pool.connections, [](const auto& connection) { return connection->is_broken(); });
  if (pool.connections.size() < connections_per_node && !pool.opening) {
    pool.opening = true;
    auto opened = co_await Connection::open(setup_for(ring_.nodes()[node].address), log_);
    pool.opening = false;
    if (opened)
      pool.connections.push_back(*std::move(opened));
    else if (pool.connections.empty())
      co_return std::move(opened).error();
  }
  if (pool.connections.empty()) {  // another request is opening the first one; the control connection will do
    if (control_->is_broken()) co_return Error{Fault::network, "the node is being connected to", true};
    co_return control_.get();
  }
  co_return pool.connections[pool.next++ % pool.connections.size()].get();
}

Task<> Session::prepare_on(Connection& connection, Statement& statement) {
  Connection::Encode encode = [cql = statement.cql](RequestContext context) {
    return encode_prepare(context, cql);
  };
  CO_TRY(Response answer, co_await connection.call(std::move(encode)));
  if (auto* refused = std::get_if<ServerError>(&answer))
    co_return refused->to_error().because(fmt::format("prepare \"{}\"", statement.cql));
  auto* prepared = std::get_if<Prepared>(&answer);
  if (!prepared) co_return Error{Fault::bug, "an unexpected answer to PREPARE"};
  statement.prepared = std::move(prepared->prepared);
  statement.bound = std::move(prepared->bound);
  if (!statement.columns || *statement.columns != *prepared->columns) statement.columns = prepared->columns;
  co_return Result<>{};
}

Task<SharedStatement> Session::prepare(std::string cql) {
  auto statement = std::make_shared<Statement>();
  statement->cql = std::move(cql);
  CO_TRY(co_await prepare_on(*control_, *statement));
  co_return statement;
}

Task<Page> Session::fetch_on(Connection& connection, const FetchRequest& request) {
  Statement& statement = *request.statement;
  const bool is_v5 = connection.version() == ProtocolVersion::v5;  // v4 cannot tell that the shape changed
  for (int tries = 0; tries < 2; ++tries) {
    Connection::Encode encode = [&](RequestContext context) {
      return encode_execute(context, statement.prepared,
                            {.consistency = config_.consistency.value_or(Consistency::local_one),
                             .values = request.values,
                             .skip_metadata = is_v5,
                             .page_rows = request.page_rows,
                             .paging_state = request.paging_state});
    };
    CO_TRY(Response answer, co_await connection.call(std::move(encode), statement.columns));
    if (auto* rows = std::get_if<Rows>(&answer)) {
      if (!rows->new_result_metadata_id.empty()) {
        statement.prepared.result_metadata_id = std::move(rows->new_result_metadata_id);
        statement.columns = rows->page.columns();
      }
      co_return std::move(rows->page);
    }
    auto* refused = std::get_if<ServerError>(&answer);
    if (!refused) co_return Error{Fault::bug, "an unexpected answer to EXECUTE"};
    if (refused->retry() != Retry::prepare) co_return refused->to_error();
    CO_TRY(co_await prepare_on(connection, statement));
  }
  co_return Error{Fault::server, "the server forgets the prepared statement again and again", true};
}

Task<Page> Session::fetch(FetchRequest request) {
  Error last{Fault::network, "no node of the local data centre is known", true};
  for (std::size_t node : plan(request.token)) {
    auto connection = co_await connection_to(node);
    auto page = connection ? co_await fetch_on(**connection, request) : Result<Page>(connection.error());
    if (page) co_return std::move(page);
    last = std::move(page).error().because("read from " + ring_.nodes()[node].address.to_string());
    if (!last.retriable) break;
  }
  co_return last;
}

Task<Page> Session::query(std::string cql) {
  if (control_->is_broken()) co_return Error{Fault::network, "the connection to Cassandra is broken", true};
  CO_TRY(Response answer, co_await control_->call(query_encoder(cql)));
  co_return rows_of(std::move(answer), cql);
}

}  // namespace caskade::cql
