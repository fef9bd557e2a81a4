#include "access/node/needs.h"

#include <algorithm>
#include <functional>
#include <initializer_list>

#include "groups/core/pod_references.h"
#include "object/protobuf_wire.h"
#include "object/storage.h"
#include "schema/type.h"

namespace pintle::access {
namespace {

bool is_mirror(core::v1::Pod pod) {
  for (auto [key, value] : pod.metadata().annotations())
    if (key == "kubernetes.io/config.mirror") return true;
  return false;
}

// A secret of a volume; without a namespace of its own it is in the claim's.
Vertex secret(std::string_view namespace_, std::string_view name, std::string_view claim_namespace) {
  return {Vertex::Kind::kSecret, namespace_.empty() ? claim_namespace : namespace_, name};
}

template <class Reference>
void add_secret(Reference reference, std::string_view claim_namespace, VolumeNeeds& needs) {
  if (!reference.name().empty()) needs.secrets.push_back(secret(reference.namespace_(), reference.name(), claim_namespace));
}

// The bytes of the fields `names` of a message, one after the other; nullopt when it is none.
std::optional<std::string> fields_of(const schema::Type& type, std::string_view message, std::initializer_list<std::string_view> names) {
  object::WireReader reader(message);
  std::string found;
  while (reader.more()) {
    uint32_t number = 0;
    object::WireType wire{};
    if (!reader.tag(number, wire)) return std::nullopt;
    const bool wanted = std::ranges::any_of(
        names, [&](std::string_view name) { return type.fields[static_cast<size_t>(type.find(name))].number == number; });
    std::string_view bytes;
    if (!(wanted && wire == object::WireType::kBytes ? reader.bytes(bytes) : reader.skip(wire))) return std::nullopt;
    found += bytes;
  }
  return found;
}

}  // namespace

std::optional<uint64_t> digest_of_needs(std::string_view stored) {
  const auto envelope = object::split_envelope(stored);
  if (!envelope) return std::nullopt;
  const auto spec = fields_of(core::v1::Pod::schema_type(), envelope->message, {"spec"});
  const auto status = fields_of(core::v1::Pod::schema_type(), envelope->message, {"status"});
  if (!spec || !status) return std::nullopt;
  const auto node = fields_of(core::v1::PodSpec::schema_type(), *spec, {"nodeName"});
  const auto claims = fields_of(core::v1::PodStatus::schema_type(), *status, {"resourceClaimStatuses", "extendedResourceClaimStatus"});
  if (!node || node->empty() || !claims) return std::nullopt;
  return std::hash<std::string>()(*spec + *claims);
}

PodReferences::PodReferences(core::v1::Pod pod)
    : needs_{.namespace_ = pod.metadata().namespace_(), .name = pod.metadata().name(), .node = pod.spec().node_name()} {
  // A node makes mirror Pods itself: they must not give it anything.
  if (is_mirror(pod)) return;
  if (!pod.spec().service_account_name().empty()) add(Vertex::Kind::kServiceAccount, pod.spec().service_account_name());
  core::visit_secret_names(pod.spec(), [this](std::string_view name) { add(Vertex::Kind::kSecret, name); });
  core::visit_config_map_names(pod.spec(), [this](std::string_view name) { add(Vertex::Kind::kConfigMap, name); });
  add_claims(pod);
  add_resource_claims(pod);
}

void PodReferences::add(Vertex::Kind kind, std::string_view name) { needs_.needs.push_back({kind, needs_.namespace_, name}); }

void PodReferences::add_claims(core::v1::Pod pod) {
  for (const core::v1::Volume volume : pod.spec().volumes()) {
    if (volume.persistent_volume_claim()) {
      if (!volume.persistent_volume_claim().claim_name().empty()) add(Vertex::Kind::kClaim, volume.persistent_volume_claim().claim_name());
    } else if (volume.ephemeral()) {
      add(Vertex::Kind::kClaim, made_names_.emplace_back(std::string(needs_.name).append("-").append(volume.name())));
    }
  }
}

void PodReferences::add_resource_claims(core::v1::Pod pod) {
  for (const core::v1::PodResourceClaim claim : pod.spec().resource_claims()) {
    if (claim.resource_claim_name()) {
      add(Vertex::Kind::kResourceClaim, *claim.resource_claim_name());
      continue;
    }
    // Made of a template: the status tells its name once it is there, or none if none is needed.
    for (const core::v1::PodResourceClaimStatus status : pod.status().resource_claim_statuses())
      if (status.name() == claim.name() && status.resource_claim_name()) add(Vertex::Kind::kResourceClaim, *status.resource_claim_name());
  }
  const std::string_view extended = pod.status().extended_resource_claim_status().resource_claim_name();
  if (!extended.empty()) add(Vertex::Kind::kResourceClaim, extended);
}

VolumeNeeds needs_of(core::v1::PersistentVolume volume) {
  const core::v1::PersistentVolumeSpec spec = volume.spec();
  const std::string_view claim_namespace = spec.claim_ref().namespace_();
  VolumeNeeds needs{.claim = {Vertex::Kind::kClaim, claim_namespace, spec.claim_ref().name()}};
  if (!spec.azure_file().secret_name().empty())
    needs.secrets.push_back(secret(spec.azure_file().secret_namespace().value_or(""), spec.azure_file().secret_name(), claim_namespace));
  add_secret(spec.cephfs().secret_ref(), claim_namespace, needs);
  add_secret(spec.cinder().secret_ref(), "", needs);
  add_secret(spec.flex_volume().secret_ref(), claim_namespace, needs);
  add_secret(spec.rbd().secret_ref(), claim_namespace, needs);
  add_secret(spec.scale_io().secret_ref(), claim_namespace, needs);
  add_secret(spec.iscsi().secret_ref(), claim_namespace, needs);
  const core::v1::ObjectReference storageos = spec.storageos().secret_ref();
  add_secret(storageos, "", needs);
  add_secret(spec.csi().node_publish_secret_ref(), "", needs);
  add_secret(spec.csi().node_stage_secret_ref(), "", needs);
  add_secret(spec.csi().node_expand_secret_ref(), "", needs);
  return needs;
}

}  // namespace pintle::access
