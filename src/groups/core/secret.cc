// Secret: sensitive data in keys. Source: core/v1 Secret; pkg/registry/core/secret.
#include "groups/core/core.h"
#include "groups/hook.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;

void row(v1::Secret secret, int64_t now_seconds, api::Cells& cells) {
  cells.text(secret.metadata().name());
  cells.text(secret.type());
  cells.number(static_cast<int64_t>(secret.data().size()));
  cells.age(secret.metadata().creation_timestamp(), now_seconds);
}

void set_defaults(v1::SecretMut secret) {
  if (secret.type().empty()) secret.set_type("Opaque");
}

}  // namespace

const api::Kind kSecret = {
    .group = "",
    .version = "v1",
    .kind = "Secret",
    .resource = "secrets",
    .singular = "secret",
    .key_prefix = "/registry/secrets/",
    .selectable_fields =
        {
            {.name = "type"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .columns =
        {
            api::kNameColumn,
            {.name = "Type", .type = "string", .documented_by = {"core.v1.Secret", "type"}},
            {.name = "Data", .type = "string", .documented_by = {"core.v1.Secret", "data"}},
            api::kAgeColumn,
        },
    .row = hook<row>,
    .set_defaults = hook<set_defaults>,
};

}  // namespace pintle::core
