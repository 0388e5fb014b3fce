// Keys that nobody reads: a slip of the pen gets the key that was probably meant, and a setting without a
// name (a known misprint of a vendor's page) gets the required keys that are missing.
#pragma once

#include "core/config/key_info.h"

namespace caskade::config {

// Everything that is read by somebody. Views must outlive the call only.
struct KnownKeys {
  std::vector<Rows> tables;                // names and aliases
  std::vector<std::string_view> exact;     // further names
  std::vector<std::string_view> prefixes;  // "transforms.", "producer.override."
};

struct UnknownKey {
  std::string key;
  std::optional<std::string> nearest;

  friend bool operator==(const UnknownKey&, const UnknownKey&) = default;
};

// In the order of the settings; the empty name is left to find_nameless.
std::vector<UnknownKey> find_unknown_keys(const Settings& settings, const KnownKeys& known);

// "connect.cassandra.prot is not a known key; is connect.cassandra.port meant?"
std::string to_notice(const UnknownKey& unknown);

// The problem with a setting whose name is "", if there is one. Its value is not shown: it may be a secret.
std::optional<Problem> find_nameless(const Settings& settings, std::span<const Rows> tables);

}  // namespace caskade::config
