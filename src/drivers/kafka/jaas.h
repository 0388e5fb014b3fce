// The login that Java clients write as one JAAS line, read into a user and a password:
//   org.apache.kafka.common.security.scram.ScramLoginModule required username="alice" password="secret";
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/secret.h"

namespace caskade::kafka {

struct JaasLogin {
  std::string user;
  Secret password;
};

// Fails for modules other than PlainLoginModule and ScramLoginModule, by name. Errors never quote the line.
Result<JaasLogin> parse_jaas(std::string_view line);

}  // namespace caskade::kafka
