// Claims, leases, CSINodes, ResourceSlices and certificate requests of a kubelet.
#include "auth/certificate_request.h"
#include "object/go_format.h"
#include "object/object_meta.h"
#include "plugins/node_restriction/rules.h"
#include "plugins/same_items.h"
#include "views/certificates_v1.h"
#include "views/core_v1_mut.h"
#include "views/resource_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;

constexpr std::string_view kLeaseNamespace = "kube-node-lease";

// Without what a kubelet may write, and what every write changes.
object::Value stripped_claim(const object::Value& claim, object::Arena& arena) {
  object::Value copy = object::deep_copy(claim, arena);
  const core::v1::PersistentVolumeClaimMut view(&copy, arena);
  view.metadata().clear_resource_version();
  view.metadata().clear_managed_fields();
  const core::v1::PersistentVolumeClaimStatusMut status = view.status();
  status.clear_capacity();
  status.clear_conditions();
  status.clear_allocated_resource_statuses();
  status.clear_allocated_resources();
  return copy;
}

bool is_own(const NodeRequest& request) {
  const Attributes& attributes = request.attributes;
  if (attributes.operation != Operation::kCreate) return attributes.name == request.node;
  return object::ObjectMeta(*attributes.object->type(), attributes.object->root()).name() == request.node;
}

}  // namespace

std::string_view operation_name(Operation operation) {
  switch (operation) {
    case Operation::kCreate:
      return "CREATE";
    case Operation::kUpdate:
      return "UPDATE";
    case Operation::kDelete:
      return "DELETE";
    case Operation::kConnect:
      break;
  }
  return "CONNECT";
}

std::string NodeRequest::quoted_node() const { return object::quoted(node); }

// DIFFERS: upstream's message ends with what differs, as Go's structs print.
Result<void> check_claim(const NodeRequest& request) {
  const Attributes& attributes = request.attributes;
  if (attributes.subresource != "status") return fail(request.forbidden("may only update PVC status"));
  if (attributes.operation != Operation::kUpdate)
    return fail(request.forbidden("unexpected operation " + object::quoted(operation_name(attributes.operation))));
  object::Arena arena;
  const object::Value claim = stripped_claim(attributes.object->root(), arena);
  const object::Value old = stripped_claim(*attributes.old, arena);
  if (object::semantic_equal(core::v1::PersistentVolumeClaim::schema_type(), &claim, &old)) return {};
  return fail(request.forbidden("node " + request.quoted_node() +
                                " is not allowed to update fields other than status.quantity and status.conditions"));
}

Result<void> check_lease(const NodeRequest& request) {
  if (request.attributes.namespace_ != kLeaseNamespace)
    return fail(request.forbidden("can only access leases in the " + object::quoted(kLeaseNamespace) + " system namespace"));
  if (is_own(request)) return {};
  return fail(request.forbidden("can only access node lease with the same name as the requesting node"));
}

Result<void> check_csi_node(const NodeRequest& request) {
  if (is_own(request)) return {};
  return fail(request.forbidden("can only access CSINode with the same name as the requesting node"));
}

Result<void> check_resource_slice(const NodeRequest& request) {
  const Attributes& attributes = request.attributes;
  if (attributes.operation == Operation::kUpdate) return {};
  if (resource::v1::ResourceSlice(&attributes.subject()).spec().node_name() == request.node) return {};
  const std::string verb = attributes.operation == Operation::kCreate ? "create" : "delete";
  return fail(request.forbidden("can only " + verb + " ResourceSlice with the same NodeName as the requesting node"));
}

Result<void> check_certificate_request(const NodeRequest& request) {
  if (request.attributes.operation != Operation::kCreate) return {};
  const certificates::v1::CertificateSigningRequestSpec spec =
      certificates::v1::CertificateSigningRequest(&request.attributes.object->root()).spec();
  if (spec.signer_name() != "kubernetes.io/kubelet-serving" && spec.signer_name() != "kubernetes.io/kube-apiserver-client-kubelet")
    return {};
  const auto subject = auth::subject_of_request(spec.request());
  if (!subject) return fail(request.forbidden("unable to parse csr: " + subject.error().message()));
  const std::string wanted = "system:node:" + request.node;
  if (subject->common_name == wanted) return {};
  return fail(request.forbidden("can only create a node CSR with CN=" + wanted));
}

}  // namespace pintle::plugins
