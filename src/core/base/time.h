// Points in time as Cassandra and Kafka count them: milliseconds since 1970-01-01T00:00:00Z, signed. Text
// forms are always UTC. The clock comes in through constructors, so that a test owns time.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace caskade {

using std::chrono::milliseconds;

// Milliseconds since the epoch; a duration, so that arithmetic stays simple.
using Timestamp = milliseconds;
using Clock = std::function<Timestamp()>;

// The system's clock.
Timestamp now_utc();

// Reads "2024-01-31 12:30:00.123Z" (Stream Reactor's offsets) and ISO-8601 "2024-01-31T12:30:00.123+02:00";
// date alone, and seconds or fraction left out, are fine. No zone means UTC. More than three fraction digits
// are cut.
Result<Timestamp> parse_timestamp(std::string_view text);

// "2024-01-31T12:30:00.123Z".
std::string to_iso8601(Timestamp time);

}  // namespace caskade
