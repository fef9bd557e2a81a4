// GET /version: which Kubernetes this server speaks and which build it is.
//
// Thread: any. Source: k8s.io/apimachinery/pkg/version Info; apiserver/pkg/server/routes/version.go (indented JSON, always).
#pragma once

#include <string>
#include <string_view>

namespace pintle::api {

// The API that is served; clients choose what they may ask for by it.
inline constexpr std::string_view kMajor = "1";
inline constexpr std::string_view kMinor = "36";
inline constexpr std::string_view kMinCompatibilityMinor = "35";

// What is particular to a build.
struct BuildInfo {
  std::string_view git_version = "v1.36.6+pintle";  // semantic version; the patch is that of the modules whose types are served
  std::string_view git_commit;
  std::string_view git_tree_state = "clean";
  std::string_view build_date = "1970-01-01T00:00:00Z";  // upstream's own for a build that names none
  std::string_view go_version;                           // there is no Go in it
  std::string_view compiler = "clang";
  std::string_view platform = "linux/amd64";
};

// application/json
std::string version_json(const BuildInfo& build = {});

}  // namespace pintle::api
