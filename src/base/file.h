// Whole files: read at once, written so that after a crash each is the old one or the new one, never a part.
//
//   PINTLE_TRY(std::string text, read_file("/etc/tokens.csv"));
//   PINTLE_TRY_VOID(write_files({{"pki/ca.crt", pem, 0644}, {"pki/ca.key", key, 0600}}));
//
// Errors: 503, the world's fault, worded as Go words them: `open /x: no such file or directory`.
// Thread: any. These calls block on the disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle {

inline constexpr size_t kFileBytesMax = 64 << 20;  // a configuration or key file is far smaller

struct FileContent {
  std::string path;
  std::string bytes;
  uint32_t mode = 0600;  // the file never has a wider one, not even while it is written
};

Result<std::string> read_file(const std::string& path);
bool file_exists(const std::string& path);
// Folders that are missing on the way are made with mode 0700. Durable on return: the files are synced together, then put in
// place, then their folders are synced. A file that is there already with these bytes and this mode is left alone.
Result<void> write_files(std::span<const FileContent> files);

}  // namespace pintle
