#include "drivers/kafka/client_login.h"

#include "core/base/text.h"
#include "drivers/kafka/jaas.h"

namespace caskade::kafka {
namespace {

// The value, empty when absent.
std::string_view value_of(const Properties& java, const std::string& key) {
  auto found = java.find(key);
  return found == java.end() ? std::string_view{} : trimmed(found->second);
}

Error config_error(std::string what) { return Error{Fault::config, std::move(what)}; }

// Java's stores are JKS unless the type says otherwise.
std::string store_type(const Properties& java, const std::string& store) {
  std::string type = to_upper(value_of(java, "ssl." + store + ".type"));
  return type.empty() ? "JKS" : type;
}

Error store_error(const std::string& store, const std::string& type, std::string_view convert) {
  return config_error("ssl." + store + ".location: caskade does not read " + type +
                      " stores for Kafka yet; " + std::string(convert) + " and set ssl." + store +
                      ".type=PEM");
}

Result<> add_truststore(const Properties& java, RdKafkaSettings& settings) {
  std::string_view location = value_of(java, "ssl.truststore.location");
  if (location.empty()) return {};
  std::string type = store_type(java, "truststore");
  if (type != "PEM")
    return store_error("truststore", type,
                       "write its certificates to a PEM file (keytool -list -rfc -keystore STORE > ca.pem)");
  settings.rows.push_back({"ssl.ca.location", std::string(location)});
  return {};
}

Result<> add_keystore(const Properties& java, RdKafkaSettings& settings) {
  std::string location(value_of(java, "ssl.keystore.location"));
  if (location.empty()) return {};
  std::string type = store_type(java, "keystore");
  if (type == "PEM") {  // one file with the key and the certificates, as Java wants it
    settings.rows.push_back({"ssl.key.location", location});
    settings.rows.push_back({"ssl.certificate.location", location});
    return {};
  }
  if (type != "PKCS12")
    return store_error("keystore", type, "write its key and certificates to one PEM file");
  settings.rows.push_back({"ssl.keystore.location", location});
  settings.rows.push_back(
      {"ssl.keystore.password", std::string(value_of(java, "ssl.keystore.password")), true});
  return {};
}

}  // namespace

Result<> add_login(const Properties& java, RdKafkaSettings& settings) {
  if (!to_upper(value_of(java, "security.protocol")).starts_with("SASL_")) return {};
  std::string mechanism = to_upper(value_of(java, "sasl.mechanism"));
  if (mechanism.empty() || mechanism == "GSSAPI")
    return config_error(
        "sasl.mechanism=GSSAPI (the default): this build has no Kerberos; use SCRAM-SHA-512, "
        "SCRAM-SHA-256 or PLAIN");
  if (mechanism != "PLAIN" && mechanism != "SCRAM-SHA-256" && mechanism != "SCRAM-SHA-512")
    return config_error("sasl.mechanism=" + mechanism + ": use SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN");
  std::string_view jaas = value_of(java, "sasl.jaas.config");
  if (jaas.empty())
    return config_error("sasl.jaas.config is missing: security.protocol=SASL_* needs a login");
  TRY(JaasLogin login, parse_jaas(jaas));
  settings.rows.push_back({"sasl.mechanism", mechanism});
  settings.rows.push_back({"sasl.username", login.user});
  settings.rows.push_back({"sasl.password", std::string(login.password.reveal()), true});
  return {};
}

Result<> add_tls(const Properties& java, RdKafkaSettings& settings) {
  std::string protocol = to_upper(value_of(java, "security.protocol"));
  if (protocol != "SSL" && protocol != "SASL_SSL") return {};
  TRY(add_truststore(java, settings));
  TRY(add_keystore(java, settings));
  if (auto algorithm = java.find("ssl.endpoint.identification.algorithm"); algorithm != java.end()) {
    bool none = trimmed(algorithm->second).empty();  // Java's way to switch it off
    settings.rows.push_back(
        {"ssl.endpoint.identification.algorithm", none ? "none" : to_lower(trimmed(algorithm->second))});
  }
  return {};
}

}  // namespace caskade::kafka
