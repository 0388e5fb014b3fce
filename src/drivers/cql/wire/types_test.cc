#include "drivers/cql/wire/types.h"

#include "drivers/cql/wire/test_bytes.h"

namespace caskade::cql {
namespace {

std::string read(std::string_view text) {
  const Buffer bytes = hex(text);
  ByteReader reader(bytes);
  const auto type = decode_type(reader);
  if (!type) return "error";
  EXPECT_EQ(reader.left(), 0U);
  return to_string(*type);
}

std::string of_class(std::string name) {
  const std::string_view package = "org.apache.cassandra.db.marshal.";
  for (std::size_t at = 0; (at = name.find('@', at)) != name.npos;)
    name.replace(at, 1, package);
  return to_string(type_of_class(name));
}

TEST(Types, ReadsOptions) {
  EXPECT_EQ(read("0009"), "int");
  EXPECT_EQ(read("000a"), "text");
  EXPECT_EQ(read("0015"), "duration");
  EXPECT_EQ(read("0020 000d"), "list<text>");
  EXPECT_EQ(read("0021 000d 0022 0002"), "map<text, set<bigint>>");
  EXPECT_EQ(read("0031 0002 0009 000c"), "tuple<int, uuid>");
  EXPECT_EQ(read("0031 0000"), "tuple");
  EXPECT_EQ(read("0030 0002 6b73 0001 74 0001 0001 61 0009"), "ks.t");
  EXPECT_EQ(read("0000 0003 612e42"), "'a.B'");
}

TEST(Types, KeepsTheFieldsOfAUserType) {
  const Buffer bytes = hex("0030 0002 6b73 0001 74 0002 0001 61 0009 0001 62 0020 000d");
  ByteReader reader(bytes);
  const CqlType type = decode_type(reader).value();
  EXPECT_EQ(type.fields, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(to_string(type.parts[1]), "list<text>");
}

TEST(Types, RefusesWhatItCannotBound) {
  EXPECT_EQ(read("0016"), "error");
  EXPECT_EQ(read("0031 ffff"), "error");
  std::string deep, too_deep;
  for (int i = 0; i < type_depth_max; ++i)
    deep += "0020";
  EXPECT_NE(read(deep + "0009"), "error");
  EXPECT_EQ(read(deep + "0020 0009"), "error");
}

TEST(Types, RefusesEveryTruncation) {
  const Buffer bytes = hex("0021 000d 0030 0002 6b73 0001 74 0002 0001 61 0009 0001 62 0000 0003 612e42");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader reader(Bytes(bytes).first(size));
    EXPECT_FALSE(decode_type(reader)) << size;
  }
}

TEST(Types, ReadsClassNames) {
  EXPECT_EQ(of_class("@DurationType"), "duration");
  EXPECT_EQ(of_class("@VectorType(@FloatType , 3)"), "vector<float, 3>");
  EXPECT_EQ(of_class("@VectorType(@VectorType(@UTF8Type, 2), 3)"), "vector<vector<text, 2>, 3>");
  EXPECT_EQ(of_class("@ReversedType(@TimeUUIDType)"), "timeuuid");
  EXPECT_EQ(of_class("@FrozenType(@MapType(@UTF8Type,@ListType(@Int32Type)))"), "map<text, list<int>>");
  EXPECT_EQ(of_class("@TupleType(@LongType,@SetType(@UUIDType))"), "tuple<bigint, set<uuid>>");
  EXPECT_EQ(of_class("UTF8Type"), "text");
}

TEST(Types, ReadsUserTypesByClass) {
  const CqlType type = type_of_class(
      "org.apache.cassandra.db.marshal.UserType(ks,616464726573735f,"
      "7a6970:org.apache.cassandra.db.marshal.Int32Type,"
      "73:org.apache.cassandra.db.marshal.ListType(org.apache.cassandra.db.marshal.UTF8Type))");
  EXPECT_EQ(type.kind, CqlKind::udt);
  EXPECT_EQ(type.name, "ks.address_");
  EXPECT_EQ(type.fields, (std::vector<std::string>{"zip", "s"}));
  EXPECT_EQ(to_string(type.parts[1]), "list<text>");
}

TEST(Types, LeavesTheRestCustom) {
  for (const char* name :
       {"@EmptyType", "@CompositeType(@UTF8Type,@Int32Type)", "@DynamicCompositeType(a=>@BytesType)",
        "@PointType", "com.example.Own", "", "@VectorType(@FloatType)", "@VectorType(@FloatType , 0)",
        "@VectorType(@FloatType , x)", "@ListType()", "@MapType(@UTF8Type)", "@ListType(", "@ListType", "@)(",
        "@UserType(ks)", "@UserType(ks,6,61:@UTF8Type)", "@UserType(ks,61,zz:@UTF8Type)",
        "@UserType(ks,61,61)"})
    EXPECT_EQ(of_class(name).front(), '\'') << name;
}

TEST(Types, BoundsTheDepthOfClassNames) {
  std::string name;
  for (int i = 0; i < 20000; ++i)
    name += "org.apache.cassandra.db.marshal.ListType(";
  EXPECT_NO_FATAL_FAILURE(type_of_class(name));
  EXPECT_NO_FATAL_FAILURE(type_of_class(name + std::string(20000, ')')));
}

}  // namespace
}  // namespace caskade::cql
