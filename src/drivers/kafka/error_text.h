// Kafka's error codes as errors a person can act on: what is wrong, in the words of the settings they can
// change, then the broker's own words. The table is in the .cc.
#pragma once

#include <librdkafka/rdkafka.h>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace caskade::kafka {

// subject is what it is about, such as "topic orders"; words are the broker's or librdkafka's, empty for the
// code's standard text.
Error to_error(rd_kafka_resp_err_t code, std::string_view subject, std::string_view words = {});

// Connection errors as librdkafka tells them, without its inner state: "127.0.0.1:1: Connection refused".
std::string to_plain_words(std::string_view librdkafka_words);

// Whether the code tells of a connection or a login, not of a message.
bool is_connection_error(rd_kafka_resp_err_t code);

}  // namespace caskade::kafka
