#include "drivers/cql/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>
#include <map>

#include "drivers/cql/wire/envelope_reader.h"
#include "drivers/io/waiter.h"

namespace caskade::cql {

namespace asio = boost::asio;

// The state that outlives a Connection for the moment its loops need to end.
class Connection::Core {
 public:
  Core(std::unique_ptr<io::Stream> its_stream, ConnectionSetup its_setup, ProtocolVersion its_version,
       io::Executor its_executor, Log its_log)
      : stream(std::move(its_stream)),
        setup(std::move(its_setup)),
        version(its_version),
        log(std::move(its_log)),
        executor(its_executor),
        to_write(its_executor),
        framing(framing_at_start(its_version, false)) {}

  static Task<> read_loop(std::shared_ptr<Core> self);
  static Task<> write_loop(std::shared_ptr<Core> self);
  void break_with(const Error& error);

  struct Pending {
    io::Waiter waiter;
    SharedColumns known;
    std::optional<Result<DecodedResponse>> answer;
  };
  std::shared_ptr<Pending> send(const Encode& encode, SharedColumns known);

  std::unique_ptr<io::Stream> stream;
  ConnectionSetup setup;
  ProtocolVersion version;
  Log log;
  io::Executor executor;
  std::optional<Error> broken;
  std::map<StreamId, std::shared_ptr<Pending>>
      pending;  // shared with the waiting call(), which may give up first

 private:
  void take_in(std::size_t count);
  void deliver(Envelope envelope);
  StreamId free_stream();

  io::Waiter to_write;
  EnvelopeReader reader;
  Framing framing;
  Buffer outgoing;
  StreamId next_stream = 0;
};

void Connection::Core::break_with(const Error& error) {
  if (broken) return;
  broken = error;
  stream->close();
  to_write.notify();
  for (auto& [id, waiting] : pending) {
    waiting->answer = Result<DecodedResponse>(error);
    waiting->waiter.notify();
  }
  pending.clear();
}

Task<> Connection::Core::read_loop(std::shared_ptr<Core> self) {
  while (!self->broken) {
    auto count = co_await self->stream->read_some(self->reader.writable());
    if (!count) self->break_with(count.error());
    if (!self->broken) self->take_in(*count);
  }
  co_return Result<>{};
}

Task<> Connection::Core::write_loop(std::shared_ptr<Core> self) {
  while (!self->broken) {
    co_await self->to_write.wait();
    while (!self->outgoing.empty() && !self->broken) {
      Buffer writing = std::exchange(self->outgoing, {});
      auto written = co_await self->stream->write(writing);
      if (!written) self->break_with(written.error());
    }
  }
  co_return Result<>{};
}

void Connection::Core::take_in(std::size_t count) {
  reader.commit(count);
  while (true) {
    auto envelope = reader.next();
    if (!envelope) return break_with(envelope.error());
    if (!envelope->has_value()) return;
    deliver(std::move(**envelope));
  }
}

void Connection::Core::deliver(Envelope envelope) {
  const auto found = pending.find(envelope.header.stream);
  if (found == pending.end()) return;  // an event, or an answer nobody waits for
  auto waiting = std::move(found->second);
  pending.erase(found);
  // On v5 segments begin right after the answer to STARTUP, before anything else is read.
  if (framing == Framing::bare && version == ProtocolVersion::v5) {
    framing = framing_of(version, false);
    reader.set_framing(framing);
  }
  waiting->answer = decode_response(std::move(envelope), waiting->known);
  waiting->waiter.notify();
}

StreamId Connection::Core::free_stream() {
  const auto after = [](StreamId id) { return static_cast<StreamId>((id + 1) & 0x7FFF); };
  while (pending.contains(next_stream))
    next_stream = after(next_stream);
  return std::exchange(next_stream, after(next_stream));
}

std::shared_ptr<Connection::Core::Pending> Connection::Core::send(const Encode& encode, SharedColumns known) {
  const StreamId id = free_stream();
  auto waiting = std::make_shared<Pending>(Pending{io::Waiter(executor), std::move(known), {}});
  pending.emplace(id, waiting);
  Buffer request = to_wire(framing, encode({version, id}));
  outgoing.insert(outgoing.end(), request.begin(), request.end());
  to_write.notify();
  return waiting;
}

Connection::~Connection() { core_->break_with({Fault::stopped, "the connection was closed", false}); }

ProtocolVersion Connection::version() const { return core_->version; }
const io::Endpoint& Connection::endpoint() const { return core_->setup.endpoint; }
bool Connection::is_broken() const { return core_->broken.has_value(); }

Task<Response> Connection::call(Encode encode, SharedColumns known) {
  auto core = core_;
  if (!core->broken && core->pending.size() >= requests_max)
    core->break_with({Fault::network, "too many requests wait for an answer", true});
  if (core->broken) co_return *core->broken;
  auto waiting = core->send(encode, std::move(known));
  const milliseconds limit = core->setup.request_timeout;
  const bool answered = co_await waiting->waiter.wait_for(limit);
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none)
    co_return Error{Fault::stopped, "stopped", false};
  if (!answered) co_return Error{Fault::network, fmt::format("no answer within {} ms", limit.count()), true};
  CO_TRY(DecodedResponse decoded, std::move(*waiting->answer));
  for (const std::string& warning : decoded.warnings)
    core->log.warn("Cassandra warns", {{"node", core->setup.endpoint.to_string()}, {"warning", warning}});
  co_return std::move(decoded.response);
}

Task<> Connection::authenticate(Connection& connection, std::string java_class) {
  const Credentials& credentials = connection.core_->setup.credentials;
  if (credentials.user.empty())
    co_return Error{Fault::config,
                    fmt::format("Cassandra asks for a login ({}); set connect.cassandra.username and "
                                "connect.cassandra.password",
                                java_class)};
  CO_TRY(Buffer token, plain_token(credentials.user, credentials.password));
  Encode encode = [&token](RequestContext context) { return encode_auth_response(context, token); };
  CO_TRY(Response answer, co_await connection.call(std::move(encode)));
  if (std::holds_alternative<AuthSuccess>(answer)) co_return Result<>{};
  if (auto* refused = std::get_if<ServerError>(&answer))
    co_return Error{Fault::config,
                    fmt::format("the user \"{}\" was not let in: {}; check connect.cassandra.username "
                                "and connect.cassandra.password",
                                credentials.user, refused->to_error().what)};
  co_return Error{Fault::config,
                  fmt::format("the server's authenticator {} wants more than a password", java_class)};
}

Task<> Connection::shake_hands(Connection& connection) {
  Encode encode = [](RequestContext context) {
    return encode_startup(context, {.driver_version = "0.1.0", .lz4 = false, .extra = {}});
  };
  CO_TRY(Response answer, co_await connection.call(std::move(encode)));
  if (std::holds_alternative<Ready>(answer)) co_return Result<>{};
  if (auto* refused = std::get_if<ServerError>(&answer)) co_return refused->to_error();
  auto* wanted = std::get_if<Authenticate>(&answer);
  if (!wanted) co_return Error{Fault::bug, "an unexpected answer to STARTUP"};
  co_return co_await authenticate(connection, wanted->java_class);
}

Task<std::unique_ptr<Connection>> Connection::open(ConnectionSetup setup, Log log) {
  const auto executor = co_await asio::this_coro::executor;
  Error refused;
  for (ProtocolVersion version : {ProtocolVersion::v5, ProtocolVersion::v4}) {
    CO_TRY(auto stream, co_await io::connect_tcp(setup.endpoint, setup.connect_timeout));
    auto core = std::make_shared<Core>(std::move(stream), setup, version, executor, log);
    asio::co_spawn(executor, Core::read_loop(core), asio::detached);
    asio::co_spawn(executor, Core::write_loop(core), asio::detached);
    std::unique_ptr<Connection> connection(new Connection(std::move(core)));
    auto shaken = co_await shake_hands(*connection);
    if (shaken) co_return std::move(connection);
    refused = std::move(shaken).error();
    // What a server says to a STARTUP in a version it does not speak.
    if (refused.what.find("nvalid or unsupported protocol version") == std::string::npos) break;
  }
  co_return std::move(refused).because("greet " + setup.endpoint.to_string());
}

}  // namespace caskade::cql
