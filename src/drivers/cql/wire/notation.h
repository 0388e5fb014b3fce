// The notations messages are built of, each read from untrusted bytes and written to a growing buffer.
// Native protocol v4/v5, section 3. Views returned live as long as the bytes under the reader.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"

namespace caskade::cql {

// An address as the server tells it, in text: "10.0.0.1" or "2001:db8::1".
struct InetAddress {
  std::string host;
  std::uint16_t port = 0;

  friend bool operator==(const InetAddress&, const InetAddress&) = default;
};

Result<std::string_view> read_string(ByteReader& reader);
Result<std::vector<std::string>> read_string_list(ByteReader& reader);
Result<std::multimap<std::string, std::string>> read_string_multimap(ByteReader& reader);
Result<Bytes> read_bytes(ByteReader& reader);  // null counts as empty
Result<Bytes> read_short_bytes(ByteReader& reader);
Result<std::map<std::string, Buffer>> read_bytes_map(ByteReader& reader);
Result<std::string> read_address(ByteReader& reader);  // [inetaddr]: without a port
Result<InetAddress> read_inet(ByteReader& reader);

// The caller keeps texts under the notation's limit (65535 bytes for all but the long string).
void write_string(ByteWriter& writer, std::string_view text);
void write_long_string(ByteWriter& writer, std::string_view text);
void write_string_list(ByteWriter& writer, const std::vector<std::string>& list);
void write_string_map(ByteWriter& writer, const std::vector<std::pair<std::string, std::string>>& map);
void write_bytes(ByteWriter& writer, Bytes bytes);
void write_short_bytes(ByteWriter& writer, Bytes bytes);

}  // namespace caskade::cql
