// Pods: a kubelet shows its static Pods as mirror Pods, and writes the status of, deletes and evicts those that run on its node.
#include "object/go_format.h"
#include "plugins/node_restriction/rules.h"
#include "plugins/pod_references.h"
#include "plugins/same_items.h"

namespace pintle::plugins {
namespace {

using admission::Operation;
using core::v1::Pod;
using core::v1::Volume;

constexpr std::string_view kMirrorAnnotation = "kubernetes.io/config.mirror";

std::string_view named_by_projection(core::v1::ProjectedVolumeSource projected) {
  for (const core::v1::VolumeProjection source : projected.sources()) {
    if (source.config_map()) return "configmaps (via projected volumes)";
    if (source.secret()) return "secrets (via projected volumes)";
    if (source.service_account_token()) return "serviceaccounts (via projected volumes)";
    if (source.cluster_trust_bundle()) return "clustertrustbundles";
    if (source.pod_certificate()) return "podcertificates";
  }
  return {};
}

std::string_view named_by_volume(Volume volume) {
  if (volume.config_map()) return "configmaps (via configmap volumes)";
  if (volume.secret()) return "secrets (via secret volumes)";
  if (volume.csi()) return "csidrivers (via CSI volumes)";
  if (volume.glusterfs()) return "endpoints (via glusterFS volumes)";
  if (volume.persistent_volume_claim()) return "persistentvolumeclaims";
  if (volume.ephemeral()) return "persistentvolumeclaims (via ephemeral volumes)";
  if (volume.azure_file()) return "secrets (via azureFile volumes)";
  return named_by_projection(volume.projected());
}

Result<void> check_owner(const NodeRequest& request, meta::v1::OwnerReference owner) {
  const std::string who = "node " + request.quoted_node();
  if (owner.api_version() != "v1" || owner.kind() != "Node" || owner.name() != request.node)
    return fail(request.forbidden(who + " can only create pods with an owner reference set to itself"));
  if (!owner.controller().value_or(false))
    return fail(request.forbidden(who + " can only create pods with a controller owner reference set to itself"));
  if (owner.block_owner_deletion().value_or(false))
    return fail(request.forbidden(who + " must not set blockOwnerDeletion on an owner reference"));
  PINTLE_TRY(const object::Document document, request.listers.nodes->get("", request.node));
  const std::string_view uid = core::v1::Node(&document.root()).metadata().uid();
  if (owner.uid() == uid) return {};
  return fail(
      request.forbidden("node " + request.node + " UID mismatch: expected " + std::string(owner.uid()) + " got " + std::string(uid)));
}

Result<void> check_create(const NodeRequest& request) {
  const Pod pod(&request.attributes.object->root());
  const std::string who = "node " + request.quoted_node();
  if (!pod.metadata().annotations().contains(kMirrorAnnotation))
    return fail(request.forbidden("pod does not have " + object::quoted(kMirrorAnnotation) + " annotation, " + who +
                                  " can only create mirror pods"));
  if (pod.spec().node_name() != request.node)
    return fail(request.forbidden(who + " can only create pods with spec.nodeName set to itself"));
  const auto owners = pod.metadata().owner_references();
  if (owners.size() > 1) return fail(request.forbidden(who + " can only create pods with a single owner reference set to itself"));
  if (owners.empty()) return fail(request.forbidden(who + " can only create pods with an owner reference set to itself"));
  PINTLE_TRY_VOID(check_owner(request, owners[0]));
  if (const std::string named = named_resource(pod.spec()); !named.empty())
    return fail(request.forbidden(who + " can not create pods that reference " + named));
  return {};
}

bool same_claim_status(core::v1::PodExtendedResourceClaimStatus left, core::v1::PodExtendedResourceClaimStatus right) {
  if (left.present() != right.present()) return false;
  return left.resource_claim_name() == right.resource_claim_name() && same_items(left.request_mappings(), right.request_mappings());
}

Result<void> check_status(const NodeRequest& request) {
  if (request.attributes.operation != Operation::kUpdate)
    return fail(request.forbidden("unexpected operation " + object::quoted(operation_name(request.attributes.operation))));
  const Pod pod(&request.attributes.object->root());
  const Pod old(request.attributes.old);
  const std::string who = "node " + request.quoted_node();
  if (old.spec().node_name() != request.node)
    return fail(request.forbidden(who + " can only update pod status for pods with spec.nodeName set to itself"));
  if (!same_texts(pod.metadata().labels(), old.metadata().labels()))
    return fail(request.forbidden(who + " cannot update labels through pod status"));
  if (!same_items(pod.status().resource_claim_statuses(), old.status().resource_claim_statuses()))
    return fail(request.forbidden(who + " cannot update resource claim statues"));
  if (!same_claim_status(pod.status().extended_resource_claim_status(), old.status().extended_resource_claim_status()))
    return fail(request.forbidden(who + " cannot update extended resource claim status"));
  return {};
}

// The stored Pod must run on the node.
Result<void> check_bound(const NodeRequest& request, const std::string& why) {
  PINTLE_TRY(const object::Document document, request.listers.pods->get(request.attributes.namespace_, request.attributes.name));
  if (Pod(&document.root()).spec().node_name() == request.node) return {};
  return fail(request.forbidden(why));
}

}  // namespace

std::string named_resource(core::v1::PodSpec spec) {
  if (!spec.service_account_name().empty()) return "serviceaccounts";
  if (names_secret(spec)) return "secrets";
  if (names_config_map(spec)) return "configmaps";
  if (!spec.resource_claims().empty()) return "resourceclaims";
  for (const Volume volume : spec.volumes())
    if (const std::string_view named = named_by_volume(volume); !named.empty()) return std::string(named);
  return {};
}

Result<void> check_pod(const NodeRequest& request) {
  const admission::Attributes& attributes = request.attributes;
  if (attributes.subresource == "status") return check_status(request);
  if (attributes.subresource == "eviction")
    return check_bound(request, "node " + request.node + " can only evict pods with spec.nodeName set to itself");
  if (!attributes.subresource.empty())
    return fail(request.forbidden("unexpected pod subresource " + object::quoted(attributes.subresource) +
                                  ", only 'status' and 'eviction' are allowed"));
  switch (attributes.operation) {
    case Operation::kCreate:
      return check_create(request);
    case Operation::kDelete:
      return check_bound(request, "node " + request.quoted_node() + " can only delete pods with spec.nodeName set to itself");
    case Operation::kUpdate:
    case Operation::kConnect:
      break;
  }
  return fail(request.forbidden("unexpected operation " + object::quoted(operation_name(attributes.operation)) + ", node " +
                                request.quoted_node() + " can only create and delete mirror pods"));
}

}  // namespace pintle::plugins
