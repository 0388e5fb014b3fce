#include "drivers/kafka/jaas.h"

#include <map>

#include "core/base/text.h"

namespace caskade::kafka {
namespace {

constexpr std::string_view form =
    R"(write it as: org.apache.kafka.common.security.scram.ScramLoginModule required username="..." password="...";)";

Error jaas_error(std::string_view what) {
  return Error{Fault::config, "sasl.jaas.config: " + std::string(what) + "; " + std::string(form)};
}

// Reads words, '=' and quoted texts, with Java's backslash escapes inside quotes.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  std::string_view word() {
    skip_blanks();
    auto end = text_.find_first_of(" \t\r\n=;", at_);
    auto found = text_.substr(at_, end == text_.npos ? end : end - at_);
    at_ += found.size();
    return found;
  }
  bool take(char mark) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != mark) return false;
    ++at_;
    return true;
  }
  Result<std::string> value() {
    if (!take('"')) return std::string(word());
    std::string out;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_++];
    }
    if (!take('"')) return jaas_error("a quoted value has no end");
    return out;
  }
  bool at_end() {
    skip_blanks();
    return at_ >= text_.size() || text_[at_] == ';';
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Result<std::map<std::string, std::string>> parse_options(Words& words) {
  std::map<std::string, std::string> options;
  while (!words.at_end()) {
    std::string key(words.word());
    if (key.empty() || !words.take('=')) return jaas_error("an option is not written as name=\"value\"");
    TRY(options[key], words.value());
  }
  return options;
}

}  // namespace

Result<JaasLogin> parse_jaas(std::string_view line) {
  Words words(line);
  std::string_view module = words.word();
  if (!module.ends_with("PlainLoginModule") && !module.ends_with("ScramLoginModule"))
    return jaas_error(
        "caskade logs in by PlainLoginModule and ScramLoginModule" +
        // Only what is surely a class name is quoted: the line may be a password in the wrong place.
        (module.ends_with("LoginModule") ? ", not by " + std::string(module) : std::string()));
  words.word();  // required
  TRY(auto options, parse_options(words));
  if (!options.contains("username") || !options.contains("password"))
    return jaas_error("username or password is missing");
  return JaasLogin{options["username"], Secret(std::move(options["password"]))};
}

}  // namespace caskade::kafka
