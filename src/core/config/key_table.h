// Rows tied to the struct they fill: the declared type is the used type. A folder that wants settings
// declares a struct and a ConfigTable beside it; reading reports every problem at once. Order of rows =
// ConfigDef's.
//
//   const ConfigTable<CassandraConfig>& cassandra_table() {
//     static const ConfigTable<CassandraConfig> table{
//         {&CassandraConfig::port,
//          {.name = "connect.cassandra.port", .fallback = "9042", .check = between(1, 65535)}}};
//     return table;
//   }
//
// Field types: see FieldType; std::optional of one of them for a null default. A lambda that returns a
// reference into the struct works in place of a member pointer: `[](Config& c) -> int& { return c.a.b; }`.
#pragma once

#include <chrono>
#include <concepts>
#include <functional>
#include <initializer_list>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/base/secret.h"
#include "core/config/key_info.h"
#include "core/config/row.h"

namespace caskade::config {

// A class name; a type of its own because forms and validation treat it as CLASS.
struct ClassName {
  std::string text;
  friend bool operator==(const ClassName&, const ClassName&) = default;
};

// How a value becomes a field. Specialise it beside an enum of yours:
//   template <> struct FieldType<Consistency> {
//     static constexpr Type type = Type::string;
//     static Result<Consistency> from(const Value& value);  // the error is the end of a sentence, see Check
//   };
template <class T>
struct FieldType;

template <class T, Type its_type, class Stored>
struct PlainField {
  static constexpr Type type = its_type;
  static Result<T> from(const Value& value) { return T(std::get<Stored>(value)); }
};
template <>
struct FieldType<std::string> : PlainField<std::string, Type::string, std::string> {};
template <>
struct FieldType<int> : PlainField<int, Type::int_, std::int64_t> {};
template <>
struct FieldType<std::int64_t> : PlainField<std::int64_t, Type::long_, std::int64_t> {};
template <>
struct FieldType<bool> : PlainField<bool, Type::boolean, bool> {};
template <>
struct FieldType<double> : PlainField<double, Type::double_, double> {};
template <>
struct FieldType<Secret> : PlainField<Secret, Type::password, std::string> {};
template <>
struct FieldType<ClassName> : PlainField<ClassName, Type::class_, std::string> {};
template <>
struct FieldType<std::chrono::milliseconds>
    : PlainField<std::chrono::milliseconds, Type::long_, std::int64_t> {};
template <>
struct FieldType<std::vector<std::string>>
    : PlainField<std::vector<std::string>, Type::list, std::vector<std::string>> {};
template <class T>
struct FieldType<std::optional<T>> {
  static constexpr Type type = FieldType<T>::type;
  static Result<std::optional<T>> from(const Value& value) {
    TRY(T field, FieldType<T>::from(value));
    return std::optional<T>(std::move(field));
  }
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

// A row and the field it fills.
template <class Config>
struct Key {
  template <std::invocable<Config&> Field>
  Key(Field field, KeyInfo info) {
    using T = std::remove_cvref_t<std::invoke_result_t<Field, Config&>>;
    row.info = std::move(info);
    row.type = row.info.type.value_or(row.info.secret ? Type::password : FieldType<T>::type);
    row.info.secret = row.type == Type::password;
    row.nullable = is_optional<T>;
    row.fits = [](const Value& value) -> Result<> {
      TRY(FieldType<T>::from(value));
      return {};
    };
    fill = [field](Config& into, const Value& value) {
      if (auto read = FieldType<T>::from(value)) std::invoke(field, into) = *std::move(read);
    };
  }

  Row row;
  std::function<void(Config&, const Value&)> fill;
};

template <class Config>
class ConfigTable {
 public:
  ConfigTable(std::initializer_list<Key<Config>> keys) {
    for (const Key<Config>& key : keys) {
      rows_.push_back(key.row);
      rows_.back().order = static_cast<int>(rows_.size());
      fill_.push_back(key.fill);
    }
  }

  // The untyped view; lives as long as the table.
  Rows rows() const { return rows_; }

  // Reads what it can and says all that is wrong, so that several tables can be read before giving up. Fields
  // with a problem keep the struct's own value. With a prefix ("value.converter.") rows are looked up below
  // it.
  Config read(const Settings& settings, Findings& found, std::string_view prefix = {}) const {
    Config config{};
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (const auto value = read_row(rows_[i], settings, found, prefix)) fill_[i](config, *value);
    return config;
  }

  // One table alone; notices are dropped.
  Result<Config> read(const Settings& settings) const {
    Findings found;
    Config config = read(settings, found);
    if (!found.problems.empty()) return to_error(found.problems);
    return config;
  }

 private:
  std::vector<Row> rows_;
  std::vector<std::function<void(Config&, const Value&)>> fill_;
};

}  // namespace caskade::config
