// What Services use: themselves, load balancers and node ports. Source: pkg/quota/v1/evaluator/core/services.go.
#include "plugins/quota/evaluator.h"
#include "views/core_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using core::v1::ServiceSpec;
using object::Quantity;

// Those that it asks for: they are not given out yet.
int64_t node_ports(ServiceSpec spec) {
  const auto ports = static_cast<int64_t>(spec.ports().size());
  if (spec.type() == "NodePort") return ports;
  if (spec.type() != "LoadBalancer") return 0;
  if (spec.allocate_load_balancer_node_ports().value_or(true)) return ports;
  int64_t chosen = 0;
  for (const core::v1::ServicePort port : spec.ports()) chosen += port.node_port() != 0;
  return chosen;
}

class ServiceEvaluator final : public QuotaEvaluator {
 public:
  bool handles(const Attributes& attributes) const override {
    return attributes.subresource.empty() && (attributes.operation == Operation::kCreate || attributes.operation == Operation::kUpdate);
  }
  bool measures(std::string_view name) const override {
    return name == "count/services" || name == "services" || name == "services.nodeports" || name == "services.loadbalancers";
  }
  ResourceList usage(const object::Value& object) const override {
    const ServiceSpec spec = core::v1::Service(&object).spec();
    return {{"count/services", Quantity::of(1)},
            {"services", Quantity::of(1)},
            {"services.loadbalancers", Quantity::of(spec.type() == "LoadBalancer" ? 1 : 0)},
            {"services.nodeports", Quantity::of(node_ports(spec))}};
  }
};

}  // namespace

std::unique_ptr<const QuotaEvaluator> service_evaluator() { return std::make_unique<ServiceEvaluator>(); }

}  // namespace pintle::plugins
