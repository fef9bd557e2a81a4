// CertificateSigningRequest: asks a signer for a certificate. Source: certificates.k8s.io/v1 CertificateSigningRequest;
// pkg/registry/certificates/certificates.
#include "auth/user.h"
#include "groups/certificates/certificates.h"
#include "groups/certificates/request_rules.h"
#include "groups/hook.h"
#include "groups/row_text.h"

namespace pintle::certificates {
namespace {

using groups::hook;

bool has_condition(v1::CertificateSigningRequestStatus status, std::string_view type) {
  for (const v1::CertificateSigningRequestCondition condition : status.conditions())
    if (condition.type() == type) return true;
  return false;
}

std::string state_of(v1::CertificateSigningRequestStatus status) {
  std::string state = has_condition(status, "Denied") ? "Denied" : has_condition(status, "Approved") ? "Approved" : "Pending";
  if (has_condition(status, "Failed")) state += ",Failed";
  if (!status.certificate().empty()) state += ",Issued";
  return state;
}

void row(v1::CertificateSigningRequest request, int64_t now_seconds, api::Cells& cells) {
  const v1::CertificateSigningRequestSpec spec = request.spec();
  cells.text(request.metadata().name());
  cells.age(request.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::or_else(spec.signer_name(), groups::kNone));
  cells.text(spec.username());
  cells.text(spec.expiration_seconds() ? api::human_duration(*spec.expiration_seconds()) : groups::kNone);
  cells.text(state_of(request.status()));
}

// Who asks is what the server knows, not what the client says.
void set_requester(v1::CertificateSigningRequestSpecMut spec, const auth::User& user) {
  if (!user.name.empty()) spec.set_username(user.name);
  if (!user.uid.empty()) spec.set_uid(user.uid);
  for (const std::string& group : user.groups) spec.ensure_groups().append(group);
  if (user.extra.empty()) return;
  object::Arena& arena = spec.arena();
  object::Value extra = object::Value::empty_map();
  for (const auto& [key, values] : user.extra) {
    object::Value& list = extra.set(arena, arena.copy(key), object::Value::empty_list());
    for (const std::string& value : values) list.append(arena, object::Value::string(arena.copy(value)));
  }
  spec.set_extra(extra);
}

void prepare_create(v1::CertificateSigningRequestMut request, const api::HookContext& context) {
  const v1::CertificateSigningRequestSpecMut spec = request.ensure_spec();
  spec.clear_username();
  spec.clear_uid();
  spec.clear_groups();
  spec.clear_extra();
  if (context.user) set_requester(spec, *context.user);
}

void prepare_status_update(v1::CertificateSigningRequestMut request, v1::CertificateSigningRequest old, const api::HookContext& context) {
  keep_approval(request, old);
  set_condition_times(request, old, context.now_seconds);
}

void prepare_approval(v1::CertificateSigningRequestMut request, v1::CertificateSigningRequest old, const api::HookContext& context) {
  set_condition_times(request, old, context.now_seconds);
}

void validate(v1::CertificateSigningRequest request, object::ErrorList& errors) { validate_request(request, {}, errors); }

template <RequestUpdate kUpdate>
void validate_as(v1::CertificateSigningRequest request, v1::CertificateSigningRequest old, object::ErrorList& errors) {
  validate_request_update(request, old, kUpdate, errors);
}

// We don't care what you call your certificate requests, says upstream.
object::Messages any_name(std::string_view, object::NameUse) { return {}; }

}  // namespace

const api::Kind kCertificateSigningRequest = {
    .group = "certificates.k8s.io",
    .version = "v1",
    .kind = "CertificateSigningRequest",
    .resource = "certificatesigningrequests",
    .singular = "certificatesigningrequest",
    .short_names = {"csr"},
    .scope = api::Scope::kCluster,
    .subresources =
        {
            {.name = "approval",
             .serves = api::SubresourceKind::kUpdate,
             .keeps = {"spec", "status.certificate"},
             .prepare_update = hook<prepare_approval>,
             .validate_update = hook<validate_as<RequestUpdate::kApproval>>},
            {.name = "status",
             .keeps = {"spec"},
             .writes = {"metadata", "status.certificate"},
             .prepare_update = hook<prepare_status_update>,
             .validate_update = hook<validate_as<RequestUpdate::kStatus>>},
        },
    .key_prefix = "/registry/certificatesigningrequests/",
    .selectable_fields =
        {
            {.name = "spec.signerName"},
        },
    .unsupported_field = api::kFieldLabelNotSupported,
    .selects_namespace = false,
    .columns =
        {
            api::kNameColumn,
            api::kAgeColumn,
            {.name = "SignerName", .type = "string", .documented_by = {"certificates.v1beta1.CertificateSigningRequestSpec", "signerName"}},
            {.name = "Requestor", .type = "string", .documented_by = {"certificates.v1beta1.CertificateSigningRequestSpec", "request"}},
            {.name = "RequestedDuration",
             .type = "string",
             .documented_by = {"certificates.v1beta1.CertificateSigningRequestSpec", "expirationSeconds"}},
            {.name = "Condition",
             .type = "string",
             .documented_by = {"certificates.v1beta1.CertificateSigningRequestStatus", "conditions"}},
        },
    .row = hook<row>,
    .prepare_create = hook<prepare_create>,
    .validate = hook<validate>,
    .validate_update = hook<validate_as<RequestUpdate::kObject>>,
    .validate_name = any_name,
    .keeps = {"spec"},
    .has_status = true,
};

}  // namespace pintle::certificates
