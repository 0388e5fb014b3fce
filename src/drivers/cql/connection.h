// One CQL connection: handshake, then any number of requests at once, each with a stream id of its own. Owned
// by a Session, on its loop. Bounded: requests_max answers awaited at the same time; an answer that came too
// late keeps its stream id reserved until it arrives. After a network or protocol error the connection is
// broken for good.
#pragma once

#include <functional>
#include <memory>

#include "core/base/log.h"
#include "core/base/time.h"
#include "drivers/cql/wire/responses.h"
#include "drivers/io/stream.h"

namespace caskade::cql {

constexpr std::size_t requests_max = 1024;  // awaited on one connection

struct Credentials {
  std::string user;  // empty: none given
  Secret password;
};

struct ConnectionSetup {
  io::Endpoint endpoint;
  Credentials credentials;
  milliseconds connect_timeout{5000};
  milliseconds request_timeout{12000};
};

class Connection {
 public:
  using Encode = std::function<Buffer(RequestContext)>;

  // Connects and shakes hands, v5 first and v4 where the server does not know it.
  static Task<std::unique_ptr<Connection>> open(ConnectionSetup setup, Log log);
  ~Connection();  // closes; whoever waits for an answer gets an error

  // Sends a request and waits for its answer, at most the request time-out. A ServerError is an answer here.
  // `known` are the columns for an answer without metadata.
  Task<Response> call(Encode encode, SharedColumns known = {});

  ProtocolVersion version() const;
  const io::Endpoint& endpoint() const;
  bool is_broken() const;

 private:
  class Core;  // shared by this and its two loops (reading, writing), which end once the stream is closed
  explicit Connection(std::shared_ptr<Core> core) : core_(std::move(core)) {}
  static Task<> shake_hands(Connection& connection);
  static Task<> authenticate(Connection& connection, std::string java_class);

  std::shared_ptr<Core> core_;
};

}  // namespace caskade::cql
