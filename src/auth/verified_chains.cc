#include "auth/verified_chains.h"

#include <openssl/sha.h>

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "auth/openssl_handles.h"
#include "base/published.h"

namespace pintle::auth {
namespace {

using TimePoint = std::chrono::system_clock::time_point;
using BigNumberHandle = OpensslHandle<BIGNUM, BN_free>;
using ObjectHandle = OpensslHandle<ASN1_OBJECT, ASN1_OBJECT_free>;
void free_stack(STACK_OF(X509) * stack) { sk_X509_free(stack); }  // not its members
using CertificateStackHandle = OpensslHandle<STACK_OF(X509), free_stack>;

constexpr const char* kUidOid = "1.3.6.1.4.1.57683.2";  // k8s.io/apimachinery/pkg/apis/asn1: X509UID
// OpenSSL's level 1: 80 bits of security, so no MD5 or SHA-1 signatures and no RSA keys below 1024 bits.
constexpr int kSecurityLevel = 1;

struct LeafHash {
  using is_transparent = void;
  size_t operator()(std::string_view leaf) const { return std::hash<std::string_view>()(leaf); }
};

// The authorities, and what they have vouched for, by the bytes of the leaf.
struct Trust final : RefCounted<Trust> {
  std::shared_ptr<X509_STORE> store;
  std::unordered_map<std::string, VerifiedChainRef, LeafHash, std::equal_to<>> by_leaf;
};

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

std::string hex(std::string_view bytes, std::string_view separator, std::string_view digits) {
  std::string text;
  for (unsigned char byte : bytes) {
    if (!text.empty()) text += separator;
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string key_id(const ASN1_OCTET_STRING* id) {
  if (id == nullptr) return "";
  std::string_view bytes(reinterpret_cast<const char*>(ASN1_STRING_get0_data(id)), static_cast<size_t>(ASN1_STRING_length(id)));
  return hex(bytes, ":", "0123456789ABCDEF");
}

// "SN=123, SKID=AB:CD, AKID=EF:01", for the log.
std::string identifier(X509* certificate) {
  BigNumberHandle serial(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
  char* decimal = serial ? BN_bn2dec(serial.get()) : nullptr;
  std::string text = std::string("SN=") + (decimal ? decimal : "?") + ", SKID=" + key_id(X509_get0_subject_key_id(certificate)) +
                     ", AKID=" + key_id(X509_get0_authority_key_id(certificate));
  OPENSSL_free(decimal);
  return text;
}

CertificateHandle parse_der(std::string_view der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  const auto* end = data + der.size();
  CertificateHandle certificate(d2i_X509(nullptr, &data, static_cast<long>(der.size())));
  ERR_clear_error();
  return data == end ? std::move(certificate) : nullptr;
}

std::string utf8_of(const X509_NAME_ENTRY* entry) {
  unsigned char* bytes = nullptr;
  int size = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry));
  std::string text = size < 0 ? "" : std::string(reinterpret_cast<char*>(bytes), static_cast<size_t>(size));
  OPENSSL_free(bytes);
  return text;
}

std::vector<std::string> subject_entries(X509* certificate, const ASN1_OBJECT* type) {
  std::vector<std::string> values;
  X509_NAME* subject = X509_get_subject_name(certificate);
  for (int at = X509_NAME_get_index_by_OBJ(subject, type, -1); at >= 0; at = X509_NAME_get_index_by_OBJ(subject, type, at)) {
    values.push_back(utf8_of(X509_NAME_get_entry(subject, at)));
  }
  return values;
}

Result<std::string> uid_of(X509* certificate) {
  ObjectHandle oid(OBJ_txt2obj(kUidOid, 1));
  auto uids = subject_entries(certificate, oid.get());
  if (uids.empty()) return std::string();
  if (uids.size() > 1) return refuse("expected 1 UID, but found " + std::to_string(uids.size()));
  if (uids[0].empty()) return refuse("UID cannot be an empty string");
  return uids[0];
}

std::string fingerprint(std::string_view der) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(der.data()), der.size(), digest);
  return hex({reinterpret_cast<char*>(digest), sizeof digest}, "", "0123456789abcdef");
}

std::string common_name_of(X509* leaf) {
  auto names = subject_entries(leaf, OBJ_nid2obj(NID_commonName));
  return names.empty() ? "" : names.back();  // the last one counts, as in Go
}

// Null when the certificate has no common name.
Result<UserRef> user_of(X509* leaf, std::string_view der) {
  const std::string name = common_name_of(leaf);
  if (name.empty()) return UserRef();
  User user{.name = name, .groups = subject_entries(leaf, OBJ_nid2obj(NID_organizationName))};
  PINTLE_TRY(user.uid, uid_of(leaf));
  user.extra = {{std::string(kCredentialIdKey), {"X509SHA256=" + fingerprint(der)}}};
  return std::make_shared<const User>(with_authenticated_group(std::move(user)));
}

TimePoint not_after(X509* certificate) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) != 1) return {};
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

Result<void> add_authorities(X509_STORE* store, const std::string& pem) {
  BioHandle bio = bio_over(pem);
  int count = 0;
  while (CertificateHandle certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    X509_STORE_add_cert(store, certificate.get());
    ++count;
  }
  ERR_clear_error();  // the end of the text is an error to the reader
  if (count == 0) return fail(Status::bad_request("data does not contain any valid RSA or ECDSA certificates"));
  return {};
}

}  // namespace

struct VerifiedChains::State {
  explicit State(const Clock& time) : clock(time) {}
  const Clock& clock;
  Published<const Trust> trust{Ref<const Trust>::adopt(new Trust)};
  std::mutex writing;  // of `trust`

  VerifiedChainRef find(const Trust& trusted, std::span<const std::string> chain) const;
  void remember(const Trust& trusted, VerifiedChainRef entry);
  Result<VerifiedChainRef> verify(const Trust& trusted, std::span<const std::string> chain) const;
};

VerifiedChainRef VerifiedChains::State::find(const Trust& trusted, std::span<const std::string> chain) const {
  auto found = trusted.by_leaf.find(std::string_view(chain.front()));
  if (found == trusted.by_leaf.end() || !std::ranges::equal(found->second->chain_der, chain)) return nullptr;
  return found->second->valid_until > clock.now() ? found->second : nullptr;
}

void VerifiedChains::State::remember(const Trust& trusted, VerifiedChainRef entry) {
  std::lock_guard lock(writing);
  Ref<const Trust> current = trust.load();
  // Other authorities by now: they have not vouched for it.
  if (current->store != trusted.store) return;
  auto* next = new Trust;
  next->store = current->store;
  TimePoint now = clock.now();
  for (const auto& [leaf, known] : current->by_leaf) {
    if (next->by_leaf.size() + 1 < kVerifiedChainsMax && known->valid_until > now) next->by_leaf.emplace(leaf, known);
  }
  next->by_leaf.insert_or_assign(entry->chain_der.front(), std::move(entry));
  trust.store(Ref<const Trust>::adopt(next));
}

Result<VerifiedChainRef> VerifiedChains::State::verify(const Trust& trusted, std::span<const std::string> chain) const {
  size_t bytes = 0;
  for (const std::string& der : chain) bytes += der.size();
  if (chain.size() > kChainCertificatesMax || bytes > kChainBytesMax) return refuse("the certificate chain is too long");
  std::vector<CertificateHandle> certificates;
  CertificateStackHandle intermediates(sk_X509_new_null());
  for (const std::string& der : chain) {
    certificates.push_back(parse_der(der));
    if (!certificates.back()) return refuse("a certificate of the chain cannot be read");
    if (certificates.size() > 1) sk_X509_push(intermediates.get(), certificates.back().get());
  }
  X509* leaf = certificates.front().get();
  StoreContextHandle context(X509_STORE_CTX_new());
  if (!context || X509_STORE_CTX_init(context.get(), trusted.store.get(), leaf, intermediates.get()) != 1)
    return refuse(take_openssl_error());
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);  // any given authority is a root, as in Go
  X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT);
  X509_VERIFY_PARAM_set_auth_level(parameters, kSecurityLevel);
  X509_VERIFY_PARAM_set_depth(parameters, kChainCertificatesMax);
  X509_VERIFY_PARAM_set_time(parameters, std::chrono::system_clock::to_time_t(clock.now()));
  bool good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (!good) {
    return refuse("verifying certificate " + identifier(leaf) +
                  " failed: " + X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
  }
  auto entry = std::make_shared<VerifiedChain>();
  entry->chain_der.assign(chain.begin(), chain.end());
  entry->common_name = common_name_of(leaf);
  entry->user = user_of(leaf, chain.front());
  entry->valid_until = clock.now() + kVerifiedChainAge;
  STACK_OF(X509)* path = X509_STORE_CTX_get0_chain(context.get());
  for (int i = 0; i < sk_X509_num(path); ++i) entry->valid_until = std::min(entry->valid_until, not_after(sk_X509_value(path, i)));
  return entry;
}

VerifiedChains::VerifiedChains(std::unique_ptr<State> state) : state_(std::move(state)) {}
VerifiedChains::~VerifiedChains() = default;

Result<std::unique_ptr<VerifiedChains>> VerifiedChains::create(const std::vector<std::string>& authorities_pem, const Clock& clock) {
  std::unique_ptr<VerifiedChains> chains(new VerifiedChains(std::make_unique<State>(clock)));
  PINTLE_TRY_VOID(chains->trust(authorities_pem));
  return chains;
}

Result<void> VerifiedChains::trust(const std::vector<std::string>& authorities_pem) {
  auto* next = new Trust;
  Ref<const Trust> owned = Ref<const Trust>::adopt(next);
  next->store = std::shared_ptr<X509_STORE>(X509_STORE_new(), X509_STORE_free);
  for (const std::string& pem : authorities_pem) PINTLE_TRY_VOID(add_authorities(next->store.get(), pem));
  std::lock_guard lock(state_->writing);
  state_->trust.store(std::move(owned));
  return {};
}

Result<VerifiedChainRef> VerifiedChains::verify(std::span<const std::string> chain_der) const {
  Ref<const Trust> trusted = state_->trust.load();
  if (auto known = state_->find(*trusted, chain_der)) return known;
  PINTLE_TRY(auto entry, state_->verify(*trusted, chain_der));
  state_->remember(*trusted, entry);
  return entry;
}

}  // namespace pintle::auth
