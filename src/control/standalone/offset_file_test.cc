#include "control/standalone/offset_file.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "core/base/time.h"

namespace caskade::standalone {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OffsetFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "caskade-offsets-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { fs::remove_all(directory_); }

  fs::path path() const { return directory_ / "connect.offsets"; }

  void put(std::string_view bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }
  void put(const JavaMap& map) const { put(as_text(encode_java_map(map).value())); }

  JavaMap on_disk() const {
    std::ifstream in(path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    return decode_java_map(as_bytes(bytes)).value();
  }

  std::unique_ptr<OffsetFile> opened() const { return OffsetFile::open(path()).value(); }

  fs::path directory_;
};

TEST_F(OffsetFileTest, begins_empty_and_remembers) {
  {
    auto file = opened();
    ConnectorOffsets offsets(*file, "orders");
    EXPECT_EQ(offsets.find(R"({"table":"a"})").value(), std::nullopt);
    ASSERT_TRUE(
        offsets.store({{R"({"table":"a"})", R"({"pass":1})"}, {R"({"table":"b"})", R"({"pass":2})"}}));
    EXPECT_FALSE(fs::exists(path().string() + ".tmp"));
  }
  auto file = opened();
  EXPECT_EQ(ConnectorOffsets(*file, "orders").find(R"({"table":"b"})").value(), R"({"pass":2})");
  EXPECT_EQ(ConnectorOffsets(*file, "other").find(R"({"table":"b"})").value(), std::nullopt);
  EXPECT_EQ(file->offsets_of("orders").size(), 2U);
  EXPECT_TRUE(file->offsets_of("order").empty());
}

TEST_F(OffsetFileTest, compares_content_and_keeps_the_bytes_of_keys) {
  const std::string key = R"(["orders",{"z":1, "a":"x"}])";
  put(JavaMap{{key, "{\"pass\":1}"}, {"not json", "kept"}, {R"(["gone",{}])", std::nullopt}});
  auto file = opened();
  ConnectorOffsets offsets(*file, "orders");
  EXPECT_EQ(offsets.find(R"({"a":"x","z":1})").value(), R"({"pass":1})");
  ASSERT_TRUE(offsets.store({{R"({"a":"x","z":1})", R"({"pass":2})"}}));
  EXPECT_THAT(on_disk(), testing::UnorderedElementsAre(JavaMapEntry{key, R"({"pass":2})"},
                                                       JavaMapEntry{"not json", "kept"},
                                                       JavaMapEntry{R"(["gone",{}])", std::nullopt}));
}

TEST_F(OffsetFileTest, removes_on_an_empty_offset_and_quotes_names) {
  auto file = opened();
  ConnectorOffsets offsets(*file, "my \"one\"");
  ASSERT_TRUE(offsets.store({{R"({"t":1})", "{}"}, {R"({"t":2})", "{}"}}));
  ASSERT_TRUE(offsets.store({{R"({"t":1})", ""}}));
  EXPECT_EQ(offsets.find(R"({"t":1})").value(), std::nullopt);
  EXPECT_EQ(on_disk(), (JavaMap{{R"(["my \"one\"",{"t":2}])", "{}"}}));
}

TEST_F(OffsetFileTest, stores_all_or_none) {
  auto file = opened();
  ConnectorOffsets offsets(*file, "c");
  EXPECT_FALSE(offsets.store({{R"({"t":1})", "{}"}, {"no json", "{}"}}));
  EXPECT_EQ(offsets.find(R"({"t":1})").value(), std::nullopt);
  fs::remove_all(directory_);
  const auto stored = offsets.store({{R"({"t":1})", "{}"}});
  ASSERT_FALSE(stored);
  EXPECT_THAT(stored.error().what, testing::AllOf(HasSubstr(path().string()), HasSubstr("No such file")));
  EXPECT_EQ(offsets.find(R"({"t":1})").value(), std::nullopt);
}

TEST_F(OffsetFileTest, says_what_is_wrong_with_a_file) {
  EXPECT_THAT(OffsetFile::open(directory_ / "no" / "file").error().what,
              testing::AllOf(HasSubstr((directory_ / "no").string()), HasSubstr("does not exist")));
  EXPECT_THAT(OffsetFile::open(directory_).error().what, HasSubstr("is not a file"));
  put("hello");
  EXPECT_THAT(OffsetFile::open(path()).error().what,
              testing::AllOf(HasSubstr(path().string()), HasSubstr("no offsets file")));
  put("");
  EXPECT_TRUE(OffsetFile::open(path()));
  put(JavaMap{{std::string(100'000, '['), "deep"},
              {std::string(50'000, '[') + std::string(50'000, ']'), "x"}});
  EXPECT_TRUE(OffsetFile::open(path()));
}

TEST_F(OffsetFileTest, follows_a_symbolic_link_and_keeps_permissions) {
  put("");
  fs::permissions(path(), fs::perms::owner_read | fs::perms::owner_write);
  const fs::path link = directory_ / "link";
  fs::create_symlink(path(), link);
  auto file = OffsetFile::open(link).value();
  ASSERT_TRUE(file->store("c", {{"{}", "{}"}}));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(on_disk().size(), 1U);
  EXPECT_EQ(fs::status(path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OffsetFileTest, serves_tasks_on_many_threads) {
  auto file = opened();
  {
    std::vector<std::jthread> tasks;
    for (int task = 0; task < 4; ++task)
      tasks.emplace_back([&file, task] {
        ConnectorOffsets offsets(*file, "c" + std::to_string(task));
        for (int i = 0; i < 20; ++i)
          EXPECT_TRUE(offsets.store({{"{\"i\":" + std::to_string(i) + "}", "{}"}}));
      });
  }
  EXPECT_EQ(opened()->offsets_of("c3").size(), 20U);
  EXPECT_EQ(on_disk().size(), 80U);
}

TEST_F(OffsetFileTest, is_whole_when_the_worker_is_killed) {
  for (int round = 0; round < 5; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto file = opened();
      for (int i = 0;; ++i) {
        const std::string offset = "{\"i\":" + std::to_string(i) + "}";
        if (!file->store("c", {{R"({"t":1})", offset}, {R"({"t":2})", offset}})) ::_exit(1);
      }
    }
    std::this_thread::sleep_for(milliseconds(30 + 7 * round));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    auto file = opened();
    EXPECT_EQ(file->find("c", R"({"t":1})").value(), file->find("c", R"({"t":2})").value());
  }
}

}  // namespace
}  // namespace caskade::standalone
