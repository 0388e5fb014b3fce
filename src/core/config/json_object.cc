#include "core/config/json_object.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "core/config/properties.h"

namespace caskade::config {
namespace {

using Json = nlohmann::json;

// Where the character before `at` stands; at counts the characters read.
std::string place_of(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, std::min(at == 0 ? 0 : at - 1, text.size()));
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 = 0
  return fmt::format("line {}, column {}", std::ranges::count(before, '\n') + 1,
                     before.size() - line_begin + 1);
}

// The part of nlohmann's message that says what is wrong, without the text it quotes.
std::string_view cause_of(std::string_view message) {
  const std::size_t dash = message.find(" - ");
  if (dash == std::string_view::npos) return "a number is out of range";
  message.remove_prefix(dash + 3);
  return message.substr(0, message.find("; last read"));
}

// Follows nlohmann's parser. Depth 1 is the outer object, 2 an object or list in it. Returning false ends it.
class Collector : public Json::json_sax_t {
 public:
  explicit Collector(std::string_view text) : text_(text) {}

  std::vector<JsonEntry> entries;
  std::optional<Error> error;

  bool null() override { return add(JsonKind::null); }
  bool boolean(bool value) override { return add(JsonKind::text, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return add(JsonKind::text, std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    return add(JsonKind::text, std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& as_written) override {
    return add(JsonKind::text, as_written);
  }
  bool string(string_t& value) override { return add(JsonKind::text, std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return enter(JsonKind::object); }
  bool end_object() override { return --depth_, true; }
  bool start_array(std::size_t) override { return enter(JsonKind::list); }
  bool end_array() override { return --depth_, true; }

  bool key(string_t& name) override {
    if (depth_ > 2 || (depth_ == 2 && !in_object_)) return true;
    (depth_ == 1 ? outer_ : inner_) = name;
    if (seen_.emplace(outer_, depth_ == 1 ? std::nullopt : std::optional(inner_)).second) return true;
    return fail(fmt::format("the key \"{}\" is in the JSON twice", name));
  }
  bool parse_error(std::size_t at, const std::string&, const Json::exception& cause) override {
    return fail(fmt::format("the JSON is broken at {}: {}", place_of(text_, at), cause_of(cause.what())));
  }

 private:
  bool enter(JsonKind kind) {
    if (depth_ == 0 && kind == JsonKind::object) return ++depth_, true;
    if (depth_ == 1) in_object_ = kind == JsonKind::object;
    return add(kind) && (++depth_, true);
  }
  bool add(JsonKind kind, std::string text = {}) {
    if (depth_ == 0) return fail("the JSON is not an object of settings");
    if (depth_ == 1) entries.push_back({outer_, std::nullopt, kind, std::move(text)});
    if (depth_ == 2 && in_object_) entries.push_back({outer_, inner_, kind, std::move(text)});
    return true;
  }
  bool fail(std::string what) {
    error = Error{Fault::config, std::move(what)};
    return false;
  }

  std::string_view text_;
  std::string outer_, inner_;
  std::set<std::pair<std::string, std::optional<std::string>>> seen_;
  int depth_ = 0;
  bool in_object_ = false;  // whether what was entered at depth 1 is an object
};

}  // namespace

Result<std::vector<JsonEntry>> parse_json_entries(std::string_view text) {
  TRY(check_config_size(text));
  Collector collector(text);
  if (Json::sax_parse(text.begin(), text.end(), &collector)) return std::move(collector.entries);
  if (collector.error) return *std::move(collector.error);
  return Error{Fault::config, "the JSON is broken"};
}

}  // namespace caskade::config
