// The keys of Kafka's Java clients and what becomes of each: librdkafka's key and how the value is written
// there, or a notice why it means nothing here. One table, from
// org.apache.kafka.clients.producer.ProducerConfig of Kafka 4.1 and librdkafka 2.12's CONFIGURATION.md.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace caskade::kafka {

enum class ValueForm {
  text,        // as it is
  lower_case,  // Java takes any case
  flag,        // true or false in any case
  number,      // a whole number, moved into librdkafka's range
  kilobytes,   // bytes to kilobytes, rounded up
  for_ever,    // Java's largest int means for ever, which librdkafka writes as 0
  secret,      // as it is, and never shown
  elsewhere,   // depends on other keys; client_login.cc and producer_settings.cc look at it
  java_only,   // means nothing here; rdkafka holds the reason
};

struct ClientKey {
  std::string_view java;
  std::string_view rdkafka;
  ValueForm form = ValueForm::text;
  std::int64_t min = 0;
  std::int64_t max = 2147483647;
};

// Null for a key no Kafka client knows. The table lives for ever.
const ClientKey* find_client_key(std::string_view java);

// The known key that was probably meant.
std::optional<std::string_view> find_nearest_client_key(std::string_view java);

// The value as librdkafka wants it; not for elsewhere and java_only.
Result<std::string> convert_value(const ClientKey& key, const std::string& value);

}  // namespace caskade::kafka
