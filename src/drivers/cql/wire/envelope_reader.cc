#include "drivers/cql/wire/envelope_reader.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <utility>

#include "core/base/check.h"
#include "drivers/cql/wire/lz4.h"

namespace caskade::cql {
namespace {

// From here on a missing rest of a body is read straight into place; less is cheaper through the staging
// area, which may catch the next message too.
constexpr std::size_t direct_read_min = 32U << 10;

Error torn(std::string_view how) {
  return {Fault::bug, fmt::format("the server breaks the protocol: {}", how)};
}

}  // namespace

Result<std::size_t> EnvelopeAssembly::take_from(Bytes bytes) {
  std::size_t taken = 0;
  if (header_filled_ < header_size) {
    taken = std::min(header_size - header_filled_, bytes.size());
    std::copy_n(bytes.begin(), taken, raw_header_.begin() + static_cast<std::ptrdiff_t>(header_filled_));
    header_filled_ += taken;
    if (header_filled_ < header_size) return taken;
    TRY(begin_body());
  }
  const Bytes mine = bytes.subspan(taken, std::min(bytes.size() - taken, gap().size()));
  std::copy(mine.begin(), mine.end(), gap().begin());
  filled(mine.size());
  return taken + mine.size();
}

Result<> EnvelopeAssembly::begin_body() {
  TRY(header_, decode_header(raw_header_));
  if (header_.body_length > body_limit_)
    return Error{Fault::server,
                 fmt::format("a message of {} bytes is over the limit of {}; ask for smaller pages",
                             header_.body_length, body_limit_)};
  body_ = Buffer(header_.body_length);
  body_filled_ = 0;
  return {};
}

Envelope EnvelopeAssembly::take() {
  CHECK(is_complete());
  header_filled_ = 0;
  body_filled_ = 0;
  return {header_, std::exchange(body_, {})};
}

EnvelopeReader::EnvelopeReader(std::size_t body_limit)
    : body_limit_(body_limit), assembly_(body_limit), staging_(staging_bytes) {}

std::span<std::byte> EnvelopeReader::writable() {
  CHECK(payload_.empty());
  if (staged_begin_ == staged_end_) {
    staged_begin_ = staged_end_ = 0;
    reads_into_body_ = !has_segments(framing_) && assembly_.gap().size() >= direct_read_min;
    if (reads_into_body_) return assembly_.gap();
  } else if (staged_begin_ > 0 && staged_end_ > staging_.size() / 2) {
    std::memmove(staging_.data(), staged().data(), staged().size());
    staged_end_ -= staged_begin_;
    staged_begin_ = 0;
  }
  return std::span(staging_).subspan(staged_end_);
}

void EnvelopeReader::commit(std::size_t count) {
  if (std::exchange(reads_into_body_, false)) {
    CHECK(count <= assembly_.gap().size());
    assembly_.filled(count);
  } else {
    CHECK(count <= staging_.size() - staged_end_);
    staged_end_ += count;
  }
}

Result<std::vector<Envelope>> EnvelopeReader::feed(Bytes bytes) {
  std::vector<Envelope> envelopes;
  do {
    const auto room = writable();
    const Bytes now = bytes.first(std::min(bytes.size(), room.size()));
    std::copy(now.begin(), now.end(), room.begin());
    commit(now.size());
    bytes = bytes.subspan(now.size());
    while (true) {
      TRY(auto envelope, next());
      if (!envelope) break;
      envelopes.push_back(*std::move(envelope));
    }
  } while (!bytes.empty());
  return envelopes;
}

Result<std::optional<Envelope>> EnvelopeReader::next() {
  TRY(const bool is_there, has_segments(framing_) ? next_from_segments() : next_bare());
  if (!is_there) return std::nullopt;
  Envelope envelope = assembly_.take();
  const bool is_compressed = envelope.header.flags & header_flag::compressed;
  if (!is_compressed || has_segments(framing_)) return envelope;
  if (framing_ != Framing::bare_lz4) return torn("a compressed message, though none were agreed");
  TRY(envelope.body, decompress_body(envelope.body, body_limit_));
  return envelope;
}

Result<bool> EnvelopeReader::next_bare() {
  TRY(const auto taken, assembly_.take_from(staged()));
  staged_begin_ += taken;
  return assembly_.is_complete();
}

Result<bool> EnvelopeReader::next_from_segments() {
  while (true) {
    if (payload_.empty()) {
      TRY(const bool is_open, open_segment());
      if (!is_open) return false;
    }
    TRY(const auto taken, assembly_.take_from(payload_));
    payload_ = payload_.subspan(taken);
    if (assembly_.is_complete()) {
      if (!segment_.is_self_contained && !payload_.empty())
        return torn("more in a segment than the rest of its message");
      return true;
    }
    if (segment_.is_self_contained && !assembly_.is_empty())
      return torn("a self-contained segment ends within a message");
  }
}

// Checks the next segment once it is staged as a whole, and makes its payload the one to take from.
Result<bool> EnvelopeReader::open_segment() {
  const std::size_t begin = segment_header_size(framing_);
  if (staged().size() < begin) return false;
  TRY(segment_, decode_segment_header(framing_, staged()));
  const std::size_t size = begin + segment_.payload_length + segment_trailer_size;
  if (staged().size() < size) return false;
  payload_ = staged().subspan(begin, segment_.payload_length);
  TRY(check_segment_payload(payload_, staged().first(size).last<segment_trailer_size>()));
  staged_begin_ += size;
  if (segment_.is_self_contained && !assembly_.is_empty())
    return torn("a self-contained segment within a message cut over several");
  if (segment_.plain_length > 0) TRY(inflate_payload());
  return true;
}

// A piece of a long body is decompressed straight into its place, all else into inflated_.
Result<> EnvelopeReader::inflate_payload() {
  const std::size_t length = segment_.plain_length;
  const Bytes block = std::exchange(payload_, {});
  if (!segment_.is_self_contained && length <= assembly_.gap().size()) {
    TRY(decompress_lz4(block, assembly_.gap().first(length)));
    assembly_.filled(length);
    return {};
  }
  inflated_.resize(length);
  TRY(decompress_lz4(block, inflated_));
  payload_ = inflated_;
  return {};
}

bool EnvelopeReader::is_between_envelopes() const {
  return assembly_.is_empty() && payload_.empty() && staged_begin_ == staged_end_;
}

}  // namespace caskade::cql
