// Tokens: a kubelet gets them only for Pods that run on its node, and only for audiences that these Pods use.
#include "object/go_format.h"
#include "plugins/node_restriction/rules.h"
#include "views/authentication_v1.h"
#include "views/storage_v1.h"

namespace pintle::plugins {
namespace {

using core::v1::PersistentVolumeSpec;
using core::v1::Pod;
using core::v1::Volume;
using object::Document;

// Volumes of older kinds, which a CSI driver serves by now. Source: k8s.io/csi-translation-lib.
template <class Source>
std::string_view migrated_driver(Source source) {
  if (source.gce_persistent_disk()) return "pd.csi.storage.gke.io";
  if (source.aws_elastic_block_store()) return "ebs.csi.aws.com";
  if (source.cinder()) return "cinder.csi.openstack.org";
  if (source.azure_disk()) return "disk.csi.azure.com";
  if (source.azure_file()) return "file.csi.azure.com";
  if (source.vsphere_volume()) return "csi.vsphere.vmware.com";
  return source.portworx_volume() ? "pxd.portworx.com" : "";
}

// The driver that serves a volume, "" when it is none.
class Drivers {
 public:
  Drivers(const NodeRestrictionListers& listers, Pod pod) : listers_(listers), pod_(pod) {}

  Result<std::string> of(Volume volume) const {
    if (volume.ephemeral().volume_claim_template()) return of_claim(std::string(pod_.metadata().name()) + "-" + std::string(volume.name()));
    if (volume.persistent_volume_claim()) return of_claim(volume.persistent_volume_claim().claim_name());
    return std::string(volume.csi() ? volume.csi().driver() : migrated_driver(volume));
  }

 private:
  Result<std::string> of_claim(std::string_view name) const {
    PINTLE_TRY(const Document claim, listers_.claims->get(pod_.metadata().namespace_(), name));
    PINTLE_TRY(const Document volume, listers_.volumes->get("", core::v1::PersistentVolumeClaim(&claim.root()).spec().volume_name()));
    const PersistentVolumeSpec spec = core::v1::PersistentVolume(&volume.root()).spec();
    return std::string(spec.csi() ? spec.csi().driver() : migrated_driver(spec));
  }

  const NodeRestrictionListers& listers_;
  Pod pod_;
};

bool projects_audience(Volume volume, std::string_view audience) {
  for (const core::v1::VolumeProjection source : volume.projected().sources())
    if (source.service_account_token() && source.service_account_token().audience() == audience) return true;
  return false;
}

Result<bool> driver_has_audience(const NodeRestrictionListers& listers, std::string_view driver, std::string_view audience) {
  PINTLE_TRY(const Document document, listers.drivers->get("", driver));
  for (const storage::v1::TokenRequest token : storage::v1::CSIDriver(&document.root()).spec().token_requests())
    if (token.audience() == audience) return true;
  return false;
}

// Errors count only when no volume has the audience.
Result<bool> uses_audience(const NodeRestrictionListers& listers, Pod pod, std::string_view audience) {
  const Drivers drivers(listers, pod);
  std::vector<std::string> faults;
  for (const Volume volume : pod.spec().volumes()) {
    if (projects_audience(volume, audience)) return true;
    const auto driver = drivers.of(volume);
    if (driver && driver->empty()) continue;
    const Result<bool> has = driver ? driver_has_audience(listers, *driver, audience) : fail(driver.error());
    if (!has) faults.push_back(has.error().message());
    if (has && *has) return true;
  }
  if (faults.empty()) return false;
  std::string text;
  for (const std::string& fault : faults) text.append(text.empty() ? "" : ", ").append(fault);
  return fail(Status::bad_request(faults.size() == 1 ? text : "[" + text + "]"));
}

Task<Result<void>> check_audience(const NodeRequest& request, authentication::v1::TokenRequestSpec spec, Pod pod) {
  if (spec.audiences().size() > 1) co_return fail(request.forbidden("node may only request 0 or 1 audiences"));
  const std::string_view audience = spec.audiences().empty() ? std::string_view() : spec.audiences()[0];
  const Result<bool> used = uses_audience(request.listers, pod, audience);
  if (!used) co_return fail(request.forbidden("error validating audience " + object::quoted(audience) + ": " + used.error().message()));
  if (*used) co_return Result<void>();
  const auth::Decision decision = co_await request.authorizer.authorize({.user = request.attributes.user,
                                                                         .verb = "request-serviceaccounts-token-audience",
                                                                         .namespace_ = request.attributes.namespace_,
                                                                         .version = "v1",
                                                                         .resource = audience,
                                                                         .name = request.attributes.name,
                                                                         .is_resource = true});
  if (decision.allowed()) co_return Result<void>();
  co_return fail(request.forbidden("audience " + object::quoted(audience) + " not found in pod spec volume, " +
                                   request.attributes.user->name + " is not authorized to request tokens for this audience"));
}

}  // namespace

Task<Result<void>> check_token(const NodeRequest& request) {
  if (request.attributes.operation != admission::Operation::kCreate || request.attributes.subresource != "token") co_return Result<void>();
  const authentication::v1::TokenRequestSpec spec = authentication::v1::TokenRequest(&request.attributes.object->root()).spec();
  const authentication::v1::BoundObjectReference bound = spec.bound_object_ref();
  if (bound.api_version() != "v1" || bound.kind() != "Pod" || bound.name().empty())
    co_return fail(request.forbidden("node requested token not bound to a pod"));
  if (bound.uid().empty()) co_return fail(request.forbidden("node requested token with a pod binding without a uid"));
  PINTLE_CO_TRY(const Document document, request.listers.pods->get(request.attributes.namespace_, bound.name()));
  const Pod pod(&document.root());
  if (bound.uid() != pod.metadata().uid())
    co_return fail(request.forbidden("the UID in the bound object reference (" + std::string(bound.uid()) +
                                     ") does not match the UID in record. The object might have been deleted and then recreated"));
  if (pod.spec().node_name() != request.node)
    co_return fail(request.forbidden("node requested token bound to a pod scheduled on a different node"));
  co_return co_await check_audience(request, spec, pod);
}

}  // namespace pintle::plugins
