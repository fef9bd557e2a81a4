// Secret: sensitive data in keys. Source: core/v1 Secret; pkg/registry/core/secret.
#include "api/metadata_rules.h"
#include "auth/key_pair.h"
#include "groups/core/core.h"
#include "groups/hook.h"
#include "object/json.h"
#include "views/core_v1_mut.h"

namespace pintle::core {
namespace {

using groups::hook;
using object::ErrorList;
using object::FieldPath;
using object::ObjectMeta;
using Data = object::MapView<std::string_view>;

constexpr size_t kDataBytesMax = 1 << 20;  // values together
constexpr std::string_view kOpaque = "Opaque";
constexpr std::string_view kTls = "kubernetes.io/tls";
constexpr std::string_view kServiceAccountName = "kubernetes.io/service-account.name";
constexpr std::string_view kNoChange = "field is immutable when `immutable` is set";

ObjectMeta meta_of(v1::Secret secret) { return ObjectMeta(secret.metadata().node()); }

void row(v1::Secret secret, int64_t now_seconds, api::Cells& cells) {
  cells.text(secret.metadata().name());
  cells.text(secret.type());
  cells.number(static_cast<int64_t>(secret.data().size()));
  cells.age(secret.metadata().creation_timestamp(), now_seconds);
}

// stringData is a way to write data, never stored.
void set_defaults(v1::SecretMut secret) {
  for (auto [key, value] : secret.string_data()) secret.ensure_data().set(key, value);
  secret.clear_string_data();
  if (secret.type().empty()) secret.set_type(kOpaque);
}

void prepare_update(v1::SecretMut secret, v1::Secret old, const api::HookContext&) {
  if (secret.type().empty()) secret.set_type(old.type());
}

FieldPath data_path(std::string_view key) { return FieldPath("data").key(key); }

void require_key(Data data, std::string_view key, ErrorList& errors) {
  if (!data.contains(key)) errors.required(data_path(key), "");
}

void require_json(Data data, std::string_view key, ErrorList& errors) {
  require_key(data, key, errors);
  if (!data.contains(key)) return;
  const auto decoded = object::decode_json(object::any_object_type(), Bytes::copy(data.get(key)));
  if (!decoded) errors.invalid(data_path(key), object::quoted("<secret contents redacted>"), decoded.error().message());
}

// What each well-known type must hold.
void validate_type(v1::Secret secret, ErrorList& errors) {
  const std::string_view type = secret.type();
  const Data data = secret.data();
  if (type == "kubernetes.io/service-account-token") {
    if (secret.metadata().annotations().get(kServiceAccountName).empty())
      errors.required(FieldPath("metadata").child("annotations").key(kServiceAccountName), "");
  } else if (type == "kubernetes.io/dockercfg") {
    require_json(data, ".dockercfg", errors);
  } else if (type == "kubernetes.io/dockerconfigjson") {
    require_json(data, ".dockerconfigjson", errors);
  } else if (type == "kubernetes.io/basic-auth") {
    if (data.contains("username") || data.contains("password")) return;
    errors.required(data_path("username"), "");
    errors.required(data_path("password"), "");
  } else if (type == "kubernetes.io/ssh-auth") {
    if (data.get("ssh-privatekey").empty()) errors.required(data_path("ssh-privatekey"), "");
  } else if (type == kTls) {
    require_key(data, "tls.crt", errors);
    require_key(data, "tls.key", errors);
  }
}

void validate(v1::Secret secret, ErrorList& errors) {
  size_t bytes = 0;
  for (auto [key, value] : secret.data()) {
    errors.invalid_text_each(data_path(key), key, object::is_config_map_key(key));
    bytes += value.size();
  }
  if (bytes > kDataBytesMax) errors.too_long(FieldPath("data"), kDataBytesMax);
  validate_type(secret, errors);
}

// An empty map and none are not the same, as in upstream.
bool same_data(v1::Secret left, v1::Secret right) {
  if (left.has_data() != right.has_data() || left.data().size() != right.data().size()) return false;
  for (auto [key, value] : left.data())
    if (!right.data().contains(key) || right.data().get(key) != value) return false;
  return true;
}

void validate_update(v1::Secret secret, v1::Secret old, ErrorList& errors) {
  api::validate_metadata_update(kSecret, meta_of(secret), meta_of(old), errors);
  if (secret.type() != old.type()) errors.invalid(FieldPath("type"), object::json_quoted(secret.type()), object::kImmutableError);
  if (old.immutable().value_or(false)) {
    if (!secret.immutable().value_or(false)) errors.forbidden(FieldPath("immutable"), kNoChange);
    if (!same_data(secret, old)) errors.forbidden(FieldPath("data"), kNoChange);
  }
  api::validate_metadata(kSecret, meta_of(secret), errors);
  validate(secret, errors);
}

// A certificate and a key that are no pair may be stored, but are worth a word.
void warn(v1::Secret secret, v1::Secret, std::vector<std::string>& warnings) {
  if (secret.type() != kTls) return;
  std::string fault = auth::key_pair_fault(secret.data().get("tls.crt"), secret.data().get("tls.key"));
  if (!fault.empty()) warnings.push_back(std::move(fault));
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
    .prepare_update = hook<prepare_update>,
    .validate = hook<validate>,
    .validate_update = hook<validate_update>,
    .warnings = hook<warn>,
};

}  // namespace pintle::core
