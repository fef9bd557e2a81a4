// Proves that a server is taken for the one that was meant only when its certificate says so, and that every other one is refused in
// Go's words: authority, name, time, usage; and that client certificates reach the server.
#include "net/client_tls.h"

#include "net/client.h"
#include "net/test_server.h"

namespace pintle::net {
namespace {

const TestCertificate& authority() {
  static const TestCertificate made = make_certificate({.common_name = "authority", .authority = true});
  return made;
}

class ClientTlsTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    routes_["/peer"] = [](Request& request) -> Task<Response> {
      co_return text_response(std::to_string(request.peer->certificates_der.size()));
    };
  }
  void TearDown() override {
    client_.stop();
    ServerTest::TearDown();
  }
  void serve(const TestCertificate& certificate) {
    options_.tls.emplace();
    options_.tls->certificate_pem = certificate.certificate_pem;
    options_.tls->private_key_pem = certificate.private_key_pem;
    options_.tls->request_client_certificate = true;
    start();
  }
  // The body, or what comes after the URL in the fault.
  std::string ask(const ClientTlsOptions& tls_options, const std::string& host = "127.0.0.1") {
    auto tls = ClientTls::create(tls_options);
    if (!tls) return tls.error().message();
    const std::string url = "https://" + host + ":" + std::to_string(server_->port()) + "/peer";
    auto answer = client_.send_blocking({.url = url, .tls = *tls, .dial = "127.0.0.1:" + std::to_string(server_->port())});
    if (answer) return std::string(answer->body.view());
    EXPECT_EQ(fault_of(answer.error()), ClientFault::kTls) << answer.error().message();
    return answer.error().message().substr(("Get \"" + url + "\": ").size());
  }
  HttpClient client_;
};

struct NameCase {
  const char* names;
  const char* host;
  const char* server_name;
  const char* wanted;
};

TEST_F(ClientTlsTest, Names) {
  const std::string bad = "tls: failed to verify certificate: x509: ";
  const NameCase cases[] = {
      {"DNS:localhost,IP:127.0.0.1", "127.0.0.1", "", "0"},
      {"DNS:localhost", "localhost", "", "0"},
      {"DNS:*.example.com", "web.example.com", "", "0"},
      {"DNS:webhook.default.svc", "127.0.0.1", "webhook.default.svc", "0"},
      {"DNS:localhost", "127.0.0.1", "", "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"},
      {"IP:10.0.0.1,IP:::1", "127.0.0.1", "", "certificate is valid for 10.0.0.1, ::1, not 127.0.0.1"},
      {"DNS:a.example.com,DNS:b.example.com", "localhost", "", "certificate is valid for a.example.com, b.example.com, not localhost"},
      {"IP:127.0.0.1", "localhost", "", "certificate is not valid for any names, but wanted to match localhost"},
      {"DNS:*.example.com", "a.b.example.com", "", "certificate is valid for *.example.com, not a.b.example.com"},
      {"", "common.name", "", "certificate relies on legacy Common Name field, use SANs instead"},
      {"DNS:localhost", "localhost", "other.name", "certificate is valid for localhost, not other.name"},
  };
  for (const NameCase& c : cases) {
    serve(make_certificate({.common_name = "common.name", .names = c.names}, &authority()));
    const std::string got = ask({.authorities_pem = authority().certificate_pem, .server_name = c.server_name}, c.host);
    EXPECT_EQ(got, std::string(c.wanted) == "0" ? "0" : bad + c.wanted) << c.names << " " << c.host;
    stop_server();
  }
}

TEST_F(ClientTlsTest, AuthoritiesAndUsage) {
  const TestCertificate other = make_certificate({.common_name = "authority", .authority = true});
  const std::string unknown = "tls: failed to verify certificate: x509: certificate signed by unknown authority";
  serve(make_certificate({.common_name = "server", .names = "IP:127.0.0.1"}, &authority()));
  EXPECT_EQ(ask({.authorities_pem = authority().certificate_pem}), "0");
  EXPECT_EQ(ask({.authorities_pem = other.certificate_pem + authority().certificate_pem}), "0");
  EXPECT_EQ(ask({.authorities_pem = other.certificate_pem}), unknown);
  EXPECT_EQ(ask({}), unknown);
  EXPECT_EQ(ask({.insecure_skip_verify = true}), "0");
  stop_server();

  const TestCertificate self_signed = make_certificate({.common_name = "server", .names = "IP:127.0.0.1"});
  serve(self_signed);
  EXPECT_EQ(ask({.authorities_pem = authority().certificate_pem}), unknown);
  EXPECT_EQ(ask({.authorities_pem = self_signed.certificate_pem}), "0");
  stop_server();

  serve(make_certificate({.common_name = "server", .names = "IP:127.0.0.1", .usage = "clientAuth"}, &authority()));
  EXPECT_EQ(ask({.authorities_pem = authority().certificate_pem}),
            "tls: failed to verify certificate: x509: certificate specifies an incompatible key usage");
  stop_server();

  // No authority: it must not sign others.
  const TestCertificate leaf = make_certificate({.common_name = "leaf", .names = "IP:127.0.0.1"}, &authority());
  serve(make_certificate({.common_name = "server", .names = "IP:127.0.0.1"}, &leaf));
  EXPECT_EQ(ask({.authorities_pem = authority().certificate_pem}), unknown);
}

TEST_F(ClientTlsTest, Times) {
  const std::string begin = "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 20";
  serve(make_certificate({.common_name = "server", .names = "IP:127.0.0.1", .begins_in_seconds = -7200, .ends_in_seconds = -3600},
                         &authority()));
  std::string got = ask({.authorities_pem = authority().certificate_pem});
  EXPECT_TRUE(got.starts_with(begin) && got.find("Z is after 20") != std::string::npos) << got;
  stop_server();
  serve(make_certificate({.common_name = "server", .names = "IP:127.0.0.1", .begins_in_seconds = 3600, .ends_in_seconds = 7200},
                         &authority()));
  got = ask({.authorities_pem = authority().certificate_pem});
  EXPECT_TRUE(got.starts_with(begin) && got.find("Z is before 20") != std::string::npos) << got;
}

TEST_F(ClientTlsTest, AClientCertificateReachesTheServer) {
  const TestCertificate own = make_certificate({.common_name = "client"}, &authority());
  serve(make_certificate({.common_name = "server", .names = "IP:127.0.0.1"}, &authority()));
  EXPECT_EQ(
      ask({.authorities_pem = authority().certificate_pem, .certificate_pem = own.certificate_pem, .private_key_pem = own.private_key_pem}),
      "2");
}

TEST_F(ClientTlsTest, WhatIsNoKeyOrCertificateIsRefused) {
  const TestCertificate own = make_certificate("client");
  const TestCertificate other = make_certificate("other");
  const auto fault = [](const ClientTlsOptions& options) { return ClientTls::create(options).error().message(); };
  EXPECT_EQ(fault({.authorities_pem = "none"}), "unable to load root certificates: unable to parse bytes as PEM block");
  EXPECT_EQ(fault({.certificate_pem = "none", .private_key_pem = own.private_key_pem}),
            "tls: failed to find any PEM data in certificate input");
  EXPECT_EQ(fault({.certificate_pem = own.certificate_pem, .private_key_pem = "none"}), "tls: failed to find any PEM data in key input");
  EXPECT_EQ(fault({.certificate_pem = own.certificate_pem, .private_key_pem = other.private_key_pem}),
            "tls: private key does not match public key");
  EXPECT_EQ(fault({.authorities_pem = own.certificate_pem, .insecure_skip_verify = true}),
            "specifying a root certificates file with the insecure flag is not allowed");
}

TEST_F(ClientTlsTest, APlainServerIsNamed) {
  start();
  auto tls = ClientTls::create({.insecure_skip_verify = true});
  auto answer = client_.send_blocking({.url = "https://127.0.0.1:" + std::to_string(server_->port()) + "/", .tls = *tls});
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error().message().ends_with(": http: server gave HTTP response to HTTPS client")) << answer.error().message();
}

}  // namespace
}  // namespace pintle::net
