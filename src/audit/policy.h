// Policy: which requests are recorded, and how much of each. The first rule that fits a request decides; none fits: not recorded.
//
//   PINTLE_TRY(Ref<const Policy> policy, load_policy("/etc/kubernetes/audit.yaml"));
//   RequestConfig config = policy->evaluate(attributes);     // level, stages left out, managedFields or not
//
// The file is YAML or JSON of audit.k8s.io/v1 Policy. Fields that the type does not have are told in the log and then ignored, as upstream
// does; everything else that is wrong refuses the file.
// Ownership: immutable and shared, so that a new policy takes the place of the old one while requests are under way. Thread: any.
// Errors: 400 with upstream's message. Source: k8s.io/apiserver/pkg/audit/policy/{reader,checker}.go, apis/audit/validation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/level.h"
#include "auth/authorizer.h"
#include "base/bytes.h"
#include "base/ref.h"
#include "base/result.h"

namespace pintle::audit {

// The resources of one API group; "*" is every group. A resource is "pods", "pods/log", "pods/*", "*/scale" or "*".
struct GroupResources {
  std::string group;
  std::vector<std::string> resources;  // none: all of the group
  std::vector<std::string> resource_names;
};

// What is said must fit all together; of a list, one entry must. An empty list fits everything.
struct Rule {
  Level level = Level::kNone;
  std::vector<std::string> users;
  std::vector<std::string> user_groups;
  std::vector<std::string> verbs;
  std::vector<GroupResources> resources;
  std::vector<std::string> namespaces;  // "": cluster-scoped resources
  std::vector<std::string> non_resource_urls;
  StageSet omit_stages;
  std::optional<bool> omit_managed_fields;  // unset: as the policy says
};

// What the policy says of one request.
struct RequestConfig {
  Level level = Level::kNone;
  StageSet omit_stages;
  bool omit_managed_fields = false;
  bool operator==(const RequestConfig&) const = default;
};

class Policy final : public RefCounted<Policy> {
 public:
  Policy(std::vector<Rule> rules, StageSet omit_stages, bool omit_managed_fields)
      : rules_(std::move(rules)), omit_stages_(omit_stages), omit_managed_fields_(omit_managed_fields) {}

  RequestConfig evaluate(const auth::Attributes& attributes) const;
  const std::vector<Rule>& rules() const { return rules_; }

 private:
  std::vector<Rule> rules_;
  StageSet omit_stages_;
  bool omit_managed_fields_;
};

Result<Ref<const Policy>> parse_policy(const Bytes& text);
// The same of a file: `loading audit policy file: ...: from file /etc/audit.yaml`. Blocks on the disk.
Result<Ref<const Policy>> load_policy(const std::string& path);

}  // namespace pintle::audit
