#include "flow/encode/converter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flow/encode/json_config.h"

namespace caskade::encode {
namespace {

using testing::HasSubstr;

TEST(MakeConverter, knows_json_under_all_its_names) {
  for (std::string_view name : {"org.apache.kafka.connect.json.JsonConverter", "JsonConverter", "Json"})
    EXPECT_TRUE(make_converter(name, {}, "value.converter.")) << name;
}

TEST(MakeConverter, names_what_there_is_when_it_has_no_such_class) {
  auto converter = make_converter("com.example.CsvConverter", {}, "value.converter.");
  ASSERT_FALSE(converter);
  EXPECT_EQ(converter.error().fault, Fault::config);
  EXPECT_EQ(converter.error().what,
            "there is no converter com.example.CsvConverter; there are: "
            "org.apache.kafka.connect.json.JsonConverter");
}

TEST(MakeConverter, names_every_setting_that_does_not_fit) {
  auto converter = make_converter(
      "JsonConverter", {{"value.converter.schemas.enable", "yes"}, {"value.converter.decimal.format", "HEX"}},
      "value.converter.");
  ASSERT_FALSE(converter);
  EXPECT_EQ(converter.error().fault, Fault::config);
  EXPECT_THAT(converter.error().what, HasSubstr("value.converter.schemas.enable"));
  EXPECT_THAT(converter.error().what, HasSubstr("value.converter.decimal.format"));
}

TEST(MakeConverter, makes_encoders) {
  auto converter =
      make_converter("JsonConverter", {{"value.converter.schemas.enable", "false"}}, "value.converter.")
          .value();
  ValueShape shape{"shop", "orders", nullptr, {}, {}};
  shape.columns = std::make_shared<const Columns>(Columns{{"shop", "orders", "id", {CqlKind::int_}}});
  auto encoder = converter->compile(shape).value();
  EXPECT_EQ(encoder->columns(), shape.columns);
  Page::Parts parts;
  parts.buffer = to_buffer(as_bytes(std::string_view("\0\0\0\4\0\0\0\7", 8)));
  parts.row_count = 1;
  parts.columns = shape.columns;
  Messages messages;
  ASSERT_TRUE(encoder->encode(Page(std::move(parts)), messages));
  EXPECT_EQ(messages.value(0), R"({"id":7})");
}

TEST(JsonTable, has_kafka_connects_defaults) {
  auto config = json_table().read({});
  ASSERT_TRUE(config);
  EXPECT_TRUE(config->schemas_enable);
  EXPECT_EQ(config->schemas_cache_size, 1000);
  EXPECT_EQ(config->decimal_format, DecimalFormat::base64);
  EXPECT_TRUE(config->replace_null_with_default);
}

TEST(JsonTable, reads_all_settings) {
  auto config = json_table().read({{"schemas.enable", "False"},
                                   {"schemas.cache.size", "10"},
                                   {"schema.content", "{}"},
                                   {"decimal.format", "numeric"},
                                   {"replace.null.with.default", "false"},
                                   {"converter.type", "value"}});
  ASSERT_TRUE(config);
  EXPECT_FALSE(config->schemas_enable);
  EXPECT_EQ(config->schemas_cache_size, 10);
  EXPECT_EQ(config->decimal_format, DecimalFormat::numeric);
  EXPECT_FALSE(config->replace_null_with_default);
}

}  // namespace
}  // namespace caskade::encode
