// What went wrong, as a value: a kind for the machine (who should react, and may it be tried again) and a
// sentence for the person who is woken at night. Context is added on the way up with because(); nothing is
// swallowed.
#pragma once

#include <string>
#include <string_view>

namespace caskade {

// Who is to blame decides what happens next; the one table that maps fault to policy is in flow/pipeline.
enum class Fault {
  config,   // the user must change a setting
  network,  // no connection, or it broke: back off and try again
  server,   // Cassandra or Kafka answered with an error
  data,     // a row that cannot be read or encoded
  stopped,  // we were asked to stop; not a failure
  bug,      // our own mistake, or a server that breaks its protocol
};

std::string_view name_of(Fault fault);

struct [[nodiscard]] Error {
  Fault fault = Fault::bug;
  std::string what;        // one sentence or more; never holds a secret
  bool retriable = false;  // the same call may succeed later

  // The same error, told from one level further up: "context: what".
  Error because(std::string_view context) &&;
};

}  // namespace caskade
