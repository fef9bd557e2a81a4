// Proves that faults of outgoing calls read as Go's client words them and keep their kind, and that URLs are taken apart as Go does.
#include "net/client_fault.h"

#include <gtest/gtest.h>

#include "net/client_url.h"

namespace pintle::net {
namespace {

TEST(ClientFaultTest, KindAndTextSurviveTheUrl) {
  const Status fault =
      with_url(client_fault(ClientFault::kDial, "dial tcp 10.0.0.1:1: connect: connection refused"), "POST", "https://a/b");
  EXPECT_EQ(fault.message(), "Post \"https://a/b\": dial tcp 10.0.0.1:1: connect: connection refused");
  EXPECT_EQ(fault_of(fault), ClientFault::kDial);
  EXPECT_EQ(fault.code(), 503);
}

TEST(ClientFaultTest, EveryKindIsFoundAgain) {
  for (int i = 1; i <= static_cast<int>(ClientFault::kCancelled); ++i) {
    const auto kind = static_cast<ClientFault>(i);
    EXPECT_EQ(fault_of(client_fault(kind, "x")), kind) << i;
  }
  EXPECT_EQ(fault_of(Status::internal("x")), ClientFault::kNone);
  EXPECT_EQ(client_fault(ClientFault::kTimeout, "x").code(), 504);
}

struct UrlCase {
  const char* url;
  const char* wanted;  // "tls host port authority target", or the fault
};

TEST(ClientUrlTest, TakenApart) {
  const UrlCase cases[] = {
      {"https://example.com", "1 example.com 443 example.com /"},
      {"http://example.com/a/b?c=d", "0 example.com 80 example.com /a/b?c=d"},
      {"HTTPS://example.com:8443?c#fragment", "1 example.com 8443 example.com:8443 /?c"},
      {"https://[::1]:6443/x#y", "1 ::1 6443 [::1]:6443 /x"},
      {"https://[fe80::1]", "1 fe80::1 443 [fe80::1] /"},
      {"https://example.com:/", "1 example.com 443 example.com: /"},
      {"example.com", "parse \"example.com\": unsupported protocol scheme \"\""},
      {"ftp://example.com", "parse \"ftp://example.com\": unsupported protocol scheme \"ftp\""},
      {"https:///path", "parse \"\": no Host in request URL"},
      {"https://a:99999/", "parse \"a:99999\": invalid port \":99999\" after host"},
      {"https://a:-1/", "parse \"a:-1\": invalid port \":-1\" after host"},
      {"https://[::1/", "parse \"[::1\": missing ']' in host"},
      {"https://user:secret@a/", "parse \"\": credentials in a URL are not supported"},
      {"https://a/b\r\nX: y", "parse \"https://a/b\\r\\nX: y\": net/url: invalid control character in URL"},
      {"https://a/b c", "parse \"https://a/b c\": net/url: invalid control character in URL"},
  };
  for (const UrlCase& c : cases) {
    auto url = ClientUrl::parse(c.url);
    std::string got =
        url ? std::to_string(url->tls) + " " + url->host + " " + std::to_string(url->port) + " " + url->authority + " " + url->target
            : url.error().message();
    EXPECT_EQ(got, c.wanted) << c.url;
  }
}

}  // namespace
}  // namespace pintle::net
