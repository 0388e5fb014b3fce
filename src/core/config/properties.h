// Java's .properties files, read byte for byte as java.util.Properties.load(InputStream) reads them (JDK 17),
// since that is how Kafka Connect reads worker and connector files: comments (# !), separators (= : blank),
// escapes, lines that go on after a backslash. Bytes are ISO-8859-1 there, so other letters need \uXXXX;
// values come out as UTF-8. The last of several equal keys wins.
#pragma once

#include "core/config/key_info.h"

namespace caskade::config {

// A configuration is typed by people; larger files are a mistake.
inline constexpr std::size_t most_config_bytes = std::size_t{1} << 20;
Result<> check_config_size(std::string_view text);

// Fails where Java fails (a malformed \uXXXX; the error names the line), and for files over the limit.
Result<Settings> parse_properties(std::string_view text);

}  // namespace caskade::config
