// For the tests of this folder: bytes from hexadecimal text, and messages as a server would send them.
#pragma once

#include <gtest/gtest.h>

#include "drivers/cql/wire/header.h"
#include "drivers/cql/wire/notation.h"

namespace caskade::cql {

// "0a ff" as bytes; blanks are ignored.
inline Buffer hex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Buffer bytes;
  int high = -1;
  for (char c : text) {
    if (c == ' ' || c == '\n') continue;
    if (high >= 0) bytes.push_back(static_cast<std::byte>(high << 4 | digit(c)));
    high = high >= 0 ? -1 : digit(c);
  }
  return bytes;
}

inline Buffer joined(std::initializer_list<Buffer> parts) {
  Buffer all;
  for (const Buffer& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

// A body of `size` bytes that looks random, the same for the same seed; LZ4 cannot shrink it.
inline Buffer noise(std::size_t size, std::uint32_t seed = 1) {
  Buffer bytes(size);
  for (std::byte& byte : bytes)
    byte = static_cast<std::byte>((seed = seed * 1664525 + 1013904223) >> 24);
  return bytes;
}

struct Answer {
  Opcode opcode = Opcode::result;
  StreamId stream = 1;
  std::uint8_t version = 5;
  std::uint8_t flags = 0;
};

inline Envelope envelope(Answer answer, Buffer body) {
  return {
      {answer.version, answer.flags, answer.stream, answer.opcode, static_cast<std::uint32_t>(body.size())},
      std::move(body)};
}

// The same as bytes on the wire.
inline Buffer on_wire(Answer answer, Bytes body) {
  ByteWriter writer;
  writer.u8(0x80 | answer.version);
  writer.u8(answer.flags);
  writer.integer(answer.stream);
  writer.u8(static_cast<std::uint8_t>(answer.opcode));
  write_bytes(writer, body);
  return writer.take();
}

}  // namespace caskade::cql
