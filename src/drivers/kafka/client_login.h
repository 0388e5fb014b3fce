// The part of a client's settings where several keys together say one thing: SASL login and TLS stores.
#pragma once

#include "drivers/kafka/producer_settings.h"

namespace caskade::kafka {

// Adds librdkafka's rows for sasl.* and the stores of ssl.*; fails for what cannot be honoured.
Result<> add_login(const Properties& java, RdKafkaSettings& settings);
Result<> add_tls(const Properties& java, RdKafkaSettings& settings);

}  // namespace caskade::kafka
