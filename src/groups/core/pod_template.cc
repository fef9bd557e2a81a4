// PodTemplate: a Pod to copy. Source: core/v1 PodTemplate; pkg/registry/core/podtemplate.
#include "api/metadata_rules.h"
#include "groups/core/core.h"
#include "groups/core/pod_spec.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::PodTemplate pod_template) { return ObjectMeta(pod_template.metadata().node()); }

void set_defaults(v1::PodTemplateMut pod_template) { set_pod_template_defaults(pod_template.ensure_template()); }

void prepare_create(v1::PodTemplateMut pod_template, const api::HookContext&) {
  drop_disabled_pod_template_fields(pod_template.ensure_template(), {});
}

void prepare_update(v1::PodTemplateMut pod_template, v1::PodTemplate old, const api::HookContext&) {
  drop_disabled_pod_template_fields(pod_template.ensure_template(), old.template_());
}

void validate(v1::PodTemplate pod_template, ErrorList& errors) {
  validate_pod_template_spec(pod_template.template_(), FieldPath("template"), pod_validation_options(v1::PodTemplateSpec()), errors);
}

void validate_update(v1::PodTemplate pod_template, v1::PodTemplate old, ErrorList& errors) {
  api::validate_metadata_update(kPodTemplate, meta_of(pod_template), meta_of(old), errors);
  validate_pod_template_spec(pod_template.template_(), FieldPath("template"), pod_validation_options(old.template_()), errors);
}

void warnings(v1::PodTemplate pod_template, v1::PodTemplate old, std::vector<std::string>& warnings) {
  if (!old.present() || meta_of(pod_template).generation() != meta_of(old).generation())
    pod_template_warnings(pod_template.template_(), old.template_(), FieldPath("template"), warnings);
}

void row(v1::PodTemplate pod_template, int64_t, api::Cells& cells) {
  const object::ListView containers = pod_template.template_().spec().containers();
  cells.text(pod_template.metadata().name());
  cells.text(groups::container_names(containers));
  cells.text(groups::container_images(containers));
  cells.text(groups::labels_text(pod_template.template_().metadata().labels()));
}

}  // namespace

const api::Kind kPodTemplate = {
    .group = "",
    .version = "v1",
    .kind = "PodTemplate",
    .resource = "podtemplates",
    .singular = "podtemplate",
    .key_prefix = "/registry/podtemplates/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Containers", .type = "string", .description = "Names of each container in the template."},
            {.name = "Images", .type = "string", .description = "Images referenced by each container in the template."},
            {.name = "Pod Labels", .type = "string", .description = "The labels for the pod template."},
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
    .prepare_create = hook<prepare_create>,
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warnings>,
    .tracks_generation = true,
    .returns_deleted = true,
};

}  // namespace pintle::core
