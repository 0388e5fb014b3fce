#include "drivers/cql/wire/notation.h"

#include <arpa/inet.h>
#include <array>
#include <fmt/format.h>

#include "core/base/check.h"

namespace caskade::cql {
namespace {

constexpr std::size_t ipv4_size = 4;
constexpr std::size_t ipv6_size = 16;
constexpr std::size_t short_length_max = 65535;

void write_short_length(ByteWriter& writer, std::size_t length) {
  CHECK(length <= short_length_max);
  writer.u16(static_cast<std::uint16_t>(length));
}

}  // namespace

Result<std::string_view> read_string(ByteReader& reader) {
  TRY(Bytes text, read_short_bytes(reader));
  return as_text(text);
}

Result<std::vector<std::string>> read_string_list(ByteReader& reader) {
  TRY(auto count, reader.u16());
  std::vector<std::string> list;
  for (int i = 0; i < count; ++i) {
    TRY(auto text, read_string(reader));
    list.emplace_back(text);
  }
  return list;
}

Result<std::multimap<std::string, std::string>> read_string_multimap(ByteReader& reader) {
  TRY(auto count, reader.u16());
  std::multimap<std::string, std::string> map;
  for (int i = 0; i < count; ++i) {
    TRY(auto key, read_string(reader));
    TRY(auto values, read_string_list(reader));
    for (std::string& value : values)
      map.emplace(key, std::move(value));
  }
  return map;
}

Result<Bytes> read_bytes(ByteReader& reader) {
  TRY(auto length, reader.i32());
  if (length < 0) return Bytes();
  return reader.take(static_cast<std::size_t>(length));
}

Result<Bytes> read_short_bytes(ByteReader& reader) {
  TRY(auto length, reader.u16());
  return reader.take(length);
}

Result<std::map<std::string, Buffer>> read_bytes_map(ByteReader& reader) {
  TRY(auto count, reader.u16());
  std::map<std::string, Buffer> map;
  for (int i = 0; i < count; ++i) {
    TRY(auto key, read_string(reader));
    TRY(Bytes value, read_bytes(reader));
    map.insert_or_assign(std::string(key), to_buffer(value));
  }
  return map;
}

Result<std::string> read_address(ByteReader& reader) {
  TRY(auto length, reader.u8());
  if (length != ipv4_size && length != ipv6_size)
    return Error{Fault::bug, fmt::format("a node address of {} bytes", length)};
  TRY(Bytes raw, reader.take(length));
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = length == ipv4_size ? AF_INET : AF_INET6;
  CHECK(inet_ntop(family, raw.data(), text.data(), text.size()));
  return std::string(text.data());
}

Result<InetAddress> read_inet(ByteReader& reader) {
  TRY(std::string host, read_address(reader));
  TRY(auto port, reader.i32());
  if (port < 0 || port > 65535) return Error{Fault::bug, fmt::format("a node's port is {}", port)};
  return InetAddress{std::move(host), static_cast<std::uint16_t>(port)};
}

void write_string(ByteWriter& writer, std::string_view text) { write_short_bytes(writer, as_bytes(text)); }

void write_long_string(ByteWriter& writer, std::string_view text) { write_bytes(writer, as_bytes(text)); }

void write_string_list(ByteWriter& writer, const std::vector<std::string>& list) {
  write_short_length(writer, list.size());
  for (const std::string& text : list)
    write_string(writer, text);
}

void write_string_map(ByteWriter& writer, const std::vector<std::pair<std::string, std::string>>& map) {
  write_short_length(writer, map.size());
  for (const auto& [key, value] : map) {
    write_string(writer, key);
    write_string(writer, value);
  }
}

void write_bytes(ByteWriter& writer, Bytes bytes) {
  writer.i32(static_cast<std::int32_t>(bytes.size()));
  writer.raw(bytes);
}

void write_short_bytes(ByteWriter& writer, Bytes bytes) {
  write_short_length(writer, bytes.size());
  writer.raw(bytes);
}

}  // namespace caskade::cql
