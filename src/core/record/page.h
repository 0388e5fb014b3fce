// A page of a CQL result, kept in the buffer it arrived in, and the walk over its rows. Nothing is decoded
// until somebody asks: a cell is a view on the page's bytes in Cassandra's own encoding. Move-only, owned by
// one stage at a time; views die with the page. Bounded by what one response may hold
// (caskade.read.buffer.bytes caps the sum).
//
// This is where a page becomes records: flow/encode walks it with a CellCursor and writes messages from it.
#pragma once

#include <memory>
#include <optional>

#include "core/base/bytes.h"
#include "core/record/cql_type.h"

namespace caskade {

struct Column {
  std::string keyspace;
  std::string table;
  std::string name;
  CqlType type;

  friend bool operator==(const Column&, const Column&) = default;
};

// The columns of one result shape. Shared (read only) by the prepared statement, every page read with it and
// the encoder compiled for it; a schema change makes a new one.
using Columns = std::vector<Column>;
using SharedColumns = std::shared_ptr<const Columns>;

// One cell: absent for NULL, else the value's bytes (possibly none) in Cassandra's encoding.
using Cell = std::optional<Bytes>;

// Walks the cells of a page from the first row on: [int length][bytes] each, length < 0 is NULL.
// The caller knows how many cells there are; every length is checked against the page.
class CellCursor {
 public:
  explicit CellCursor(Bytes rows) : at_(rows.data()), end_(rows.data() + rows.size()) {}

  // False when the page ends too early; the page is then malformed and must not be used further.
  bool next(Cell& cell) {
    if (end_ - at_ < 4) return false;
    const auto length = load_big_endian<std::int32_t>(at_);
    at_ += 4;
    if (length < 0) {
      cell.reset();
      return true;
    }
    if (end_ - at_ < length) return false;
    cell.emplace(at_, static_cast<std::size_t>(length));
    at_ += length;
    return true;
  }

 private:
  const std::byte* at_;
  const std::byte* end_;
};

class Page {
 public:
  struct Parts {
    Buffer buffer;               // the whole response body, as received (after decompression)
    std::size_t rows_begin = 0;  // where the first cell's length starts in buffer
    std::uint32_t row_count = 0;
    SharedColumns columns;
    Buffer paging_state;  // how to ask for the next page; empty when this is the last one
  };

  Page() = default;
  explicit Page(Parts parts) : parts_(std::move(parts)) {}
  Page(Page&&) noexcept = default;
  Page& operator=(Page&&) noexcept = default;

  std::uint32_t row_count() const { return parts_.row_count; }
  const SharedColumns& columns() const { return parts_.columns; }
  Bytes paging_state() const { return parts_.paging_state; }
  bool is_last() const { return parts_.paging_state.empty(); }
  std::size_t size_bytes() const { return parts_.buffer.capacity(); }

  CellCursor cells() const { return CellCursor(Bytes(parts_.buffer).subspan(parts_.rows_begin)); }

 private:
  Parts parts_;
};

}  // namespace caskade
