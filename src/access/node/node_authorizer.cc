#include "access/node/node_authorizer.h"

#include <algorithm>
#include <optional>

#include "access/bootstrap/policy.h"
#include "base/go_text.h"
#include "object/field_selector.h"

namespace pintle::access {
namespace {

using auth::Attributes;
using auth::Decision;

constexpr std::string_view kNodePrefix = "system:node:";
constexpr std::string_view kNodesGroup = "system:nodes";
constexpr std::string_view kLeaseNamespace = "kube-node-lease";

Decision allow() { return {.kind = Decision::Kind::kAllow}; }
Decision refuse(std::string reason = "") { return {.reason = std::move(reason)}; }

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> texts) {
  return std::ranges::find(texts, text) != texts.end();
}

bool selects(const Attributes& attributes, std::string_view field, std::string_view value) {
  const auto selector = object::FieldSelector::parse(attributes.field_selector);
  if (!selector) return false;
  return std::ranges::any_of(selector->requirements(), [&](const object::FieldRequirement& requirement) {
    return requirement.field == field && requirement.op == object::FieldRequirement::Operator::kEquals && requirement.value == value;
  });
}

// One request of one node.
class NodeRequest {
 public:
  NodeRequest(const Attributes& attributes, std::string_view node, NodeGraph& graph, const std::vector<Rule>& node_rules)
      : asked_(attributes), node_(node), graph_(graph), node_rules_(node_rules) {}

  Decision decide() const {
    if (asked_.is_resource)
      if (std::optional<Decision> decision = decide_resource()) return *std::move(decision);
    return std::ranges::any_of(node_rules_, [this](const Rule& rule) { return allows(rule, asked_); }) ? allow() : refuse();
  }

 private:
  // Nothing for resources that all nodes have the same right to.
  std::optional<Decision> decide_resource() const {
    if (asked_.group.empty()) return decide_core();
    if (asked_.group == "resource.k8s.io" && asked_.resource == "resourceclaims") return get(Vertex::Kind::kResourceClaim);
    if (asked_.group == "resource.k8s.io" && asked_.resource == "resourceslices") return slice();
    if (asked_.group == "storage.k8s.io" && asked_.resource == "volumeattachments") return get(Vertex::Kind::kVolumeAttachment);
    if (asked_.group == "storage.k8s.io" && asked_.resource == "csinodes") return csi_node();
    if (asked_.group == "coordination.k8s.io" && asked_.resource == "leases") return lease();
    if (asked_.group == "certificates.k8s.io" && asked_.resource == "podcertificaterequests") return refuse();
    return std::nullopt;
  }

  std::optional<Decision> decide_core() const {
    if (asked_.resource == "secrets") return read(Vertex::Kind::kSecret);
    if (asked_.resource == "configmaps") return read(Vertex::Kind::kConfigMap);
    if (asked_.resource == "persistentvolumeclaims")
      return asked_.subresource == "status" ? update_status(Vertex::Kind::kClaim) : get(Vertex::Kind::kClaim);
    if (asked_.resource == "persistentvolumes") return get(Vertex::Kind::kVolume);
    if (asked_.resource == "serviceaccounts") return service_account();
    if (asked_.resource == "nodes") return node();
    if (asked_.resource == "pods") return pod();
    return std::nullopt;
  }

  Decision if_needed(Vertex::Kind kind) const {
    if (asked_.name.empty()) return refuse("No Object name found");
    return if_related(kind);
  }
  Decision if_related(Vertex::Kind kind) const {
    if (graph_.leads_to({kind, asked_.namespace_, asked_.name}, node_)) return allow();
    return refuse("no relationship found between node '" + std::string(node_) + "' and this object");
  }

  Decision update_status(Vertex::Kind kind) const {
    if (!is_one_of(asked_.verb, {"update", "patch"})) return refuse("can only get/update/patch this type");
    return if_needed(kind);
  }

  Decision get(Vertex::Kind kind) const {
    if (asked_.verb != "get") return refuse("can only get individual resources of this type");
    if (!asked_.subresource.empty()) return refuse("cannot get subresource");
    return if_needed(kind);
  }

  Decision read(Vertex::Kind kind) const {
    if (!is_one_of(asked_.verb, {"get", "list", "watch"})) return refuse("can only read resources of this type");
    if (!asked_.subresource.empty()) return refuse("cannot read subresource");
    if (asked_.namespace_.empty()) return refuse("can only read namespaced object of this type");
    return if_needed(kind);
  }

  Decision service_account() const {
    if (asked_.verb == "get" && asked_.subresource.empty()) return read(Vertex::Kind::kServiceAccount);
    if (asked_.verb != "create" || asked_.name.empty()) return refuse("can only create tokens for individual service accounts");
    if (asked_.subresource != "token") return refuse("can only create token subresource of serviceaccount");
    return if_related(Vertex::Kind::kServiceAccount);
  }

  // Of a create the name is not known yet: NodeRestriction looks at it.
  bool is_of_another() const { return asked_.verb != "create" && asked_.name != node_; }

  Decision lease() const {
    if (!is_one_of(asked_.verb, {"get", "create", "update", "patch", "delete"}))
      return refuse("can only get, create, update, patch, or delete a node lease");
    if (asked_.namespace_ != kLeaseNamespace)
      return refuse("can only access leases in the " + go_quoted(kLeaseNamespace) + " system namespace");
    if (is_of_another()) return refuse("can only access node lease with the same name as the requesting node");
    return allow();
  }

  Decision csi_node() const {
    if (!is_one_of(asked_.verb, {"get", "create", "update", "patch", "delete"}))
      return refuse("can only get, create, update, patch, or delete a CSINode");
    if (!asked_.subresource.empty()) return refuse("cannot authorize CSINode subresources");
    if (is_of_another()) return refuse("can only access CSINode with the same name as the requesting node");
    return allow();
  }

  Decision slice() const {
    if (!asked_.subresource.empty()) return refuse("cannot authorize ResourceSlice subresources");
    if (asked_.verb == "create") return allow();
    if (is_one_of(asked_.verb, {"get", "update", "patch", "delete"})) return if_needed(Vertex::Kind::kResourceSlice);
    if (!is_one_of(asked_.verb, {"watch", "list", "deletecollection"}))
      return refuse(
          "only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, "
          "deletecollection");
    if (selects(asked_, "spec.nodeName", node_)) return allow();
    return refuse("can only list/watch/deletecollection resourceslices with nodeName field selector");
  }

  Decision node() const {
    if (asked_.subresource == "status") return is_one_of(asked_.verb, {"update", "patch"}) ? allow() : refuse();
    if (!asked_.subresource.empty()) return refuse();
    if (is_one_of(asked_.verb, {"create", "update", "patch"})) return allow();
    if (!is_one_of(asked_.verb, {"get", "list", "watch"})) return refuse();
    if (asked_.name == node_) return allow();
    const std::string who = "node '" + std::string(node_) + "' cannot read ";
    if (asked_.name.empty()) return refuse(who + "all nodes, only its own Node object");
    return refuse(who + "'" + std::string(asked_.name) + "', only its own Node object");
  }

  Decision pod() const {
    if (asked_.subresource == "status") return is_one_of(asked_.verb, {"update", "patch"}) ? allow() : refuse();
    if (asked_.subresource == "eviction") return asked_.verb == "create" ? allow() : refuse();
    if (!asked_.subresource.empty()) return refuse();
    if (is_one_of(asked_.verb, {"create", "delete"})) return allow();
    if (asked_.verb == "get") return get(Vertex::Kind::kPod);
    if (!is_one_of(asked_.verb, {"list", "watch"})) return refuse();
    if (selects(asked_, "spec.nodeName", node_)) return allow();
    if (!asked_.name.empty()) return if_needed(Vertex::Kind::kPod);
    return refuse("can only list/watch pods with spec.nodeName field selector");
  }

  const Attributes& asked_;
  std::string_view node_;
  NodeGraph& graph_;
  const std::vector<Rule>& node_rules_;
};

class NodeAuthorizer final : public auth::Authorizer {
 public:
  explicit NodeAuthorizer(NodeGraph& graph) : graph_(graph), node_rules_(rules_of(node_rules())) {}

  Task<Decision> authorize(const Attributes& attributes) const override {
    const auth::User* user = attributes.user;
    if (!user || !is_node(*user)) co_return Decision{};
    const std::string_view node = std::string_view(user->name).substr(kNodePrefix.size());
    if (node.empty()) co_return refuse("unknown node for user " + go_quoted(user->name));
    co_return NodeRequest(attributes, node, graph_, node_rules_).decide();
  }

  auth::UserRules rules_for(const auth::User& user, std::string_view) const override {
    if (!is_node(user)) return {};
    return {.incomplete = true, .errors = {"node authorizer does not support user rule resolution"}};
  }

 private:
  static bool is_node(const auth::User& user) { return user.name.starts_with(kNodePrefix) && user.in_group(kNodesGroup); }

  NodeGraph& graph_;
  const std::vector<Rule> node_rules_;
};

}  // namespace

std::unique_ptr<auth::Authorizer> node_authorizer(NodeGraph& graph) { return std::make_unique<NodeAuthorizer>(graph); }

}  // namespace pintle::access
