// Proves what the TLS side promises: versions, ciphers, ALPN, client certificates handed on (after resumption too), a new certificate
// without a restart, and that what is no handshake harms nobody.
#include "net/tls_context.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "net/test_server.h"

namespace pintle::net {
namespace {

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

// DER of each certificate of a PEM text.
std::vector<std::string> ders(const std::string& pem) {
  std::vector<std::string> out;
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  while (PEM_read_bio(bio, &name, &header, &data, &size) == 1) {
    out.emplace_back(reinterpret_cast<char*>(data), static_cast<size_t>(size));
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
  }
  BIO_free(bio);
  return out;
}

class TlsTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    routes_["/peer"] = [](Request& request) -> Task<Response> {
      std::string text;
      for (const std::string& der : request.peer->certificates_der) text += der;
      co_return text_response(request.peer->address + std::to_string(request.peer->port != 0) + text);
    };
  }
};

TEST_F(TlsTest, BothVersionsAreServed) {
  start_tls();
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    auto client = tls({.protocols = "\x08http/1.1", .version_max = version});
    ASSERT_TRUE(client) << version;
    client->send(get("/hello"));
    EXPECT_EQ(client->receive_answer().status(), 200) << version;
  }
  EXPECT_FALSE(tls({.version_max = TLS1_1_VERSION, .cipher_list = "DEFAULT@SECLEVEL=0"}));
}

TEST_F(TlsTest, MinimumVersionAndCipherSuites) {
  options_.tls.emplace();
  options_.tls->version_min = TlsVersion::kTls13;
  start_tls();
  EXPECT_FALSE(tls({.version_max = TLS1_2_VERSION}));
  EXPECT_TRUE(tls());

  TlsOptions some = *options_.tls;
  some.version_min = TlsVersion::kTls12;
  some.cipher_suites = {"TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"};
  ASSERT_TRUE(server_->set_certificate(some));
  EXPECT_TRUE(tls({.version_max = TLS1_2_VERSION, .cipher_list = "ECDHE-ECDSA-AES256-GCM-SHA384"}));
  EXPECT_FALSE(tls({.version_max = TLS1_2_VERSION, .cipher_list = "ECDHE-ECDSA-AES128-GCM-SHA256"}));
  some.cipher_suites = {"TLS_MADE_UP"};
  EXPECT_EQ(server_->set_certificate(some).error().message(),
            "Internal error occurred: Cipher suite TLS_MADE_UP not supported or doesn't exist");
}

TEST_F(TlsTest, ProtocolIsNegotiated) {
  start_tls();
  EXPECT_EQ(tls({.protocols = "\x08http/1.1\x02h2"})->protocol(), "h2");
  EXPECT_EQ(tls({.protocols = "\x08http/1.1"})->protocol(), "http/1.1");
  EXPECT_EQ(tls({.protocols = ""})->protocol(), "");
  EXPECT_FALSE(tls({.protocols = "\x04smtp"}));
  auto silent = tls({.protocols = ""});
  silent->send(get("/hello"));
  EXPECT_EQ(silent->receive_answer().status(), 200);
}

TEST_F(TlsTest, Http2CanBeSwitchedOff) {
  options_.http2 = false;
  start_tls();
  EXPECT_EQ(tls()->protocol(), "http/1.1");
}

TEST_F(TlsTest, ClientCertificatesAreHandedOnAlsoAfterResumption) {
  TestCertificate authority = make_certificate("authority");
  TestCertificate intermediate = make_certificate("intermediate", &authority);
  TestCertificate client_certificate = make_certificate("client", &intermediate);
  std::string wanted = "127.0.0.11";
  for (const std::string& der : ders(client_certificate.certificate_pem)) wanted += der;
  options_.tls.emplace();
  options_.tls->request_client_certificate = true;
  options_.tls->client_authorities_pem = make_certificate("another authority").certificate_pem;
  start_tls();
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TestTls with{.protocols = "\x08http/1.1", .certificate = &client_certificate, .version_max = version};
    auto client = tls(with);
    ASSERT_TRUE(client);
    client->send(get("/peer"));
    EXPECT_EQ(client->receive_answer().body, wanted) << version;
    with.session = client->take_session();
    auto again = tls(with);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->resumed()) << version;
    again->send(get("/peer"));
    EXPECT_EQ(again->receive_answer().body, wanted) << version;
    SSL_SESSION_free(with.session);
    auto without = tls({.protocols = "\x08http/1.1", .version_max = version});
    ASSERT_TRUE(without);
    without->send(get("/peer"));
    EXPECT_EQ(without->receive_answer().body, "127.0.0.11") << version;
  }
}

TEST_F(TlsTest, CertificatesAreNotAskedForUnlessWanted) {
  TestCertificate client_certificate = make_certificate("client");
  start_tls();
  auto client = tls({.protocols = "\x08http/1.1", .certificate = &client_certificate});
  client->send(get("/peer"));
  EXPECT_EQ(client->receive_answer().body, "127.0.0.11");
}

TEST_F(TlsTest, NewCertificateIsForNewConnections) {
  start_tls();
  auto before = tls({.protocols = "\x08http/1.1"});
  EXPECT_EQ(before->common_name_of_server(), "localhost");
  TestCertificate authority = make_certificate("authority");
  TestCertificate next = make_certificate("next", &authority);
  ASSERT_TRUE(server_->set_certificate({.certificate_pem = next.certificate_pem, .private_key_pem = next.private_key_pem}));
  EXPECT_EQ(tls()->common_name_of_server(), "next");
  before->send(get("/hello"));
  EXPECT_EQ(before->receive_answer().status(), 200);

  struct Case {
    const char* name;
    TlsOptions options;
  };
  const Case cases[] = {
      {"nothing", {}},
      {"no certificate", {.certificate_pem = next.private_key_pem, .private_key_pem = next.private_key_pem}},
      {"no key", {.certificate_pem = next.certificate_pem, .private_key_pem = next.certificate_pem}},
      {"another's key", {.certificate_pem = next.certificate_pem, .private_key_pem = authority.private_key_pem}},
      {"cut off", {.certificate_pem = next.certificate_pem.substr(0, 200), .private_key_pem = next.private_key_pem}},
  };
  for (const Case& c : cases) {
    auto result = server_->set_certificate(c.options);
    EXPECT_FALSE(result) << c.name;
    EXPECT_EQ(tls()->common_name_of_server(), "next") << c.name;
  }
}

TEST_F(TlsTest, PlainRequestIsTold) {
  start_tls();
  auto client = plain();
  client->send(get("/hello"));
  EXPECT_EQ(client->receive_to_end(), "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
}

TEST_F(TlsTest, NoHandshakeEndsTheConnectionAndNoOther) {
  options_.timeouts.head = std::chrono::milliseconds(250);
  start_tls();
  for (const std::string& bytes :
       {std::string("\x16\x03\x01\xff\xff garbage", 13), std::string(100'000, '\0'), std::string("\x16"), std::string()}) {
    auto client = plain();
    client->send(bytes);
    EXPECT_LT(client->receive_to_end().size(), 100u);  // an alert at most
  }
  EXPECT_TRUE(tls());
}

TEST_F(TlsTest, ACertificateForTheNameThatIsAskedFor) {
  const auto add = [&](const std::string& common_name, std::vector<std::string> names) {
    const TestCertificate made = make_certificate(common_name);
    options_.tls->sni_certificates.push_back({made.certificate_pem, made.private_key_pem, std::move(names)});
  };
  options_.tls.emplace();
  add("first", {"a.example.com", "*.wild.example.com"});
  add("second", {"a.example.com", "b.example.com"});
  add("own.example.com", {});
  start_tls();
  const std::pair<const char*, const char*> cases[] = {
      {"a.example.com", "first"},
      {"B.Example.com.", "second"},
      {"x.wild.example.com", "first"},
      {"wild.example.com", "localhost"},
      {"own.example.com", "own.example.com"},
      {"other", "localhost"},
      {"", "localhost"},
  };
  for (const auto& [name, wanted] : cases) {
    auto client = tls({.server_name = name});
    ASSERT_TRUE(client) << name;
    EXPECT_EQ(client->common_name_of_server(), wanted) << name;
  }
  stop_server();
  add("by address", {"127.0.0.1"});
  start_tls();
  EXPECT_EQ(tls()->common_name_of_server(), "by address");
}

}  // namespace
}  // namespace pintle::net
