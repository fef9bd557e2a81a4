// Proves that the server's own certificates are there after the first start, stay the same as long as they are good, are renewed
// before they end, and that files which are not ours are left alone.
#include "server/certificates.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "base/test_folder.h"
#include "server/addresses.h"
#include "server/kubeconfig.h"

namespace pintle::server {
namespace {

using namespace std::chrono_literals;
constexpr std::chrono::hours kDay{24};

class FixedClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return now_; }
  std::chrono::steady_clock::time_point steady() const override { return {}; }
  void advance(std::chrono::hours by) { now_ += by; }

 private:
  TimePoint now_ = std::chrono::system_clock::from_time_t(1'800'000'000);
};

class Certificates : public testing::Test {
 protected:
  void SetUp() override {
    plan_ = {.pki_dir = folder_ + "/pki",
             .cert_dir = folder_ + "/pki",
             .dns_names = {"localhost", "kubernetes"},
             .addresses = {"127.0.0.1", "::1"}};
  }

  // Loads or issues, and writes what is new.
  OwnCertificates start() {
    auto own = load_or_issue_certificates(plan_, clock_);
    EXPECT_TRUE(own) << own.error().message();
    EXPECT_TRUE(write_files(own->to_write));
    return std::move(*own);
  }
  static std::vector<std::string> written(const OwnCertificates& own) {
    std::vector<std::string> names;
    for (const FileContent& file : own.to_write) names.push_back(std::filesystem::path(file.path).filename());
    return names;
  }

  TestFolder temporary_;
  const std::string& folder_ = temporary_.path();
  CertificatePlan plan_;
  FixedClock clock_;
};

using Names = std::vector<std::string>;

TEST_F(Certificates, MadeOnceAndThenKept) {
  OwnCertificates first = start();
  EXPECT_EQ(written(first), (Names{"ca.key", "ca.crt", "admin.key", "admin.crt", "apiserver.key", "apiserver.crt"}));
  EXPECT_TRUE(is_issued_by(first.serving, first.authority));
  EXPECT_TRUE(is_issued_by(first.administrator, first.authority));
  EXPECT_TRUE(satisfies(first.administrator, {.common_name = "kubernetes-admin", .organizations = {"system:masters"}}));
  EXPECT_TRUE(satisfies(first.serving,
                        {.common_name = "kube-apiserver", .dns_names = {"localhost", "kubernetes"}, .addresses = {"127.0.0.1", "::1"}}));
  EXPECT_FALSE(satisfies(first.serving, {.common_name = "kube-apiserver", .dns_names = {"elsewhere"}}));
  EXPECT_EQ(first.renew_at, clock_.now() + kCertificateLifetime - kRenewBefore);

  OwnCertificates second = start();
  EXPECT_EQ(written(second), Names());
  EXPECT_EQ(second.serving.key_pem, first.serving.key_pem);
  EXPECT_EQ(second.authority.certificate_pem, first.authority.certificate_pem);
  EXPECT_EQ(second.renew_at, first.renew_at);

  struct stat info;
  ASSERT_EQ(stat((folder_ + "/pki/ca.key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(Certificates, RenewedBeforeTheyEnd) {
  OwnCertificates first = start();
  clock_.advance(kCertificateLifetime - kRenewBefore - 1h);
  EXPECT_EQ(written(start()), Names());
  clock_.advance(2h);
  OwnCertificates renewed = start();
  EXPECT_EQ(written(renewed), (Names{"admin.key", "admin.crt", "apiserver.key", "apiserver.crt"}));
  EXPECT_EQ(renewed.authority.certificate_pem, first.authority.certificate_pem);
  EXPECT_GT(not_after(renewed.serving), not_after(first.serving));
}

TEST_F(Certificates, AnAuthorityThatWouldEndBeforeWhatItSignsIsReplacedWithAll) {
  start();
  clock_.advance(kAuthorityLifetime - kAuthorityRenewBefore + 1h);
  EXPECT_EQ(written(start()).size(), 6u);
}

TEST_F(Certificates, IssuedAgainWhenANameIsMissingOrAFileIsBroken) {
  start();
  plan_.addresses.push_back("192.0.2.7");
  EXPECT_EQ(written(start()), (Names{"apiserver.key", "apiserver.crt"}));
  std::filesystem::remove(folder_ + "/pki/admin.key");
  EXPECT_EQ(written(start()), (Names{"admin.key", "admin.crt"}));
  std::filesystem::resize_file(folder_ + "/pki/apiserver.crt", 100);
  EXPECT_EQ(written(start()), (Names{"apiserver.key", "apiserver.crt"}));
  std::filesystem::copy_file(folder_ + "/pki/admin.key", folder_ + "/pki/apiserver.key", std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(written(start()), (Names{"apiserver.key", "apiserver.crt"}));
}

TEST_F(Certificates, AForeignPairInCertDirIsUsedAsItIs) {
  KeyPair other = auth::make_authority("other", clock_.now(), kDay).value();
  KeyPair foreign = auth::issue(other, {.common_name = "theirs"}, clock_.now()).value();
  plan_.cert_dir = folder_ + "/theirs";
  ASSERT_TRUE(write_files(std::vector<FileContent>{{plan_.cert_dir + "/apiserver.crt", foreign.certificate_pem, 0644},
                                                   {plan_.cert_dir + "/apiserver.key", foreign.key_pem, 0600}}));
  OwnCertificates own = start();
  EXPECT_EQ(own.serving.certificate_pem, foreign.certificate_pem);
  EXPECT_EQ(written(own), (Names{"ca.key", "ca.crt", "admin.key", "admin.crt"}));
}

TEST_F(Certificates, ServiceAccountKeyIsKept) {
  std::string path = folder_ + "/pki/sa.key";
  std::string key = load_or_make_service_account_key(path).value();
  EXPECT_TRUE(key.starts_with("-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_EQ(load_or_make_service_account_key(path).value(), key);
  EXPECT_EQ(load_or_make_service_account_key("/proc/nowhere/sa.key").error().code(), 503);
}

TEST(Addresses, OfTheDefaultServer) {
  Options options;
  options.cert_dir = "x";
  CertificatePlan plan = certificate_plan(options);
  EXPECT_EQ(plan.pki_dir, "./pintle-data/pki");
  for (std::string name : {"localhost", "kubernetes", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"}) {
    EXPECT_EQ(std::ranges::count(plan.dns_names, name), 1) << name;
  }
  for (std::string address : {"127.0.0.1", "::1", "10.0.0.1"}) EXPECT_EQ(std::ranges::count(plan.addresses, address), 1) << address;
}

TEST(Addresses, Advertised) {
  struct Case {
    std::string advertise, bind, wanted;
  };
  const Case cases[] = {{"192.0.2.9", "127.0.0.1", "192.0.2.9"}, {"", "192.0.2.8", "192.0.2.8"}, {"0.0.0.0", "192.0.2.8", "192.0.2.8"}};
  for (const Case& c : cases) {
    Options options{.bind_address = c.bind, .advertise_address = c.advertise};
    EXPECT_EQ(advertised_address(options), c.wanted);
  }
  EXPECT_NE(advertised_address(Options{.bind_address = "0.0.0.0"}), "0.0.0.0");
}

TEST(Kubeconfig, Urls) {
  EXPECT_EQ(server_url("127.0.0.1", 6443), "https://127.0.0.1:6443");
  EXPECT_EQ(server_url("::1", 6443), "https://[::1]:6443");
  EXPECT_EQ(server_url("0.0.0.0", 1), "https://127.0.0.1:1");
  EXPECT_EQ(server_url("::", 1), "https://[::1]:1");
}

TEST(Kubeconfig, EmbedsWhatItIsGiven) {
  std::string text = kubeconfig_text({.server_url = "https://127.0.0.1:1", .authority_pem = "ca", .client = {"certificate", "key!"}});
  EXPECT_TRUE(text.contains("    server: https://127.0.0.1:1\n"));
  EXPECT_TRUE(text.contains("    certificate-authority-data: Y2E=\n"));
  EXPECT_TRUE(text.contains("    client-certificate-data: Y2VydGlmaWNhdGU=\n"));
  EXPECT_TRUE(text.contains("    client-key-data: a2V5IQ==\n"));
}

}  // namespace
}  // namespace pintle::server
