#include "object/test_vectors.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace pintle::object {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "test vectors: " << why << "\n";
  std::exit(1);
}

std::string output_of(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) give_up("cannot run " + command);
  std::string output;
  char buffer[4096];
  for (size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, n);
  if (pclose(pipe) != 0) give_up("failed: " + command);
  output.erase(output.find_last_not_of('\n') + 1);
  return output;
}

fs::path module_directory(const std::string& module) {
  const std::string here = std::string("cd '") + PINTLE_SOURCE_DIR + "/tools/schemagen' && ";
  output_of(here + "go mod download " + module);
  return output_of(here + "go list -m -f '{{.Dir}}' " + module);
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string read_after(const fs::path& stem, const std::string& extension) {
  fs::path after = stem.string() + ".after_roundtrip" + extension;
  return read(fs::exists(after) ? after : fs::path(stem.string() + extension));
}

// "admissionregistration.k8s.io.v1.ValidatingWebhookConfiguration"
TestVector load(const fs::path& stem) {
  std::string name = stem.filename().string();
  size_t kind_dot = name.rfind('.');
  size_t version_dot = name.rfind('.', kind_dot - 1);
  std::string group = name.substr(0, version_dot);
  std::string version = name.substr(version_dot + 1, kind_dot - version_dot - 1);
  if (group == "core") group.clear();
  TestVector vector = {.name = stem.parent_path().filename().string() + "/" + name,
                       .api_version = group.empty() ? version : group + "/" + version,
                       .kind = name.substr(kind_dot + 1)};
  vector.type = schema::find_builtin_kind(group, version, vector.kind);
  vector.json = read(stem.string() + ".json");
  vector.yaml = read(stem.string() + ".yaml");
  vector.protobuf = read(stem.string() + ".pb");
  vector.json_after = read_after(stem, ".json");
  vector.yaml_after = read_after(stem, ".yaml");
  vector.protobuf_after = read_after(stem, ".pb");
  return vector;
}

std::vector<TestVector> load_all() {
  std::vector<TestVector> vectors;
  for (const fs::path& root :
       {module_directory("k8s.io/api") / "testdata", module_directory("k8s.io/apiextensions-apiserver") / "pkg/apis/testdata"}) {
    if (!fs::exists(root)) give_up("no " + root.string());
    for (const auto& file : fs::recursive_directory_iterator(root)) {
      fs::path path = file.path();
      bool is_after = path.stem().extension() == ".after_roundtrip";
      if (path.extension() != ".pb" || is_after) continue;
      TestVector vector = load(path.parent_path() / path.stem());
      // Kinds that this release no longer has are in the older folders.
      if (vector.type || vector.name.starts_with("HEAD/")) vectors.push_back(std::move(vector));
    }
  }
  std::ranges::sort(vectors, {}, &TestVector::name);
  return vectors;
}

}  // namespace

const std::vector<TestVector>& test_vectors() {
  static const std::vector<TestVector> vectors = load_all();
  return vectors;
}

}  // namespace pintle::object
