#include "flow/encode/json_encoder.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <utility>

#include "flow/encode/cell_fault.h"
#include "flow/encode/cell_text.h"
#include "flow/encode/decimal_text.h"
#include "flow/encode/json_plan.h"
#include "flow/encode/json_text.h"
#include "flow/encode/number_text.h"
#include "flow/encode/output.h"

namespace caskade::encode {
namespace {

// How much text with special characters is written at once.
constexpr std::size_t text_chunk = 4096;

template <std::size_t size>
char* put(char* out, const char (&literal)[size]) {
  std::memcpy(out, literal, size - 1);
  return out + size - 1;
}

// Copies whole blocks: out has room for one more than needed.
char* put_fragment(char* out, const char* text, Fragment fragment) {
  text += fragment.begin;
  if (fragment.length > 4 * fragment_block) {
    std::memcpy(out, text, fragment.length);
  } else {
    for (std::size_t i = 0; i < fragment.length; i += fragment_block)
      std::memcpy(out + i, text + i, fragment_block);
  }
  return out + fragment.length;
}

template <class Integer>
char* put_integer(char* out, Bytes cell) {
  return write_integer(out, load_big_endian<Integer>(cell.data()));
}

char* put_date(char* out, Bytes cell) {  // days since 1970, counted from 2^31
  return write_integer(out,
                       std::int64_t{load_big_endian<std::uint32_t>(cell.data())} - (std::int64_t{1} << 31));
}

template <class Floating, class Integer>
char* put_floating(char* out, Bytes cell) {
  const auto value = std::bit_cast<Floating>(load_big_endian<Integer>(cell.data()));
  return std::isfinite(value) ? write_floating(out, value)
                              : write_non_finite(out, static_cast<double>(value));
}

char* put_boolean(char* out, Bytes cell) {
  return cell[0] == std::byte{0} ? put(out, "false") : put(out, "true");
}

char* put_uuid(char* out, Bytes cell) {
  *out++ = '"';
  out = write_uuid(out, cell.data());
  *out++ = '"';
  return out;
}

CellFault put_inet(char*& out, Bytes cell) {
  if (cell.size() != 4 && cell.size() != 16) return CellFault::wrong_length;
  *out++ = '"';
  out = cell.size() == 4 ? write_inet4(out, cell.data()) : write_inet6(out, cell.data());
  *out++ = '"';
  return CellFault::none;
}

CellFault put_duration(char*& out, Bytes cell) {
  *out++ = '"';
  const CellFault fault = write_duration(out, cell);
  *out++ = '"';
  return fault;
}

// What is wrong with one cell of one row, as a sentence.
std::string_view describe(CellFault fault) {
  switch (fault) {
    case CellFault::none:
      return "nothing is wrong";
    case CellFault::wrong_length:
      return "is not the length of its type";
    case CellFault::not_utf8:
      return "is not UTF-8";
    case CellFault::needs_rounding:
      return "has more than 18 digits behind the point and would have to be rounded";
    case CellFault::too_large:
      return "has too large an exponent";
    case CellFault::too_long:
      return "is a longer number than can be written";
    case CellFault::malformed:
      return "is no value of its type";
  }
  return "is wrong";
}

class JsonEncoder final : public Encoder {
 public:
  JsonEncoder(ValueShape shape, JsonPlan plan) : shape_(std::move(shape)), plan_(std::move(plan)) {}

  Result<> encode(const Page& page, Messages& messages) override;
  const SharedColumns& columns() const override { return shape_.columns; }

 private:
  // Where and why a row ended early.
  struct Stop {
    std::size_t column = 0;
    CellFault fault = CellFault::none;  // none: the page ended before the cell did
    std::size_t cell_size = 0;
  };

  // Null when the row cannot be written; stop then tells why.
  char* write_row(char* out, CellCursor& cells, Output& output, Stop& stop);
  CellFault write_value(char*& out, const Step& step, Bytes cell, Output& output);
  CellFault write_varying(char*& out, Operation operation, Bytes cell, Output& output);
  CellFault write_text(char*& out, Bytes cell, Output& output);
  Error explain(const Stop& stop, std::uint32_t row) const;

  ValueShape shape_;
  JsonPlan plan_;
  WideInteger scratch_;
};

// A message longer than 4 GiB cannot come out of a page: a response has at most 256 MiB, of which text grows
// sixfold at most.
Result<> JsonEncoder::encode(const Page& page, Messages& messages) {
  if (page.columns() != shape_.columns && (!page.columns() || *page.columns() != *shape_.columns))
    return Error{Fault::bug,
                 fmt::format("a page of {}.{} came with other columns than its encoder was made for",
                             shape_.keyspace, shape_.table)};
  const std::size_t spans_before = messages.spans.size();
  Output output(messages.arena);
  CellCursor cells = page.cells();
  char* out = output.start();
  for (std::uint32_t row = 0; row < page.row_count(); ++row) {
    MessageSpan span;
    span.value_begin = output.offset(out);
    Stop stop;
    out = write_row(out, cells, output, stop);
    if (!out) {
      output.undo();
      messages.spans.resize(spans_before);
      return explain(stop, row);
    }
    span.value_length = static_cast<std::uint32_t>(output.offset(out) - span.value_begin);
    messages.spans.push_back(span);
  }
  output.finish(out);
  return {};
}

char* JsonEncoder::write_row(char* out, CellCursor& cells, Output& output, Stop& stop) {
  const char* text = plan_.text.data();
  out = output.room(out, plan_.fixed_max);
  for (const Step& step : plan_.steps) {
    const auto column = static_cast<std::size_t>(&step - plan_.steps.data());
    Cell cell;
    if (!cells.next(cell)) {
      stop = {column, CellFault::none, 0};
      return nullptr;
    }
    if (step.operation == Operation::skip) continue;
    out = put_fragment(out, text, step.before);
    if (!cell || (cell->empty() && step.empty_is_null)) {
      out = put(out, "null");
      continue;
    }
    if (const CellFault fault = write_value(out, step, *cell, output); fault != CellFault::none) {
      stop = {column, fault, cell->size()};
      return nullptr;
    }
  }
  return put_fragment(out, text, plan_.after);
}

CellFault JsonEncoder::write_value(char*& out, const Step& step, Bytes cell, Output& output) {
  if (step.width != 0 && cell.size() != step.width) return CellFault::wrong_length;
  switch (step.operation) {
    case Operation::skip:
      break;
    case Operation::text:
      return write_text(out, cell, output);
    case Operation::boolean:
      out = put_boolean(out, cell);
      break;
    case Operation::int8:
      out = put_integer<std::int8_t>(out, cell);
      break;
    case Operation::int16:
      out = put_integer<std::int16_t>(out, cell);
      break;
    case Operation::int32:
      out = put_integer<std::int32_t>(out, cell);
      break;
    case Operation::int64:
      out = put_integer<std::int64_t>(out, cell);
      break;
    case Operation::float32:
      out = put_floating<float, std::uint32_t>(out, cell);
      break;
    case Operation::float64:
      out = put_floating<double, std::uint64_t>(out, cell);
      break;
    case Operation::uuid:
      out = put_uuid(out, cell);
      break;
    case Operation::date:
      out = put_date(out, cell);
      break;
    case Operation::inet:
      return put_inet(out, cell);
    case Operation::duration:
      return put_duration(out, cell);
    case Operation::blob:
    case Operation::varint_base64:
    case Operation::varint_numeric:
    case Operation::decimal_base64:
    case Operation::decimal_numeric:
      return write_varying(out, step.operation, cell, output);
  }
  return CellFault::none;
}

CellFault JsonEncoder::write_varying(char*& out, Operation operation, Bytes cell, Output& output) {
  if (operation == Operation::blob || operation == Operation::varint_base64) {
    const Bytes bytes = operation == Operation::blob ? cell : shortest_twos_complement(cell);
    out = output.room(out, base64_size(bytes.size()) + 2 + plan_.fixed_max);
    *out++ = '"';
    out = write_base64(out, bytes);
    *out++ = '"';
    return CellFault::none;
  }
  if (cell.size() > wide_bytes_max) return CellFault::too_long;
  out = output.room(out, decimal_text_max(cell.size()) + plan_.fixed_max);
  if (operation == Operation::varint_numeric) return write_varint_digits(out, cell, scratch_);
  const bool is_numeric = operation == Operation::decimal_numeric;
  return write_decimal(out, cell, is_numeric ? DecimalForm::numeric : DecimalForm::base64, scratch_);
}

// Mostly one run of plain bytes; from the first other byte on in chunks, so that the room asked for stays
// small.
CellFault JsonEncoder::write_text(char*& out, Bytes cell, Output& output) {
  std::string_view text = as_text(cell);
  out = output.room(out, text.size() + 2 + plan_.fixed_max);
  *out++ = '"';
  const std::size_t plain = copy_plain(out, text);
  out += plain;
  text.remove_prefix(plain);
  while (!text.empty()) {
    const std::size_t chunk = std::min(text.size(), text_chunk);
    out = output.room(out, escaped_max(chunk) + 1 + plan_.fixed_max);
    const Escaped done = copy_escaped(out, text, chunk);
    if (!done.is_utf8) return CellFault::not_utf8;
    out += done.written;
    text.remove_prefix(done.read);
  }
  *out++ = '"';
  return CellFault::none;
}

Error JsonEncoder::explain(const Stop& stop, std::uint32_t row) const {
  const Column& column = (*shape_.columns)[stop.column];
  const std::string where = fmt::format("row {} of a page of {}.{}, column \"{}\" ({})", row + 1,
                                        shape_.keyspace, shape_.table, column.name, to_string(column.type));
  if (stop.fault == CellFault::none)
    return {Fault::data, fmt::format("{}: the page ends here; it was cut", where)};
  return {Fault::data,
          fmt::format("{}: a value of {} bytes {}", where, stop.cell_size, describe(stop.fault))};
}

}  // namespace

Result<std::unique_ptr<Encoder>> compile_json_encoder(const ValueShape& shape, const JsonConfig& config) {
  TRY(JsonPlan plan, compile_json_plan(shape, config));
  return std::unique_ptr<Encoder>(std::make_unique<JsonEncoder>(shape, std::move(plan)));
}

}  // namespace caskade::encode
