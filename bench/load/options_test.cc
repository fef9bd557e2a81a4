// Proves what the command line of pintle-load comes to, and what it refuses.
#include "load/options.h"

#include <gtest/gtest.h>

namespace pintle::load {
namespace {

using Words = std::vector<std::string_view>;

TEST(OptionsTest, AServerAndItsPeer) {
  const auto options = parse_options(Words{"--pintle", "/p", "--peer=https://a:1", "--peer-token=t", "--peer-pids", "7,8", "--rounds=3",
                                           "--only", "get,list", "-o", "/tmp/x", "--objects", "2000", "--seconds", "0.5"});
  ASSERT_TRUE(options) << options.error().message();
  EXPECT_EQ(options->server.start, "exec '/p' serve --secure-port 0 --data-dir {folder}/data");
  EXPECT_EQ(options->server.kubeconfig, "{folder}/data/kubeconfig");
  ASSERT_TRUE(options->peer);
  EXPECT_EQ(options->peer->url, "https://a:1");
  EXPECT_EQ(options->peer->token, "t");
  EXPECT_EQ(options->peer->pids, (Processes{7, 8}));
  EXPECT_EQ(options->rounds, 3);
  EXPECT_EQ(options->only, (std::vector<std::string>{"get", "list"}));
  EXPECT_EQ(options->output, "/tmp/x");
  EXPECT_EQ(options->scale.objects, 2000);
  EXPECT_EQ(options->scale.phase_s, 0.5);
}

TEST(OptionsTest, ScalesAreWholeAndLaterFlagsChangeThem) {
  EXPECT_EQ(parse_options(Words{"--pintle", "/p", "--full"})->scale.objects, 100'000);
  EXPECT_EQ(parse_options(Words{"--pintle", "/p", "--full", "--objects", "2000"})->scale.objects, 2000);
  EXPECT_EQ(parse_options(Words{"--pintle", "/p", "--full", "--quick"})->scale.objects, Scale().objects);
}

TEST(OptionsTest, WhatIsRefused) {
  const std::pair<const char*, Words> cases[] = {
      {"no server", {"--rounds", "2"}},
      {"a peer without an address", {"--pintle", "/p", "--peer-token", "t"}},
      {"no flag", {"get"}},
      {"an unknown flag", {"--pintle", "/p", "--fast", "1"}},
      {"an unknown flag of a peer", {"--pintle", "/p", "--peer-fast", "1"}},
      {"an unknown workload", {"--pintle", "/p", "--only", "get,put"}},
      {"no value", {"--pintle"}},
      {"no number", {"--pintle", "/p", "--rounds", "two"}},
      {"too small a number", {"--pintle", "/p", "--rounds", "0"}},
      {"no process", {"--server", "https://a", "--pids", "1,x"}},
  };
  for (const auto& [name, words] : cases) EXPECT_FALSE(parse_options(words)) << name;
}

}  // namespace
}  // namespace pintle::load
