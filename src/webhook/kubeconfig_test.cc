// Proves that kubeconfig files of webhooks are read as client-go reads them, and refused in its words.
#include "webhook/kubeconfig.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"

namespace pintle::webhook {
namespace {

std::string config_with(const std::string& cluster, const std::string& user) {
  return "apiVersion: v1\nkind: Config\ncurrent-context: c\ncontexts:\n- name: c\n  context: {cluster: there, user: me}\n"
         "clusters:\n- name: there\n  cluster: " +
         cluster + "\nusers:\n- name: me\n  user: " + user + "\n";
}

TEST(KubeconfigTest, WhatTheCurrentContextSays) {
  const TestFolder folder;
  const FileContent files[] = {{folder.path() + "/ca.pem", "authority", 0600}, {folder.path() + "/key.pem", "key", 0600}};
  ASSERT_TRUE(write_files(files));
  auto config = parse_kubeconfig(config_with("{server: 'https://a/b', certificate-authority: ca.pem, tls-server-name: name.svc}",
                                             "{client-certificate-data: Y2VydA==, client-key: key.pem, token: t}"),
                                 folder.path());
  ASSERT_TRUE(config) << config.error().message();
  EXPECT_EQ(config->server, "https://a/b");
  EXPECT_EQ(*config->authorities.read(), "authority");
  EXPECT_TRUE(config->authorities.watched());
  EXPECT_EQ(*config->client_certificate.read(), "cert");
  EXPECT_FALSE(config->client_certificate.watched());
  EXPECT_EQ(*config->client_key.read(), "key");
  EXPECT_EQ(config->tls_server_name, "name.svc");
  EXPECT_EQ(*config->token.read(), "t");
}

struct Case {
  const char* name;
  std::string text;
  const char* wanted;
};

TEST(KubeconfigTest, Faults) {
  const std::string ok = "{server: 'https://a'}";
  const Case cases[] = {
      {"nothing", "", "invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable"},
      {"no such context", "current-context: x", "context \"x\" does not exist"},
      {"no such user", "current-context: c\ncontexts: [{name: c, context: {cluster: a, user: b}}]", "auth info \"b\" does not exist"},
      {"no such cluster", "current-context: c\ncontexts: [{name: c, context: {cluster: a}}]", "cluster \"a\" does not exist"},
      {"no server", config_with("{tls-server-name: x}", "{}"), "invalid configuration: no server found for cluster \"there\""},
      {"two methods", config_with(ok, "{token: a, username: b}"),
       "invalid configuration: more than one authentication method found for me; found [token basicAuth], only one is allowed"},
      {"no key", config_with(ok, "{client-certificate-data: YQ==}"),
       "invalid configuration: client-key-data or client-key must be specified for me to use the clientCert authentication method."},
      {"no such file", config_with("{server: 'https://a', certificate-authority: /nowhere}", "{}"),
       "invalid configuration: unable to read certificate-authority /nowhere for there due to open /nowhere: no such file or directory"},
      {"plugin", config_with(ok, "{exec: {command: x}}"), "invalid configuration: exec and auth-provider are not supported for me"},
      {"base64", config_with(ok, "{client-key-data: '*'}"), "illegal base64 data at input byte 0"},
      {"another kind", "apiVersion: v1\nkind: Pod", "no kind \"Pod\" is registered for version \"v1\" in scheme"},
  };
  for (const Case& c : cases) {
    auto config = parse_kubeconfig(c.text, "/");
    EXPECT_EQ(config ? "read" : config.error().message(), c.wanted) << c.name;
  }
}

TEST(KubeconfigTest, AServerWithoutAScheme) {
  EXPECT_EQ(parse_kubeconfig(config_with("{server: 'a:1'}", "{}"), "/")->server, "http://a:1");
  EXPECT_EQ(parse_kubeconfig(config_with("{server: 'a:1', insecure-skip-tls-verify: true}", "{}"), "/")->server, "https://a:1");
}

}  // namespace
}  // namespace pintle::webhook
