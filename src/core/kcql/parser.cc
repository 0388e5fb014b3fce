#include "core/kcql/parser.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kcql/lenient.h"
#include "core/kcql/source.h"
#include "core/kcql/strict.h"

namespace caskade::kcql {

Result<std::vector<Statement>> parse_kcql(std::string_view text, ParseOptions options) {
  if (text.size() > text_bytes_max)
    return Error{Fault::config,
                 fmt::format("{} has {} bytes; it may have {}", options.source, text.size(), text_bytes_max)};
  if (!is_utf8(text)) return Error{Fault::config, fmt::format("{} is not UTF-8 text", options.source)};
  const Source source{options.source, text};
  return options.lenient ? parse_lenient(source) : parse_strict(source);
}

Error error_at(std::string_view text, Position at, std::string_view sentence, ParseOptions options) {
  return Source{options.source, text}.error(at, sentence);
}

}  // namespace caskade::kcql
