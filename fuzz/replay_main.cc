// Runs a fuzz target over a committed corpus, once for each file: what was found stays found, on every build.
//
//   fuzz_csv fuzz/corpus/csv [more files or folders]
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

size_t run_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  return 1;
}

size_t run(const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path)) return run_file(path);
  size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) files += run_file(entry.path());
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  size_t files = 0;
  for (int i = 1; i < argc; ++i) files += run(argv[i]);
  std::printf("%zu inputs\n", files);
  return files > 0 ? 0 : 1;  // an empty corpus proves nothing
}
