// ControllerRevision: a snapshot of a controller's state, written once. Source: apps/v1 ControllerRevision;
// pkg/registry/apps/controllerrevision.
#include <algorithm>
#include <cctype>

#include "api/metadata_rules.h"
#include "groups/apps/apps.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "object/json.h"
#include "object/validation.h"
#include "views/apps_v1.h"

namespace pintle::apps {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;

ObjectMeta meta_of(v1::ControllerRevision revision) { return ObjectMeta(revision.metadata().node()); }

void validate_data(v1::ControllerRevision revision, const FieldPath& path, ErrorList& errors) {
  constexpr std::string_view kMissing = "data is mandatory";
  if (!revision.has_data()) {
    errors.required(path, kMissing);
    return;
  }
  const auto decoded = object::decode_json(object::any_type(), Bytes::copy(revision.data()));
  if (!decoded)
    errors.invalid(path, object::quoted("<value omitted>"), "error parsing data: " + decoded.error().message());
  else if (decoded->document.root().is_null())
    errors.required(path, kMissing);
  else if (!decoded->document.root().is_map())
    errors.required(path, "data must be a valid JSON object");
}

void validate(v1::ControllerRevision revision, ErrorList& errors) {
  object::validate_nonnegative(revision.revision(), FieldPath("revision"), errors);
  validate_data(revision, FieldPath("data"), errors);
}

std::string data_json(v1::ControllerRevision revision) {
  const auto field = static_cast<uint16_t>(v1::ControllerRevision::schema_type().find("data"));
  std::string out;
  const object::Value* data = revision.node()->get(field);
  if (!data) return "null";
  object::encode_json(*v1::ControllerRevision::schema_type().fields[field].type, *data, out);
  return out;
}

void validate_update(v1::ControllerRevision revision, v1::ControllerRevision old, ErrorList& errors) {
  api::validate_metadata_update(kControllerRevision, meta_of(revision), meta_of(old), errors);
  api::validate_metadata(kControllerRevision, meta_of(revision), errors);
  object::validate_nonnegative(revision.revision(), FieldPath("revision"), errors);
  // Byte for byte, as upstream: what was written with blanks cannot be patched.
  if (revision.data() != old.data()) errors.invalid(FieldPath("data"), data_json(revision), object::kImmutableError);
}

// "deployment.apps/web": the kind, its group and the name of the owner that controls it.
std::string controller_of(meta::v1::ObjectMeta meta) {
  for (const meta::v1::OwnerReference owner : meta.owner_references()) {
    if (!owner.controller().value_or(false)) continue;
    std::string kind(owner.kind());
    const size_t slash = owner.api_version().find('/');
    if (slash != std::string_view::npos) kind.append(".").append(owner.api_version().substr(0, slash));
    std::ranges::transform(kind, kind.begin(), [](unsigned char c) { return std::tolower(c); });
    return kind + "/" + std::string(owner.name());
  }
  return std::string(groups::kNone);
}

void row(v1::ControllerRevision revision, int64_t now_seconds, api::Cells& cells) {
  cells.text(revision.metadata().name());
  cells.text(controller_of(revision.metadata()));
  cells.number(revision.revision());
  cells.age(revision.metadata().creation_timestamp(), now_seconds);
}

}  // namespace

const api::Kind kControllerRevision = {
    .group = "apps",
    .version = "v1",
    .kind = "ControllerRevision",
    .resource = "controllerrevisions",
    .singular = "controllerrevision",
    .key_prefix = "/registry/controllerrevisions/",
    .columns =
        {
            api::kNameColumn,
            {.name = "Controller", .type = "string", .description = "Controller of the object"},
            {.name = "Revision", .type = "string", .documented_by = {"apps.v1.ControllerRevision", "revision"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
};

}  // namespace pintle::apps
