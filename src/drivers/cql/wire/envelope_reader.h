// From the bytes of a connection to whole envelopes, the same for every framing (segment.h). Owned by one
// connection, on its loop. Bounded: one body (up to the limit given) and a staging area of staging_bytes.
//
// A long body is allocated once, when its header is known. Bare ones are then read straight into place:
//
//   CO_TRY(auto count, co_await stream.read_some(reader.writable()));
//   reader.commit(count);
//   while (true) { CO_TRY(auto envelope, reader.next()); if (!envelope) break; ... }
//
// An EnvelopeReader may be moved, not copied. After any Error the connection must be closed: the place in the
// stream is lost.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "drivers/cql/wire/segment.h"

namespace caskade::cql {

constexpr std::size_t staging_bytes = 256U << 10;  // holds any segment
static_assert(staging_bytes >= segment_bytes_max);

// Collects one envelope from pieces: its header, then a body allocated in one go.
class EnvelopeAssembly {
 public:
  explicit EnvelopeAssembly(std::size_t body_limit) : body_limit_(body_limit) {}

  // Takes what belongs to this envelope from the front of `bytes`; tells how much that was.
  Result<std::size_t> take_from(Bytes bytes);

  // The part of the body still missing; empty while the header is. Bytes put there are announced by filled().
  std::span<std::byte> gap() { return std::span(body_).subspan(body_filled_); }
  void filled(std::size_t count) { body_filled_ += count; }

  bool is_empty() const { return header_filled_ == 0; }
  bool is_complete() const { return header_filled_ == header_size && body_filled_ == body_.size(); }
  Envelope take();  // when complete; begins anew

 private:
  Result<> begin_body();

  std::size_t body_limit_;
  std::array<std::byte, header_size> raw_header_;
  std::size_t header_filled_ = 0;
  Header header_;
  Buffer body_;
  std::size_t body_filled_ = 0;
};

class EnvelopeReader {
 public:
  explicit EnvelopeReader(std::size_t body_limit = body_bytes_max);
  EnvelopeReader(EnvelopeReader&&) noexcept = default;
  EnvelopeReader& operator=(EnvelopeReader&&) noexcept = default;

  // What comes after the envelopes already returned is framed so. On v5 to be called when the answer to
  // STARTUP was returned and before the next read.
  void set_framing(Framing framing) { framing_ = framing; }

  // Where the next bytes of the connection belong; never empty. Only after next() had nothing more. Valid
  // until the next call of any function.
  std::span<std::byte> writable();
  // `count` bytes were put at the front of writable().
  void commit(std::size_t count);
  // The same by copying: everything the bytes complete, in order.
  Result<std::vector<Envelope>> feed(Bytes bytes);

  // The next whole envelope, or nothing until there are more bytes.
  Result<std::optional<Envelope>> next();

  // Whether the connection could end here without cutting a message short.
  bool is_between_envelopes() const;

 private:
  Result<bool> next_bare();
  Result<bool> next_from_segments();
  Result<bool> open_segment();
  Result<> inflate_payload();
  Bytes staged() const { return Bytes(staging_).subspan(staged_begin_, staged_end_ - staged_begin_); }

  std::size_t body_limit_;
  Framing framing_ = Framing::bare;
  EnvelopeAssembly assembly_;
  Buffer staging_;  // holds bytes of the connection between the two marks
  std::size_t staged_begin_ = 0;
  std::size_t staged_end_ = 0;
  bool reads_into_body_ = false;  // what writable() gave
  SegmentHeader segment_;         // the one being taken apart
  Bytes payload_;                 // what is left of it, in staging_ or inflated_
  Buffer inflated_;
};

}  // namespace caskade::cql
