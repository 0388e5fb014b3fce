#include "core/kcql/tree.h"

#include "core/base/text.h"

namespace caskade::kcql {

std::string Name::stored() const { return exact ? text : to_lower(text); }

std::string_view name_of(Mode mode) {
  switch (mode) {
    case Mode::bulk:
      return "BULK";
    case Mode::timestamp:
      return "TIMESTAMP";
    case Mode::timeuuid:
      return "TIMEUUID";
    case Mode::token:
      return "TOKEN";
    case Mode::dse_search_timestamp:
      return "DSESEARCHTIMESTAMP";
    case Mode::bucket_timeseries:
      return "BUCKETTIMESERIES";
  }
  return "";
}

std::string_view name_of(Format format) {
  switch (format) {
    case Format::json:
      return "JSON";
    case Format::avro:
      return "AVRO";
    case Format::protobuf:
      return "PROTOBUF";
    case Format::text:
      return "TEXT";
    case Format::binary:
      return "BINARY";
    case Format::object:
      return "OBJECT";
    case Format::map:
      return "MAP";
  }
  return "";
}

}  // namespace caskade::kcql
