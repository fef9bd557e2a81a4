// DeviceClass: devices that claims may ask for by one name. Source: resource.k8s.io/v1 DeviceClass; pkg/registry/resource/deviceclass.
#include "api/metadata_rules.h"
#include "groups/core/resource_names.h"
#include "groups/hook.h"
#include "groups/resource/resource.h"
#include "groups/resource/rules.h"
#include "object/validation.h"
#include "views/resource_v1.h"

namespace pintle::resource {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::DeviceClass device_class) { return ObjectMeta(device_class.metadata().node()); }

constexpr int64_t kConfigsMax = 32;

void row(v1::DeviceClass device_class, int64_t now_seconds, api::Cells& cells) {
  cells.text(device_class.metadata().name());
  cells.age(device_class.metadata().creation_timestamp(), now_seconds);
}

void validate_configuration(v1::DeviceClassConfiguration config, const FieldPath& path, ErrorList& errors) {
  validate_opaque_configuration(config.opaque(), path.child("opaque"), errors);
}

void validate(v1::DeviceClass device_class, ErrorList& errors) {
  const FieldPath path("spec");
  const v1::DeviceClassSpec spec = device_class.spec();
  validate_selectors(spec.selectors(), path.child("selectors"), errors);
  validate_list(spec.config(), kConfigsMax, path.child("config"), errors, validate_configuration);
  const auto name = spec.extended_resource_name();
  if (name && !core::is_extended_resource(*name))
    errors.invalid(path.child("extendedResourceName"), object::quoted(*name), "must be a valid extended resource name");
}

void validate_update(v1::DeviceClass device_class, v1::DeviceClass old, ErrorList& errors) {
  api::validate_metadata(kDeviceClass, meta_of(device_class), errors);
  api::validate_metadata_update(kDeviceClass, meta_of(device_class), meta_of(old), errors);
  validate(device_class, errors);
}

// The check of a name here is a newer one: it counts bytes, and leaves generateName alone.
object::Messages name_faults(std::string_view name, object::NameUse use) {
  if (use == object::NameUse::kPrefix) return {};
  object::Messages faults = object::is_dns1123_subdomain(name);
  if (name.size() > object::kDns1123SubdomainBytesMax)
    faults.front() = "must be no more than " + std::to_string(object::kDns1123SubdomainBytesMax) + " bytes";
  return faults;
}

}  // namespace

const api::Kind kDeviceClass = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "DeviceClass",
    .resource = "deviceclasses",
    .singular = "deviceclass",
    .scope = api::Scope::kCluster,
    .key_prefix = "/registry/deviceclasses/",
    .columns =
        {
            api::kNameColumn,
            api::kAgeColumn,
        },
    .row = hook<row>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .validate_name = name_faults,
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::resource
