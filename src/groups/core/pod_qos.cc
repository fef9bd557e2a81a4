#include "groups/core/pod_qos.h"

#include <map>

#include "object/quantity.h"

namespace pintle::core {
namespace {

using Amounts = std::map<std::string_view, object::Quantity>;
using ResourceList = object::MapView<std::string_view>;

// Adds cpu and memory that are more than zero; how many of the two there were.
size_t add_compute(ResourceList list, Amounts& amounts) {
  size_t found = 0;
  for (auto [name, text] : list) {
    if (name != "cpu" && name != "memory") continue;
    const Result<object::Quantity> amount = object::Quantity::parse(text);
    if (!amount || amount->sign() <= 0) continue;
    ++found;
    amounts[name] += *amount;
  }
  return found;
}

struct Totals {
  Amounts requests;
  Amounts limits;
  bool limits_everywhere = true;

  void add(v1::ResourceRequirements resources) {
    add_compute(resources.requests(), requests);
    limits_everywhere = add_compute(resources.limits(), limits) == 2 && limits_everywhere;
  }
};

Totals totals_of(v1::PodSpec spec) {
  Totals totals;
  if (const v1::ResourceRequirements resources = spec.resources()) {
    add_compute(resources.requests(), totals.requests);
    if (!resources.limits().empty()) totals.limits_everywhere = add_compute(resources.limits(), totals.limits) == 2;
    return totals;
  }
  for (const v1::Container container : spec.containers()) totals.add(container.resources());
  for (const v1::Container container : spec.init_containers()) totals.add(container.resources());
  return totals;
}

}  // namespace

std::string_view compute_pod_qos(v1::PodSpec spec) {
  const Totals totals = totals_of(spec);
  if (totals.requests.empty() && totals.limits.empty()) return "BestEffort";
  return totals.limits_everywhere && totals.requests == totals.limits ? "Guaranteed" : "Burstable";
}

std::string_view pod_qos(v1::Pod pod) {
  const std::string_view stored = pod.status().qos_class();
  return stored.empty() ? compute_pod_qos(pod.spec()) : stored;
}

}  // namespace pintle::core
