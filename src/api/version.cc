#include "api/version.h"

#include <array>

#include "object/json.h"

namespace pintle::api {

std::string version_json(const BuildInfo& build) {
  struct Member {
    std::string_view name;
    std::string_view value;
  };
  const std::array members = {
      Member{"major", kMajor},
      Member{"minor", kMinor},
      Member{"emulationMajor", kMajor},
      Member{"emulationMinor", kMinor},
      Member{"minCompatibilityMajor", kMajor},
      Member{"minCompatibilityMinor", kMinCompatibilityMinor},
      Member{"gitVersion", build.git_version},
      Member{"gitCommit", build.git_commit},
      Member{"gitTreeState", build.git_tree_state},
      Member{"buildDate", build.build_date},
      Member{"goVersion", build.go_version},
      Member{"compiler", build.compiler},
      Member{"platform", build.platform},
  };
  std::string out;
  for (const Member& member : members) {
    out.append(out.empty() ? "{\n  \"" : ",\n  \"").append(member.name).append("\": ");
    object::append_json_string(member.value, out);
  }
  return out += "\n}";
}

}  // namespace pintle::api
