#include "groups/workload_name.h"

#include "object/validation.h"

namespace pintle::groups {

void pod_name_warnings(std::string_view name, std::vector<std::string>& warnings) {
  const object::Messages faults = object::is_dns1123_label(name);
  if (faults.empty()) return;
  std::string text;
  for (const std::string& fault : faults) text.append(text.empty() ? "" : " ").append(fault);
  warnings.push_back(
      "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [" +
      text + "]");
}

}  // namespace pintle::groups
