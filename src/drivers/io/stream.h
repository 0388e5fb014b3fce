// A byte stream to one peer: TCP today, TLS behind the same interface, a script in tests. Lives on one loop;
// at most one read and one write are under way at a time. Closing wakes both with an error.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/base/bytes.h"
#include "drivers/io/task.h"

namespace caskade::io {

// Where to connect: a name or an address (IPv6 without brackets), and a port.
struct Endpoint {
  std::string host;
  std::uint16_t port = 0;

  std::string to_string() const;  // host:port, [v6]:port
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

class Stream {
 public:
  virtual ~Stream() = default;

  // Reads at least one byte, at most as many as fit; an ended stream is an error.
  virtual Task<std::size_t> read_some(std::span<std::byte> into) = 0;

  // Writes everything.
  virtual Task<> write(Bytes bytes) = 0;

  virtual void close() = 0;
};

// Resolves and connects; tries each address of the name until one answers, all within the limit.
// Errors name the endpoint and the system's reason.
Task<std::unique_ptr<Stream>> connect_tcp(Endpoint endpoint, std::chrono::milliseconds limit);

}  // namespace caskade::io
