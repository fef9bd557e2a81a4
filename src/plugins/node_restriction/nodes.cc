// The Node itself: a kubelet writes only its own, and nothing there by which it could draw the Pods of others to itself.
#include <algorithm>
#include <set>

#include "plugins/node_restriction/rules.h"
#include "plugins/same_items.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using core::v1::Node;
using Labels = object::MapView<std::string_view>;

constexpr std::string_view kKubeletLabels[] = {
    "kubernetes.io/hostname",
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "beta.kubernetes.io/instance-type",
    "node.kubernetes.io/instance-type",
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/arch",
};

// Whether the part before the slash is `domain` or below it.
bool is_in_domain(std::string_view label, std::string_view domain) {
  const size_t slash = label.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view prefix = label.substr(0, slash);
  return prefix == domain || (prefix.ends_with(domain) && prefix[prefix.size() - domain.size() - 1] == '.');
}

bool is_kubelet_label(std::string_view label) {
  return std::ranges::find(kKubeletLabels, label) != std::end(kKubeletLabels) || is_in_domain(label, "kubelet.kubernetes.io") ||
         is_in_domain(label, "node.kubernetes.io");
}

bool is_forbidden_label(std::string_view label) {
  if (is_in_domain(label, "node-restriction.kubernetes.io")) return true;
  const bool is_kubernetes = is_in_domain(label, "kubernetes.io") || is_in_domain(label, "k8s.io");
  return is_kubernetes && !is_kubelet_label(label);
}

void add_forbidden(Labels labels, Labels others, std::set<std::string_view>& forbidden) {
  for (const auto [key, value] : labels)
    if ((!others.contains(key) || others.get(key) != value) && is_forbidden_label(key)) forbidden.insert(key);
}

// "a, b": what a kubelet may not add, remove or change; "" when it does not.
std::string forbidden_labels(Labels labels, Labels old) {
  std::set<std::string_view> forbidden;
  add_forbidden(labels, old, forbidden);
  add_forbidden(old, labels, forbidden);
  std::string text;
  for (const std::string_view label : forbidden) text.append(text.empty() ? "" : ", ").append(label);
  return text;
}

Result<void> check_create(const NodeRequest& request) {
  const Node node(&request.attributes.object->root());
  const std::string who = "node " + request.quoted_node();
  if (node.spec().config_source()) return fail(request.forbidden(who + " is not allowed to create pods with a non-nil configSource"));
  const std::string labels = forbidden_labels(node.metadata().labels(), Labels(nullptr));
  if (labels.empty()) return {};
  return fail(request.forbidden(who + " is not allowed to set the following labels: " + labels));
}

Result<void> check_update(const NodeRequest& request) {
  const Node node(&request.attributes.object->root());
  const Node old(request.attributes.old);
  const std::string who = "node " + request.quoted_node();
  const core::v1::NodeConfigSource source = node.spec().config_source();
  if (source && !object::semantic_equal(core::v1::NodeConfigSource::schema_type(), source.node(), old.spec().config_source().node()))
    return fail(request.forbidden(who + " is not allowed to update configSource to a new non-nil configSource"));
  if (!same_items(node.spec().taints(), old.spec().taints())) return fail(request.forbidden(who + " is not allowed to modify taints"));
  if (!same_items(node.metadata().owner_references(), old.metadata().owner_references()))
    return fail(request.forbidden(who + " is not allowed to modify ownerReferences"));
  const std::string labels = forbidden_labels(node.metadata().labels(), old.metadata().labels());
  if (labels.empty()) return {};
  return fail(request.forbidden("is not allowed to modify labels: " + labels));
}

}  // namespace

Result<void> check_node(const NodeRequest& request) {
  if (request.attributes.name != request.node)
    return fail(
        request.forbidden("node " + request.quoted_node() + " is not allowed to modify node " + object::quoted(request.attributes.name)));
  if (request.attributes.operation == Operation::kCreate) return check_create(request);
  return request.attributes.operation == Operation::kUpdate ? check_update(request) : Result<void>();
}

}  // namespace pintle::plugins
