#include "groups/core/volume_defaults.h"

#include <algorithm>

#include "groups/core/image_name.h"
#include "groups/core/resource_lists.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

constexpr int32_t kFileMode = 0644;
constexpr int64_t kTokenSeconds = 3600;
constexpr std::string_view kApiVersion = "v1";

bool has_source(v1::Volume volume) {
  const auto present = std::ranges::count_if(volume.node()->fields(), [](const object::Value& field) { return !field.is_null(); });
  return present > (volume.has_name() ? 1 : 0);
}

template <class Source>
void set_mode(Source source) {
  if (source && !source.default_mode()) source.set_default_mode(kFileMode);
}

void set_items(object::ListMut<v1::DownwardAPIVolumeFileMut> items) {
  for (const v1::DownwardAPIVolumeFileMut item : items)
    if (v1::ObjectFieldSelectorMut field = item.field_ref(); field && field.api_version().empty()) field.set_api_version(kApiVersion);
}

void set_projected(v1::ProjectedVolumeSourceMut projected) {
  set_mode(projected);
  for (const v1::VolumeProjectionMut source : projected.sources()) {
    if (v1::DownwardAPIProjectionMut downward = source.downward_api()) set_items(downward.items());
    if (v1::ServiceAccountTokenProjectionMut token = source.service_account_token(); token && !token.expiration_seconds())
      token.set_expiration_seconds(kTokenSeconds);
  }
}

void set_claim_spec(v1::PersistentVolumeClaimSpecMut spec) {
  if (!spec.volume_mode()) spec.set_volume_mode("Filesystem");
  if (v1::VolumeResourceRequirementsMut resources = spec.resources()) {
    if (resources.has_limits()) round_up_to_milli(resources.ensure_limits());
    if (resources.has_requests()) round_up_to_milli(resources.ensure_requests());
  }
}

}  // namespace

void set_volume_defaults(v1::VolumeMut volume) {
  if (!has_source(volume)) volume.ensure_empty_dir();
  if (v1::ImageVolumeSourceMut image = volume.image(); image && image.pull_policy().empty())
    image.set_pull_policy(default_pull_policy(image.reference()));
  if (v1::HostPathVolumeSourceMut host_path = volume.host_path(); host_path && !host_path.type()) host_path.set_type("");
  set_mode(volume.secret());
  set_mode(volume.config_map());
  if (v1::DownwardAPIVolumeSourceMut downward = volume.downward_api()) {
    set_mode(downward);
    set_items(downward.items());
  }
  if (v1::ProjectedVolumeSourceMut projected = volume.projected()) set_projected(projected);
  if (v1::EphemeralVolumeSourceMut ephemeral = volume.ephemeral())
    if (v1::PersistentVolumeClaimTemplateMut claim = ephemeral.volume_claim_template()) set_claim_spec(claim.ensure_spec());
}

}  // namespace pintle::core
