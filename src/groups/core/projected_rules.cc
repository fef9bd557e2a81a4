#include "groups/core/projected_rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "groups/core/downward_api_rules.h"
#include "groups/core/local_path_rules.h"
#include "groups/core/signer_name.h"
#include "object/go_format.h"
#include "object/json.h"
#include "object/label_selector.h"
#include "object/object_meta.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr int32_t kModeMax = 0777;
constexpr int64_t kTokenSecondsMin = 10 * 60;
constexpr int64_t kTokenSecondsMax = int64_t{1} << 32;
constexpr int64_t kTokenSecondsDefault = 60 * 60;
constexpr int32_t kCertificateSecondsMin = 3600;
constexpr int32_t kCertificateSecondsMax = 91 * 24 * 60 * 60;
constexpr int32_t kKubernetesCertificateSecondsMax = 24 * 60 * 60;
constexpr std::array<std::string_view, 5> kDownwardFields = {"metadata.annotations", "metadata.labels", "metadata.name",
                                                             "metadata.namespace", "metadata.uid"};
constexpr std::array<std::string_view, 6> kKeyTypes = {"RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"};

void validate_mode(std::optional<int32_t> mode, const FieldPath& path, ErrorList& errors) {
  if (mode && (*mode > kModeMax || *mode < 0))
    errors.invalid(path, std::to_string(*mode), "must be a number between 0 and 0777 (octal), both inclusive");
}

void validate_key_to_path(v1::KeyToPath item, const FieldPath& path, ErrorList& errors) {
  if (item.key().empty()) errors.required(path.child("key"), "");
  if (item.path().empty()) errors.required(path.child("path"), "");
  validate_local_non_reserved_path(item.path(), path.child("path"), errors);
  validate_mode(item.mode(), path.child("mode"), errors);
}

void validate_items(object::ListView<v1::KeyToPath> items, const FieldPath& path, ErrorList& errors) {
  for (auto [index, item] : items.enumerate()) validate_key_to_path(item, path.index(index), errors);
}

void validate_downward_file(v1::DownwardAPIVolumeFile file, const FieldPath& path, ErrorList& errors) {
  if (file.path().empty()) errors.required(path.child("path"), "");
  validate_local_non_reserved_path(file.path(), path.child("path"), errors);
  if (file.field_ref()) {
    validate_object_field_selector(file.field_ref(), kDownwardFields, path.child("fieldRef"), errors);
    if (file.resource_field_ref())
      errors.invalid(path, quoted("resource"), "fieldRef and resourceFieldRef can not be specified simultaneously");
  } else if (file.resource_field_ref()) {
    validate_resource_field_selector(file.resource_field_ref(), ContainerName::kRequired, path.child("resourceFieldRef"), errors);
  } else {
    errors.required(path, "one of fieldRef and resourceFieldRef is required");
  }
  validate_mode(file.mode(), path.child("mode"), errors);
}

// What the sources of one projected volume share: the volume's path, and no two files of one name.
class Projection {
 public:
  Projection(const VolumeRules& rules, const FieldPath& path, ErrorList& errors) : rules_(rules), path_(path), errors_(errors) {}

  void validate(v1::VolumeProjection source, const FieldPath& path) {
    int types = 0;
    if (source.secret()) ++types, validate_keys(source.secret(), path.child("secret"));
    if (source.config_map()) ++types, validate_keys(source.config_map(), path.child("configMap"));
    if (source.downward_api()) ++types, validate_downward(source.downward_api(), path.child("downwardAPI"));
    if (source.service_account_token()) ++types, validate_token(source.service_account_token(), path.child("serviceAccountToken"));
    if (source.cluster_trust_bundle()) ++types, validate_bundle(source.cluster_trust_bundle(), path.child("clusterTrustBundle"));
    if (source.pod_certificate()) ++types, validate_certificate(source.pod_certificate(), path.child("podCertificate"));
    if (types > 1) errors_.forbidden(path, "may not specify more than 1 volume type per source");
  }

 private:
  void add_file(std::string_view file, std::string_view printed) {
    if (!files_.insert(file).second) errors_.invalid(path_, quoted(printed), "conflicting duplicate paths");
  }

  template <class Source>
  void validate_keys(Source source, const FieldPath& path) {
    if (source.name().empty()) errors_.required(path.child("name"), "");
    for (auto [index, item] : source.items().enumerate()) {
      validate_key_to_path(item, path.child("items").index(index), errors_);
      if (!item.path().empty()) add_file(item.path(), source.name());
    }
  }

  void validate_downward(v1::DownwardAPIProjection source, const FieldPath& path) {
    for (v1::DownwardAPIVolumeFile file : source.items()) {
      validate_downward_file(file, path, errors_);
      if (!file.path().empty()) add_file(file.path(), file.path());
    }
  }

  void validate_token(v1::ServiceAccountTokenProjection source, const FieldPath& path) {
    const int64_t seconds = source.expiration_seconds().value_or(kTokenSecondsDefault);
    const FieldPath at = path.child("expirationSeconds");
    if (seconds < kTokenSecondsMin) errors_.invalid(at, std::to_string(seconds), "may not specify a duration less than 10 minutes");
    if (seconds > kTokenSecondsMax) errors_.invalid(at, std::to_string(seconds), "may not specify a duration larger than 2^32 seconds");
    if (source.path().empty()) {
      errors_.required(path_.child("path"), "");
    } else if (!rules_.allow_non_local_projected_token_path) {
      validate_local_non_reserved_path(source.path(), path_.child("path"), errors_);
    }
  }

  void validate_bundle(v1::ClusterTrustBundleProjection source, const FieldPath& path) {
    if (source.name() && source.signer_name()) {
      errors_.invalid(path, printed(source), "only one of name and signerName may be used");
    } else if (source.name()) {
      validate_named_bundle(source, path);
    } else if (source.signer_name()) {
      if (source.signer_name()->empty()) errors_.required(path.child("signerName"), "must be a valid signer name");
      validate_signer_name(*source.signer_name(), path.child("signerName"), errors_);
      object::validate_label_selector(source.label_selector().node(), {}, path.child("labelSelector"), errors_);
    } else {
      errors_.required(path, "either name or signerName must be specified");
    }
    if (source.path().empty()) errors_.required(path.child("path"), "");
    validate_local_non_reserved_path(source.path(), path.child("path"), errors_);
    add_file(source.path(), source.path());
  }

  void validate_named_bundle(v1::ClusterTrustBundleProjection source, const FieldPath& path) {
    const std::string_view name = *source.name();
    if (name.empty()) errors_.required(path.child("name"), "must be a valid object name");
    for (const std::string& fault : is_cluster_trust_bundle_name(name))
      errors_.invalid(path.child("name"), quoted(name), "not a valid clustertrustbundlename: " + fault);
    if (source.label_selector())
      errors_.invalid(path.child("labelSelector"), json(source.label_selector()), "labelSelector must be unset if name is specified");
  }

  void validate_certificate(v1::PodCertificateProjection source, const FieldPath& path) {
    validate_signer_name(source.signer_name(), path.child("signerName"), errors_);
    if (source.has_user_annotations()) validate_user_annotations(source.user_annotations(), path.child("userAnnotations"));
    if (std::ranges::find(kKeyTypes, source.key_type()) == kKeyTypes.end())
      errors_.not_supported(path.child("keyType"), quoted(source.key_type()), kKeyTypes);
    if (source.max_expiration_seconds()) validate_max_expiration(source, path.child("maxExpirationSeconds"));
    validate_certificate_file(source.credential_bundle_path(), path.child("credentialBundlePath"));
    validate_certificate_file(source.key_path(), path.child("keyPath"));
    validate_certificate_file(source.certificate_chain_path(), path.child("certificateChainPath"));
    if (source.credential_bundle_path().empty() && source.key_path().empty() && source.certificate_chain_path().empty())
      errors_.required(path, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
  }

  void validate_user_annotations(object::MapView<std::string_view> annotations, const FieldPath& path) {
    size_t bytes = 0;
    for (auto [key, value] : annotations) {
      std::string lower(key);
      for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      object::validate_domain_prefixed_key(lower, path, errors_);
      bytes += key.size() + value.size();
    }
    if (bytes > object::kAnnotationsBytesMax) errors_.too_long(path, object::kAnnotationsBytesMax);
  }

  void validate_max_expiration(v1::PodCertificateProjection source, const FieldPath& path) {
    const int32_t seconds = *source.max_expiration_seconds();
    const int32_t most = is_kubernetes_signer_name(source.signer_name()) ? kKubernetesCertificateSecondsMax : kCertificateSecondsMax;
    if (seconds < kCertificateSecondsMin)
      errors_.invalid(path, std::to_string(seconds), "if provided, maxExpirationSeconds must be >= 3600");
    if (seconds > most)
      errors_.invalid(path, std::to_string(seconds), "if provided, maxExpirationSeconds must be <= " + std::to_string(most));
  }

  void validate_certificate_file(std::string_view file, const FieldPath& path) {
    if (file.empty()) return;
    validate_local_non_reserved_path(file, path, errors_);
    add_file(file, file);
  }

  static std::string json(meta::v1::LabelSelector selector) {
    std::string out;
    if (!selector) return "null";
    object::encode_json(meta::v1::LabelSelector::schema_type(), *selector.node(), out);
    return out;
  }

  // Upstream prints its internal struct: Go's names, every field.
  static std::string printed(v1::ClusterTrustBundleProjection source) {
    const auto optional = source.optional();
    return "{\"Name\":" + object::json_quoted(*source.name()) + ",\"SignerName\":" + object::json_quoted(*source.signer_name()) +
           ",\"LabelSelector\":" + json(source.label_selector()) + ",\"Optional\":" +
           (!optional   ? "null"
            : *optional ? "true"
                        : "false") +
           ",\"Path\":" + object::json_quoted(source.path()) + "}";
  }

  const VolumeRules& rules_;
  const FieldPath& path_;
  ErrorList& errors_;
  std::set<std::string_view> files_;
};

}  // namespace

void validate_secret_volume(v1::SecretVolumeSource source, const FieldPath& path, ErrorList& errors) {
  if (source.secret_name().empty()) errors.required(path.child("secretName"), "");
  validate_mode(source.default_mode(), path.child("defaultMode"), errors);
  validate_items(source.items(), path.child("items"), errors);
}

void validate_config_map_volume(v1::ConfigMapVolumeSource source, const FieldPath& path, ErrorList& errors) {
  if (source.name().empty()) errors.required(path.child("name"), "");
  validate_mode(source.default_mode(), path.child("defaultMode"), errors);
  validate_items(source.items(), path.child("items"), errors);
}

void validate_downward_api_volume(v1::DownwardAPIVolumeSource source, const FieldPath& path, ErrorList& errors) {
  validate_mode(source.default_mode(), path.child("defaultMode"), errors);
  for (v1::DownwardAPIVolumeFile file : source.items()) validate_downward_file(file, path, errors);
}

void validate_projected_volume(v1::ProjectedVolumeSource source, const VolumeRules& rules, const FieldPath& path, ErrorList& errors) {
  validate_mode(source.default_mode(), path.child("defaultMode"), errors);
  Projection projection(rules, path, errors);
  for (auto [index, item] : source.sources().enumerate()) projection.validate(item, path.child("sources").index(index));
}

}  // namespace pintle::core
