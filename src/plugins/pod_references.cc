#include "plugins/pod_references.h"

#include "groups/core/pod_references.h"

namespace pintle::plugins {

bool names_secret(core::v1::PodSpec spec) {
  bool found = false;
  core::visit_secret_names(spec, [&](std::string_view) { found = true; });
  return found;
}

bool names_config_map(core::v1::PodSpec spec) {
  bool found = false;
  core::visit_config_map_names(spec, [&](std::string_view) { found = true; });
  return found;
}

}  // namespace pintle::plugins
