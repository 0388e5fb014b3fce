// The text forms of values that become strings: uuid, inet, duration, and base64 of blobs. Each function
// writes at out, where there is room for the named maximum; quotes are the caller's.
#pragma once

#include "core/base/bytes.h"
#include "flow/encode/cell_fault.h"

namespace caskade::encode {

inline constexpr std::size_t uuid_text_size = 36;
// "123e4567-e89b-12d3-a456-426614174000" from 16 bytes.
char* write_uuid(char* out, const std::byte* bytes);

inline constexpr std::size_t inet_text_max = 45;
// "10.0.0.1" from 4 bytes; from 16 the form of RFC 5952: "2001:db8::1", and "::ffff:10.0.0.1" for IPv4 in
// IPv6.
char* write_inet4(char* out, const std::byte* bytes);
char* write_inet6(char* out, const std::byte* bytes);

inline constexpr std::size_t duration_text_max = 96;
// "1y2mo3d4h5m6s7ms8us9ns" with a "-" in front when negative, parts that are 0 left out, as Cassandra prints
// it; nothing at all for the empty duration. The cell holds three vints: months, days, nanoseconds.
CellFault write_duration(char*& out, Bytes cell);

constexpr std::size_t base64_size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }
char* write_base64(char* out, Bytes bytes);

}  // namespace caskade::encode
