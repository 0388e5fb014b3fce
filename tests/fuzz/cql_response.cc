// Any body under any header: a response or an error. The first byte chooses version, opcode and flags; pages
// are walked as their reader would.
#include <cstddef>
#include <cstdint>

#include "core/base/check.h"
#include "drivers/cql/wire/responses.h"

namespace {

using namespace caskade;
using namespace caskade::cql;

SharedColumns known_columns() {
  static const SharedColumns columns = std::make_shared<const Columns>(
      Columns{{"k", "t", "a", {CqlKind::int_}}, {"k", "t", "b", {CqlKind::blob}}});
  return columns;
}

void walk(const Page& page) {
  CellCursor cells = page.cells();
  Cell cell;
  std::size_t bytes = 0;
  for (std::uint64_t i = 0; i < std::uint64_t{page.row_count()} * page.columns()->size(); ++i) {
    if (!cells.next(cell)) return;
    if (cell && !cell->empty()) bytes += static_cast<std::size_t>(cell->back()) + cell->size();
  }
  CHECK(bytes <= page.size_bytes() * 256);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Bytes bytes = std::as_bytes(std::span(data, size)).subspan(2);
  const Header header{.version = static_cast<std::uint8_t>(data[0] & 1 ? 4 : 5),
                      .flags = static_cast<std::uint8_t>(data[0] & 0x0e),
                      .opcode = static_cast<Opcode>(data[1] % 0x12),
                      .body_length = static_cast<std::uint32_t>(bytes.size())};
  auto decoded = decode_response({header, to_buffer(bytes)}, data[0] & 0x10 ? known_columns() : nullptr);
  if (!decoded) {
    CHECK(!decoded.error().what.empty());
    return 0;
  }
  if (const auto* rows = std::get_if<Rows>(&decoded->response)) walk(rows->page);
  if (const auto* error = std::get_if<ServerError>(&decoded->response))
    CHECK(!error->to_error().what.empty());
  return 0;
}
