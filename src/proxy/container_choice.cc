#include "proxy/container_choice.h"

#include "groups/core/container.h"

namespace pintle::proxy {

using core::v1::Container;

Result<std::string> choose_container(core::v1::Pod pod, std::string_view asked) {
  const std::string pod_name(pod.metadata().name());
  const auto spec = pod.spec();
  if (!asked.empty()) {
    const bool found = core::any_container(spec, [asked](Container container) { return container.name() == asked; });
    if (!found) return fail(Status::bad_request("container " + std::string(asked) + " is not valid for pod " + pod_name));
    return std::string(asked);
  }
  if (spec.containers().size() == 1) return std::string((*spec.containers().begin()).name());
  std::string message = "a container name must be specified for pod " + pod_name;
  if (spec.containers().empty()) return fail(Status::bad_request(message));
  std::string names;
  core::visit_containers(spec, [&names](Container container) { names.append(names.empty() ? "" : " ").append(container.name()); });
  return fail(Status::bad_request(message + ", choose one of: [" + names + "]"));
}

}  // namespace pintle::proxy
