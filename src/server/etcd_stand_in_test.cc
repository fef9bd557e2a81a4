// Proves that the stand-in for etcd takes etcd's flags as test harnesses pass them, and that what it tells is what a server reads; and
// that another program in its place is named as such.
#include "server/etcd_stand_in.h"

#include <gtest/gtest.h>

#include "net/loops.h"
#include "net/server.h"
#include "server/http_address.h"

namespace pintle::server {
namespace {

using Arguments = std::vector<std::string_view>;

std::string error_of(const Arguments& arguments) {
  auto line = parse_etcd_command_line(arguments);
  return line ? "" : line.error().message();
}

TEST(EtcdStandIn, TakesWhatEnvtestPasses) {
  const auto line = parse_etcd_command_line(Arguments{"--advertise-client-urls=http://127.0.0.1:4001",
                                                      "--data-dir=/tmp/k8s_test_framework_1", "--listen-client-urls=http://127.0.0.1:4001",
                                                      "--listen-peer-urls=http://127.0.0.1:4002", "--unsafe-no-fsync=true"});
  ASSERT_TRUE(line) << line.error().message();
  EXPECT_EQ(line->listen_address, "127.0.0.1");
  EXPECT_EQ(line->listen_port, 4001);
  EXPECT_EQ(line->place, (StoragePlace{.data_dir = "/tmp/k8s_test_framework_1", .unsafe_no_fsync = true}));
}

TEST(EtcdStandIn, FlagsInEveryFormOfGo) {
  const auto line = parse_etcd_command_line(
      Arguments{"-data-dir", "/d/../e", "--listen-client-urls", "http://localhost:1,http://[::1]:2", "-unsafe-no-fsync", "-name", "n"});
  ASSERT_TRUE(line) << line.error().message();
  EXPECT_EQ(line->place, (StoragePlace{.data_dir = "/e", .unsafe_no_fsync = true}));
  EXPECT_EQ(line->listen_port, 1);
  EXPECT_TRUE(parse_etcd_command_line(Arguments{"-h"})->help);
  EXPECT_TRUE(etcd_help_text().contains("\n  --unsafe-no-fsync "));
}

TEST(EtcdStandIn, RefusesWhatItWouldNotFollow) {
  const struct {
    Arguments arguments;
    std::string_view wanted;
  } cases[] = {
      {{"--cert-file=x"}, "flag provided but not known to Pintle's stand-in for etcd: -cert-file"},
      {{"--data-dir"}, "flag needs an argument: -data-dir"},
      {{"--unsafe-no-fsync=maybe"}, "invalid boolean value \"maybe\" for -unsafe-no-fsync: parse error"},
      {{"--listen-client-urls=https://127.0.0.1:1"}, "https://127.0.0.1:1: only http:// is spoken here"},
      {{"--data-dir=a\nb"}, "--data-dir must not contain a line break"},
      {{"member"}, "'member' is not a valid flag"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_of(c.arguments), c.wanted);
}

TEST(HttpAddress, HostsAndPorts) {
  EXPECT_EQ(parse_http_address("http://[::1]:80/")->host, "::1");
  EXPECT_EQ(parse_http_address("http://etcd.local:2379")->port, 2379);
  for (std::string_view wrong :
       {"http://a", "http://:1", "http://a:", "http://a:70000", "http://a:1/x", "a:1", "http://::1:2", "http://[]:1"}) {
    EXPECT_FALSE(parse_http_address(wrong)) << wrong;
  }
}

TEST(StoragePlace, IsReadAsItWasTold) {
  const StoragePlace place{.data_dir = "/with space/and=sign", .unsafe_no_fsync = true};
  EXPECT_EQ(*parse_storage_place(storage_place_text(place)), place);
  EXPECT_EQ(parse_storage_place("data-dir=/a\nlater=1\n")->data_dir, "/a");
  EXPECT_FALSE(parse_storage_place(""));
  EXPECT_FALSE(parse_storage_place("data-dir=relative\n"));
  EXPECT_FALSE(parse_storage_place("{\"health\":\"true\"}"));
}

Task<net::Response> answer(int status, std::string body) {
  net::Response response;
  response.status = status;
  response.body = Bytes::take(std::move(body));
  co_return response;
}

// What ask_storage_place() makes of a program that answers every request so.
Result<StoragePlace> ask_of(int status, const std::string& body) {
  const auto loops = net::LoopPool::start(1);
  auto server = net::Server::start({}, *loops, [&](net::Request&) { return answer(status, body); });
  auto place = ask_storage_place({"http://localhost:" + std::to_string((*server)->port())}, std::chrono::milliseconds(0));
  (*server)->stop(std::chrono::milliseconds(0));
  loops->stop();
  return place;
}

TEST(StoragePlace, IsAskedOverHttp) {
  EXPECT_EQ(ask_of(200, "data-dir=/x\nunsafe-no-fsync=false\n")->data_dir, "/x");
  for (int status : {200, 404}) {
    const auto place = ask_of(status, "404 page not found\n");
    ASSERT_FALSE(place);
    EXPECT_TRUE(place.error().message().contains("this is not Pintle's stand-in for etcd")) << place.error().message();
  }
}

TEST(StoragePlace, NobodyListens) {
  const auto place = ask_storage_place({"http://127.0.0.1:1"}, std::chrono::milliseconds(0));
  ASSERT_FALSE(place);
  EXPECT_EQ(
      place.error().message(),
      "--etcd-servers http://127.0.0.1:1: Get \"http://127.0.0.1:1/pintle/storage\": dial tcp 127.0.0.1:1: connect: connection refused");
}

}  // namespace
}  // namespace pintle::server
