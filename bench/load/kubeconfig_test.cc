// Proves that a kubeconfig's current context gives the server and the credentials, embedded or in files, and that what cannot be used is
// refused.
#include "load/kubeconfig.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/test_folder.h"

namespace pintle::load {
namespace {

std::string kubeconfig(const std::string& cluster, const std::string& user) {
  return "current-context: c\ncontexts:\n- name: other\n  context: {cluster: x, user: x}\n- name: c\n  context: {cluster: k, user: u}\n"
         "clusters:\n- name: k\n  cluster: " +
         cluster + "\nusers:\n- name: u\n  user: " + user + "\n";
}

TEST(KubeconfigTest, EmbeddedCredentials) {
  const auto target = parse_kubeconfig(kubeconfig("{server: 'https://[::1]:6443', certificate-authority-data: 'Y2E='}",
                                                  "{token: t, client-certificate-data: 'Y2Vy dA==', client-key-data: 'a2V5'}"),
                                       "/nowhere/config");
  ASSERT_TRUE(target) << target.error().message();
  EXPECT_EQ(target->host, "::1");
  EXPECT_EQ(target->port, "6443");
  EXPECT_EQ(target->authority, "[::1]:6443");
  EXPECT_EQ(target->credentials.token, "t");
  EXPECT_EQ(target->credentials.authority_pem, "ca");
  EXPECT_EQ(target->credentials.certificate_pem, "cert");
  EXPECT_EQ(target->credentials.key_pem, "key");
}

TEST(KubeconfigTest, FilesBesideIt) {
  const TestFolder folder;
  std::ofstream(folder.path() + "/key.pem") << "the key";
  std::ofstream(folder.path() + "/config") << kubeconfig("{server: 'https://a'}", "{client-key: key.pem}");
  const auto target = read_kubeconfig(folder.path() + "/config");
  ASSERT_TRUE(target) << target.error().message();
  EXPECT_EQ(target->host, "a");
  EXPECT_EQ(target->port, "443");
  EXPECT_EQ(target->credentials.key_pem, "the key");
  EXPECT_FALSE(read_kubeconfig(folder.path() + "/none"));
}

TEST(KubeconfigTest, WhatIsRefused) {
  const std::pair<const char*, std::string> cases[] = {
      {"no YAML", "a: [1"},
      {"no context", "kind: Config\n"},
      {"no https", kubeconfig("{server: 'http://a:8080'}", "{token: t}")},
      {"a user by a program", kubeconfig("{server: 'https://a'}", "{exec: {command: x}}")},
      {"a file that is not there", kubeconfig("{server: 'https://a'}", "{client-key: none}")},
      {"no base64", kubeconfig("{server: 'https://a', certificate-authority-data: '%%'}", "{token: t}")},
      {"padding only", kubeconfig("{server: 'https://a', certificate-authority-data: '===='}", "{token: t}")},
  };
  for (const auto& [name, text] : cases) EXPECT_FALSE(parse_kubeconfig(text, "/nowhere/config")) << name;
}

}  // namespace
}  // namespace pintle::load
