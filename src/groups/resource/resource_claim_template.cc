// ResourceClaimTemplate: a ResourceClaim to copy for each Pod. Source: resource.k8s.io/v1 ResourceClaimTemplate;
// pkg/registry/resource/resourceclaimtemplate.
#include "api/metadata_rules.h"
#include "groups/core/template_metadata.h"
#include "groups/hook.h"
#include "groups/internal_json.h"
#include "groups/resource/claim_rules.h"
#include "groups/resource/resource.h"
#include "object/equality.h"
#include "object/json.h"
#include "object/validation.h"
#include "views/resource_v1_mut.h"

namespace pintle::resource {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ResourceClaimTemplate claim_template) { return ObjectMeta(claim_template.metadata().node()); }

void row(v1::ResourceClaimTemplate claim_template, int64_t now_seconds, api::Cells& cells) {
  cells.text(claim_template.metadata().name());
  cells.age(claim_template.metadata().creation_timestamp(), now_seconds);
}

void set_defaults(v1::ResourceClaimTemplateMut claim_template) { set_claim_defaults(claim_template.spec().spec()); }

void validate(v1::ResourceClaimTemplate claim_template, ErrorList& errors) {
  const FieldPath path("spec");
  core::validate_template_metadata(claim_template.spec().metadata(), path.child("metadata"), errors);
  validate_claim(claim_template.spec().spec(), path.child("spec"), errors);
}

// Metadata is embedded in Go: its fields stand beside Spec.
std::string printed(v1::ResourceClaimTemplateSpec spec) {
  std::string text;
  const meta::v1::ObjectMeta metadata = spec.metadata();
  object::encode_json(meta::v1::ObjectMeta::schema_type(), metadata ? *metadata.node() : object::Value::empty_struct(), text);
  text.pop_back();
  if (text.size() > 1) text += ',';
  return text + R"("Spec":)" + groups::internal_json_line(spec.spec()) + "}";
}

void validate_update(v1::ResourceClaimTemplate claim_template, v1::ResourceClaimTemplate old, ErrorList& errors) {
  api::validate_metadata(kResourceClaimTemplate, meta_of(claim_template), errors);
  validate(claim_template, errors);
  api::validate_metadata_update(kResourceClaimTemplate, meta_of(claim_template), meta_of(old), errors);
  if (!object::semantic_equal(v1::ResourceClaimTemplateSpec::schema_type(), claim_template.spec().node(), old.spec().node()))
    errors.invalid(FieldPath("spec"), printed(claim_template.spec()), object::kImmutableError);
}

}  // namespace

const api::Kind kResourceClaimTemplate = {
    .group = "resource.k8s.io",
    .version = "v1",
    .kind = "ResourceClaimTemplate",
    .resource = "resourceclaimtemplates",
    .singular = "resourceclaimtemplate",
    .key_prefix = "/registry/resourceclaimtemplates/",
    .columns =
        {
            api::kNameColumn,
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .returns_deleted = true,
};

}  // namespace pintle::resource
