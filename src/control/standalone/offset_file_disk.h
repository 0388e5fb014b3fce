// Reading a small file whole, and replacing it so that a crash leaves the old or the new one, never half of
// one. Errors name the path and the system's reason. Blocks; called by OffsetFile with its mutex held.
#pragma once

#include <cstddef>
#include <filesystem>

#include "core/base/bytes.h"

namespace caskade::standalone {

// The content; empty if there is no such file. The directory must exist, and the file may not be larger than
// limit.
Result<Buffer> read_whole_file(const std::filesystem::path& path, std::size_t limit);

// Durable when it returns. Keeps the permissions of the file it replaces. The temporary file is path +
// ".tmp", so a crash leaves at most one behind, and the next call overwrites it.
Result<> replace_file(const std::filesystem::path& path, Bytes content);

}  // namespace caskade::standalone
