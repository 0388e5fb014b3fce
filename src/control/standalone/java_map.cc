#include "control/standalone/java_map.h"

#include <bit>
#include <cstdint>
#include <fmt/format.h>
#include <string_view>

namespace caskade::standalone {
namespace {

using namespace std::string_view_literals;

// Type codes of java.io.ObjectStreamConstants.
enum class Code : std::uint8_t {
  null_reference = 0x70,  // TC_NULL
  reference = 0x71,       // TC_REFERENCE
  array = 0x75,           // TC_ARRAY
  block_data = 0x77,      // TC_BLOCKDATA
  end_block_data = 0x78,  // TC_ENDBLOCKDATA
};

// Magic AC ED, version 5; TC_OBJECT, TC_CLASSDESC, name, serialVersionUID 362498820763181265, flags
// SC_WRITE_METHOD | SC_SERIALIZABLE, two fields; TC_ENDBLOCKDATA and TC_NULL: no annotation, no superclass.
constexpr auto map_start =
    "\xAC\xED\0\x05"
    "sr\0\x11java.util.HashMap\x05\x07\xDA\xC1\xC3\x16\x60\xD1\x03\0\x02"
    "F\0\x0AloadFactorI\0\x09thresholdxp"sv;

// TC_CLASSDESC of byte[]: serialVersionUID ACF317F8060854E0, flags SC_SERIALIZABLE, no fields.
constexpr auto array_class = "r\0\x02[B\xAC\xF3\x17\xF8\x06\x08\x54\xE0\x02\0\0xp"sv;

// Java numbers what it writes, from this handle on: HashMap's class, the map, byte[]'s class, the arrays.
constexpr std::int32_t first_handle = 0x7E0000;
constexpr std::int32_t array_class_handle = first_handle + 2;
constexpr std::int32_t first_array_handle = first_handle + 3;

constexpr float load_factor = 0.75F;
constexpr std::int64_t smallest_capacity = 16;
constexpr std::size_t smallest_entry = 6;  // a key by handle is five bytes, a null value one

Error malformed(const ByteReader& reader, std::string_view what) {
  return {Fault::data, fmt::format("Not a Java map of byte arrays: {} at byte {}", what, reader.position())};
}

class Decoder {
 public:
  explicit Decoder(Bytes bytes) : reader_(bytes) {}

  Result<JavaMap> run() {
    TRY(expect(map_start, "the start is not that of a serialised java.util.HashMap"));
    TRY(reader_.take(sizeof(float) + sizeof(std::int32_t)));  // load factor, threshold: of no use here
    TRY(expect("\x77\x08"sv, "no block with capacity and size"));
    TRY(reader_.take(sizeof(std::int32_t)));  // capacity
    TRY(std::int32_t count, reader_.i32());
    if (count < 0 || static_cast<std::size_t>(count) > reader_.left() / smallest_entry)
      return malformed(reader_, fmt::format("impossible number of entries {}", count));
    JavaMap map;
    for (std::int32_t i = 0; i < count; ++i) {
      TRY(JavaMapEntry entry, next_entry());
      map.push_back(std::move(entry));
    }
    TRY(expect("\x78"sv, "no end of the map"));
    if (reader_.left() > 0) return malformed(reader_, "something follows the map");
    return map;
  }

 private:
  Result<> expect(std::string_view wanted, std::string_view complaint) {
    if (!as_text(reader_.rest()).starts_with(wanted)) return malformed(reader_, complaint);
    TRY(reader_.take(wanted.size()));
    return {};
  }

  Result<JavaMapEntry> next_entry() {
    TRY(std::optional<Bytes> key, next_bytes());
    if (!key) return malformed(reader_, "a null key");
    TRY(std::optional<Bytes> value, next_bytes());
    JavaMapEntry entry{std::string(as_text(*key)), std::nullopt};
    if (value) entry.value = std::string(as_text(*value));
    // One array may be referred to many times, so a small stream could unfold into a large map.
    held_ += entry.key.size() + (entry.value ? entry.value->size() : 0);
    if (held_ > max_java_map_bytes) return malformed(reader_, "more content than is allowed");
    return entry;
  }

  Result<std::optional<Bytes>> next_bytes() {
    TRY(std::uint8_t code, reader_.u8());
    switch (static_cast<Code>(code)) {
      case Code::null_reference:
        return std::optional<Bytes>();
      case Code::reference:
        return earlier_array();
      case Code::array:
        return new_array();
      case Code::block_data:
      case Code::end_block_data:
        break;
    }
    return malformed(reader_, fmt::format("unexpected type code 0x{:02x}", code));
  }

  Result<std::optional<Bytes>> earlier_array() {
    TRY(std::int32_t handle, reader_.i32());
    const std::int64_t index = std::int64_t{handle} - first_array_handle;
    if (index < 0 || index >= static_cast<std::int64_t>(arrays_.size()))
      return malformed(reader_, fmt::format("unknown handle 0x{:x}", static_cast<std::uint32_t>(handle)));
    return std::optional(arrays_[static_cast<std::size_t>(index)]);
  }

  Result<std::optional<Bytes>> new_array() {
    if (arrays_.empty()) {
      TRY(expect(array_class, "no class description of byte[]"));
    } else {
      TRY(expect("q"sv, "no reference to the class byte[]"));
      TRY(std::int32_t handle, reader_.i32());
      if (handle != array_class_handle) return malformed(reader_, "an array of another class");
    }
    TRY(std::int32_t length, reader_.i32());
    if (length < 0) return malformed(reader_, "a negative array length");
    TRY(Bytes bytes, reader_.take(static_cast<std::size_t>(length)));
    arrays_.push_back(bytes);
    return std::optional(bytes);
  }

  ByteReader reader_;
  std::vector<Bytes> arrays_;  // by handle, counted from first_array_handle
  std::size_t held_ = 0;
};

// The table size of a HashMap that grew one entry at a time.
std::int64_t capacity_for(std::size_t count) {
  std::int64_t capacity = smallest_capacity;
  while (static_cast<std::int64_t>(count) * 4 > capacity * 3)
    capacity *= 2;
  return capacity;
}

void write_array(ByteWriter& writer, std::string_view bytes, bool& class_written) {
  writer.u8(static_cast<std::uint8_t>(Code::array));
  if (class_written) {
    writer.u8(static_cast<std::uint8_t>(Code::reference));
    writer.i32(array_class_handle);
  } else {
    writer.raw(as_bytes(array_class));
    class_written = true;
  }
  writer.i32(static_cast<std::int32_t>(bytes.size()));
  writer.raw(as_bytes(bytes));
}

}  // namespace

Result<JavaMap> decode_java_map(Bytes bytes) {
  if (bytes.size() > max_java_map_bytes)
    return Error{Fault::data, fmt::format("Not a Java map we read: {} bytes, and the limit is {}",
                                          bytes.size(), max_java_map_bytes)};
  return Decoder(bytes).run();
}

Result<Buffer> encode_java_map(const JavaMap& map) {
  const std::int64_t capacity = capacity_for(map.size());
  ByteWriter writer;
  writer.raw(as_bytes(map_start));
  writer.integer(std::bit_cast<std::uint32_t>(load_factor));
  writer.i32(map.empty() ? 0 : static_cast<std::int32_t>(capacity / 4 * 3));
  writer.raw(as_bytes("\x77\x08"sv));
  writer.i32(static_cast<std::int32_t>(capacity));
  writer.i32(static_cast<std::int32_t>(map.size()));
  bool class_written = false;
  for (const JavaMapEntry& entry : map) {
    const std::size_t more = entry.key.size() + (entry.value ? entry.value->size() : 0);
    if (writer.size() + more > max_java_map_bytes - 64)
      return Error{Fault::data,
                   fmt::format("The map is larger than the limit of {} bytes", max_java_map_bytes)};
    write_array(writer, entry.key, class_written);
    if (entry.value)
      write_array(writer, *entry.value, class_written);
    else
      writer.u8(static_cast<std::uint8_t>(Code::null_reference));
  }
  writer.u8(static_cast<std::uint8_t>(Code::end_block_data));
  return writer.take();
}

}  // namespace caskade::standalone
