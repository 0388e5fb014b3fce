#include "core/config/key_info.h"

#include <fmt/format.h>

namespace caskade::config {

std::string_view name_of(Importance importance) {
  switch (importance) {
    case Importance::high:
      return "HIGH";
    case Importance::medium:
      return "MEDIUM";
    case Importance::low:
      return "LOW";
  }
  return "MEDIUM";
}

std::string_view name_of(Width width) {
  switch (width) {
    case Width::none:
      return "NONE";
    case Width::short_:
      return "SHORT";
    case Width::medium:
      return "MEDIUM";
    case Width::long_:
      return "LONG";
  }
  return "NONE";
}

Error to_error(std::span<const Problem> problems) {
  if (problems.size() == 1) return {Fault::config, problems.front().sentence};
  std::string what = fmt::format("{} settings are wrong:", problems.size());
  for (const Problem& problem : problems)
    what += "\n" + problem.sentence;
  return {Fault::config, std::move(what)};
}

}  // namespace caskade::config
