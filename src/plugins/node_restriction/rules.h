// What a kubelet may write, by kind of object: only what belongs to its own node.
//
// Pure but for the listers. Errors: 403 as upstream words them; 404 for a Pod that is not there.
// Source: plugin/pkg/admission/noderestriction.
#pragma once

#include <memory>
#include <string>

#include "admission/admission.h"
#include "auth/authorizer.h"
#include "plugins/lister.h"
#include "views/core_v1.h"

namespace pintle::plugins {

struct NodeRestrictionListers {
  std::unique_ptr<const Lister> pods;
  std::unique_ptr<const Lister> nodes;
  std::unique_ptr<const Lister> claims;
  std::unique_ptr<const Lister> volumes;
  std::unique_ptr<const Lister> drivers;
};

// A write by the kubelet of `node`.
struct NodeRequest {
  const admission::Attributes& attributes;
  std::string node;
  const NodeRestrictionListers& listers;
  const auth::Authorizer& authorizer;

  Status forbidden(const std::string& why) const { return admission::forbidden(attributes, why); }
  std::string quoted_node() const;
};

// "CREATE"
std::string_view operation_name(admission::Operation operation);

Result<void> check_pod(const NodeRequest& request);
Result<void> check_node(const NodeRequest& request);
Result<void> check_claim(const NodeRequest& request);
Task<Result<void>> check_token(const NodeRequest& request);
Result<void> check_lease(const NodeRequest& request);
Result<void> check_csi_node(const NodeRequest& request);
Result<void> check_resource_slice(const NodeRequest& request);
Result<void> check_certificate_request(const NodeRequest& request);

// The resource that a Pod names an object of, "" when it names none: a Pod that a kubelet runs by itself may not.
std::string named_resource(core::v1::PodSpec spec);

}  // namespace pintle::plugins
