// NodeRestriction: what a kubelet writes must belong to its own node.
// Source: plugin/pkg/admission/noderestriction; pkg/auth/nodeidentifier.
#include <string>

#include "object/go_format.h"
#include "plugins/node_restriction/rules.h"
#include "plugins/plugins.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;

constexpr std::string_view kUserPrefix = "system:node:";
constexpr std::string_view kNodesGroup = "system:nodes";

bool is_kubelet(const auth::User& user) { return user.name.starts_with(kUserPrefix) && user.in_group(kNodesGroup); }

struct Rule {
  std::string_view group;
  std::string_view resource;
  Result<void> (*check)(const NodeRequest& request);
};
constexpr Rule kRules[] = {
    {"", "pods", check_pod},
    {"", "nodes", check_node},
    {"", "persistentvolumeclaims", check_claim},
    {"coordination.k8s.io", "leases", check_lease},
    {"storage.k8s.io", "csinodes", check_csi_node},
    {"resource.k8s.io", "resourceslices", check_resource_slice},
    {"certificates.k8s.io", "certificatesigningrequests", check_certificate_request},
};

class NodeRestriction final : public admission::Plugin {
 public:
  explicit NodeRestriction(const Parts& parts)
      : listers_{.pods = parts.lister("", "v1", "pods"),
                 .nodes = parts.lister("", "v1", "nodes"),
                 .claims = parts.lister("", "v1", "persistentvolumeclaims"),
                 .volumes = parts.lister("", "v1", "persistentvolumes"),
                 .drivers = parts.lister("storage.k8s.io", "v1", "csidrivers")},
        authorizer_(parts.authorizer) {}
  std::string_view name() const override { return "NodeRestriction"; }

  bool handles(const Attributes& attributes) const override {
    return attributes.operation != admission::Operation::kConnect && attributes.user && is_kubelet(*attributes.user);
  }

  Task<Result<void>> admit(Attributes& attributes) override {
    std::string node = attributes.user->name.substr(kUserPrefix.size());
    if (node.empty())
      co_return fail(admission::forbidden(attributes, "could not determine node from user " + object::quoted(attributes.user->name)));
    const NodeRequest request{.attributes = attributes, .node = std::move(node), .listers = listers_, .authorizer = authorizer_};
    if (attributes.is("", "serviceaccounts")) co_return co_await check_token(request);
    for (const Rule& rule : kRules)
      if (attributes.is(rule.group, rule.resource)) co_return rule.check(request);
    co_return Result<void>();
  }

 private:
  NodeRestrictionListers listers_;
  const auth::Authorizer& authorizer_;
};

}  // namespace

PluginPtr node_restriction(const Parts& parts) { return std::make_unique<NodeRestriction>(parts); }

}  // namespace pintle::plugins
