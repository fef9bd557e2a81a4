#include "plugins/plugins.h"

namespace pintle::plugins {
namespace {

struct Row {
  std::string_view name;
  PluginPtr (*make)(const Parts& parts);
};

constexpr Row kRows[] = {
    {"DefaultTolerationSeconds", default_toleration_seconds},
    {"Priority", priority},
    {"ServiceAccount", service_account},
    {"StorageObjectInUseProtection", storage_object_in_use_protection},
};

}  // namespace

PluginPtr make(std::string_view name, const Parts& parts) {
  for (const Row& row : kRows)
    if (row.name == name) return row.make(parts);
  return nullptr;
}

}  // namespace pintle::plugins
