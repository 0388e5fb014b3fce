#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "drivers/io/outcome.h"
#include "drivers/io/stream.h"
#include "drivers/io/within.h"

namespace caskade::io {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

class TcpStream final : public Stream {
 public:
  explicit TcpStream(tcp::socket socket) : socket_(std::move(socket)) {}

  Task<std::size_t> read_some(std::span<std::byte> into) override {
    auto [failed, count] =
        co_await socket_.async_read_some(asio::buffer(into.data(), into.size()), as_result);
    if (failed) co_return error_of(failed);
    co_return count;
  }

  Task<> write(Bytes bytes) override {
    auto [failed, count] =
        co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()), as_result);
    if (failed) co_return error_of(failed);
    co_return Result<>{};
  }

  void close() override {
    boost::system::error_code ignored;  // closing a broken socket cannot fail in a way anyone could act on
    socket_.close(ignored);
  }

 private:
  tcp::socket socket_;
};

Task<std::unique_ptr<Stream>> connect_now(Endpoint endpoint) {
  auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  auto [unresolved, addresses] =
      co_await resolver.async_resolve(endpoint.host, std::to_string(endpoint.port), as_result);
  if (unresolved) co_return error_of(unresolved).because("look up the name " + endpoint.host);
  tcp::socket socket(executor);
  auto [failed, address] = co_await asio::async_connect(socket, addresses, as_result);
  if (failed) co_return error_of(failed);
  boost::system::error_code ignored;  // without it answers are only slower
  socket.set_option(tcp::no_delay(true), ignored);
  co_return std::unique_ptr<Stream>(std::make_unique<TcpStream>(std::move(socket)));
}

}  // namespace

std::string Endpoint::to_string() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Task<std::unique_ptr<Stream>> connect_tcp(Endpoint endpoint, std::chrono::milliseconds limit) {
  auto connected = co_await within(limit, connect_now(endpoint));
  co_return std::move(connected).because("connect to " + endpoint.to_string());
}

}  // namespace caskade::io
