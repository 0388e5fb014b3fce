// A password or key. It can be used, but not printed by accident: fmt and streams have no way to show it,
// and to_string() gives stars (the text Kafka Connect itself shows for a PASSWORD).
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace caskade {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  // The real thing, for the call that needs it; do not keep or print it.
  std::string_view reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::string_view to_string() const { return "[hidden]"; }

  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  std::string text_;
};

}  // namespace caskade
