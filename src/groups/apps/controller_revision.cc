// ControllerRevision: a snapshot of a controller's state, written once. Source: apps/v1 ControllerRevision;
// pkg/registry/apps/controllerrevision.
#include <algorithm>
#include <cctype>

#include "groups/apps/apps.h"
#include "groups/hook.h"
#include "groups/row_text.h"
#include "views/apps_v1.h"

namespace pintle::apps {
namespace {

using groups::hook;

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
};

}  // namespace pintle::apps
