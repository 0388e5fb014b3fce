#include "control/standalone/offset_file_disk.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace caskade::standalone {
namespace {

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::string_view advice_for(int reason) {
  switch (reason) {
    case EACCES:
    case EPERM:
      return "; give the worker's user the right to write there";
    case ENOSPC:
    case EDQUOT:
      return "; make room on that disk";
    case EBUSY:
      return "; if the file itself is a mount point, mount its directory instead";
    case EROFS:
      return "; choose a directory that can be written";
    default:
      return "";
  }
}

// To be called before anything else can change errno.
Error failed(std::string_view action, const std::filesystem::path& path) {
  const int reason = errno;
  return {Fault::config,
          fmt::format("Cannot {} {}: {}{}", action, path.string(), std::generic_category().message(reason),
                      advice_for(reason)),
          true};
}

std::filesystem::path directory_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

Result<Buffer> nothing_if_directory_exists(const std::filesystem::path& path) {
  const auto directory = directory_of(path);
  struct stat about = {};
  if (::stat(directory.c_str(), &about) == 0 && S_ISDIR(about.st_mode)) return Buffer{};
  return Error{
      Fault::config,
      fmt::format("Cannot keep {}: its directory {} does not exist; create it or choose another file",
                  path.string(), directory.string())};
}

Result<> write_all(int file, Bytes content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("write", path);
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<> write_durably(const std::filesystem::path& path, Bytes content, mode_t mode) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!file.is_open()) return failed("create", path);
  TRY(write_all(file.get(), content, path));
  if (::fsync(file.get()) != 0) return failed("sync", path);
  return {};
}

Result<> sync_directory(const std::filesystem::path& path) {
  Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open()) return failed("open the directory", path);
  // EINVAL: a file system that has no such thing.
  if (::fsync(directory.get()) != 0 && errno != EINVAL) return failed("sync the directory", path);
  return {};
}

}  // namespace

Result<Buffer> read_whole_file(const std::filesystem::path& path, std::size_t limit) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open() && errno == ENOENT) return nothing_if_directory_exists(path);
  if (!file.is_open()) return failed("open", path);
  struct stat about = {};
  if (::fstat(file.get(), &about) != 0) return failed("read", path);
  if (!S_ISREG(about.st_mode))
    return Error{Fault::config, fmt::format("{} is not a file; choose another name", path.string())};
  if (static_cast<std::size_t>(about.st_size) > limit)
    return Error{Fault::config, fmt::format("{} has {} bytes, and the limit is {}; is it the right file?",
                                            path.string(), about.st_size, limit)};
  Buffer content(static_cast<std::size_t>(about.st_size));
  std::size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t got = ::read(file.get(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read", path);
    if (got == 0) break;  // somebody cut it meanwhile; the caller's parser will complain
    filled += static_cast<std::size_t>(got);
  }
  content.resize(filled);
  return content;
}

Result<> replace_file(const std::filesystem::path& path, Bytes content) {
  struct stat about = {};
  const bool replaces = ::stat(path.c_str(), &about) == 0;
  const std::filesystem::path temporary = path.string() + ".tmp";
  TRY(write_durably(temporary, content, 0644));
  if (replaces && ::chmod(temporary.c_str(), about.st_mode & 07777) != 0)
    return failed("set the permissions of", temporary);
  if (::rename(temporary.c_str(), path.c_str()) != 0) return failed("replace", path);
  return sync_directory(directory_of(path));
}

}  // namespace caskade::standalone
