#include "server/certificates.h"

#include <algorithm>

namespace pintle::server {
namespace {

constexpr const char* kAuthorityName = "kubernetes";
constexpr const char* kServingName = "kube-apiserver";
constexpr const char* kAdministratorName = "kubernetes-admin";
constexpr const char* kAdministratorGroup = "system:masters";

struct PairFiles {
  std::string certificate, key;
  PairFiles(const std::string& folder, const std::string& name)
      : certificate(folder + "/" + name + ".crt"), key(folder + "/" + name + ".key") {}
};

// The empty pair when one of the two files is missing.
Result<KeyPair> load_pair(const PairFiles& files) {
  if (!file_exists(files.certificate) || !file_exists(files.key)) return KeyPair{};
  KeyPair pair;
  PINTLE_TRY(pair.certificate_pem, read_file(files.certificate));
  PINTLE_TRY(pair.key_pem, read_file(files.key));
  return pair;
}

void keep(const PairFiles& files, const KeyPair& pair, std::vector<FileContent>& to_write) {
  to_write.push_back({files.key, pair.key_pem, 0600});
  to_write.push_back({files.certificate, pair.certificate_pem, 0644});
}

Result<KeyPair> load_or_make_authority(const PairFiles& files, TimePoint now, std::vector<FileContent>& to_write) {
  PINTLE_TRY(KeyPair pair, load_pair(files));
  if (auth::is_valid_pair(pair, now, kAuthorityRenewBefore)) return pair;
  PINTLE_TRY(pair, auth::make_authority(kAuthorityName, now, kAuthorityLifetime));
  keep(files, pair, to_write);
  return pair;
}

Result<KeyPair> load_or_issue(const PairFiles& files, const KeyPair& authority, const CertificateRequest& request, TimePoint now,
                              std::vector<FileContent>& to_write) {
  PINTLE_TRY(KeyPair pair, load_pair(files));
  if (auth::is_valid_pair(pair, now, kRenewBefore) && auth::is_issued_by(pair, authority) && auth::satisfies(pair, request)) return pair;
  PINTLE_TRY(pair, auth::issue(authority, request, now));
  keep(files, pair, to_write);
  return pair;
}

}  // namespace

Result<OwnCertificates> load_or_issue_certificates(const CertificatePlan& plan, const Clock& clock) {
  TimePoint now = clock.now();
  OwnCertificates own;
  PINTLE_TRY(own.authority, load_or_make_authority({plan.pki_dir, "ca"}, now, own.to_write));
  PINTLE_TRY(own.administrator, load_or_issue({plan.pki_dir, "admin"}, own.authority,
                                              {.common_name = kAdministratorName,
                                               .organizations = {kAdministratorGroup},
                                               .use = CertificateRequest::Use::kClientAuth,
                                               .lifetime = kCertificateLifetime},
                                              now, own.to_write));
  own.renew_at = std::min(auth::not_after(own.authority) - kAuthorityRenewBefore, auth::not_after(own.administrator) - kRenewBefore);
  PairFiles serving(plan.cert_dir, "apiserver");
  if (plan.cert_dir != plan.pki_dir) {
    PINTLE_TRY(own.serving, load_pair(serving));
    bool foreign = !own.serving.certificate_pem.empty() && !auth::is_issued_by(own.serving, own.authority);
    if (foreign) return own;
  }
  PINTLE_TRY(own.serving,
             load_or_issue(
                 serving, own.authority,
                 {.common_name = kServingName, .dns_names = plan.dns_names, .addresses = plan.addresses, .lifetime = kCertificateLifetime},
                 now, own.to_write));
  own.renew_at = std::min(own.renew_at, auth::not_after(own.serving) - kRenewBefore);
  return own;
}

Result<std::string> load_or_make_service_account_key(const std::string& path) {
  if (file_exists(path)) return read_file(path);
  PINTLE_TRY(std::string key, auth::make_rsa_key());
  PINTLE_TRY_VOID(write_files(std::vector<FileContent>{{path, key, 0600}}));
  return key;
}

}  // namespace pintle::server
