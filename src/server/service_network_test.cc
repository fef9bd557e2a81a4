// Proves that Services get addresses and node ports of their own, whoever else takes some at the same time through which server, that
// none is lost, that dry runs take none, and that the repair mends what others have broken.
#include "server/service_network.h"

#include <gmock/gmock.h>

#include <functional>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "api/stored_object.h"
#include "groups/allocation/port_allocator.h"
#include "groups/core/service_type.h"
#include "server/blocking_commit.h"
#include "server/service_instance.h"
#include "views/core_v1.h"
#include "views/networking_v1.h"

namespace pintle::server {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;

const std::string kServices = "/api/v1/namespaces/x/services";

std::string service_json(std::string_view name, std::string_view spec) {
  return R"({"metadata":{"name":")" + std::string(name) + R"("},"spec":{"ports":[{"port":80}])" + std::string(spec) + "}}";
}

// The text behind `"key":"` in JSON.
std::string text_after(const std::string& json, std::string_view key) {
  const std::string opening = "\"" + std::string(key) + "\":\"";
  const size_t at = json.find(opening);
  if (at == std::string::npos) return {};
  const size_t first = at + opening.size();
  return json.substr(first, json.find('"', first) - first);
}

// What Services have, and what is marked as taken.
struct Taken {
  std::multiset<std::string> addresses;
  std::multiset<int32_t> ports;
};

Taken held_by_services(const ServiceInstance& instance) {
  Taken taken;
  const api::Resource& services = instance.resource("", "services");
  const cache::Snapshot snapshot = services.cache->snapshot();
  for (cache::ObjectRange at = snapshot.range(services.kind->key_prefix); at; ++at) {
    const auto document = api::decode_stored(services, *at);
    const core::v1::ServiceSpec spec = core::v1::Service(&document->root()).spec();
    for (const std::string_view ip : spec.cluster_ips())
      if (ip != core::kHeadless) taken.addresses.emplace(ip);
    for (const int32_t port : core::node_ports_of(spec)) taken.ports.insert(port);
    if (spec.health_check_node_port() != 0) taken.ports.insert(spec.health_check_node_port());
  }
  return taken;
}

Taken marked(const ServiceInstance& instance) {
  Taken taken;
  const api::Resource& addresses = instance.resource("networking.k8s.io", "ipaddresses");
  const cache::Snapshot snapshot = addresses.cache->snapshot();
  for (cache::ObjectRange at = snapshot.range(addresses.kind->key_prefix); at; ++at)
    taken.addresses.emplace(at->key().substr(addresses.kind->key_prefix.size()));
  const PortRange range = instance.options.service_node_port_range;
  const groups::PortAllocator ports(*instance.store, {.first = range.first, .last = range.last}, nullptr);
  const auto state = ports.read();
  EXPECT_TRUE(state);
  for (const int32_t port : state->ports.ports()) taken.ports.insert(port);
  return taken;
}

class ServiceNetworkTest : public testing::Test {
 protected:
  Answer create(std::string_view name, std::string_view spec, std::string_view query = "") {
    return instance().ask({"POST", kServices + std::string(query), service_json(name, spec)});
  }
  Answer patch(std::string_view name, std::string_view body) {
    return instance().ask({"PATCH", kServices + "/" + std::string(name), std::string(body), "application/merge-patch+json"});
  }
  Answer remove(std::string_view name) { return instance().ask({"DELETE", kServices + "/" + std::string(name), ""}); }
  ServiceInstance& instance() {
    if (!instance_) instance_ = std::make_unique<ServiceInstance>(*data_, options_);
    return *instance_;
  }
  // The same data, as a server finds it that starts now.
  void restart() { instance_.reset(); }
  void expect_all_marked() {
    const Taken held = held_by_services(instance());
    const Taken marks = marked(instance());
    EXPECT_EQ(held.addresses, marks.addresses);
    EXPECT_EQ(held.ports, marks.ports);
  }

  std::unique_ptr<store::MemoryStore> data_ = store::MemoryStore::create();
  Options options_{.service_cluster_ip_ranges = {"10.0.0.0/24"}, .service_node_port_range = {.first = 30000, .last = 30200}};
  std::unique_ptr<ServiceInstance> instance_;
};

TEST_F(ServiceNetworkTest, TakesAndGivesBack) {
  EXPECT_EQ(create("plain", "").status, 201);
  EXPECT_EQ(create("node", R"(,"type":"NodePort")").status, 201);
  EXPECT_EQ(create("balanced", R"(,"type":"LoadBalancer","externalTrafficPolicy":"Local")").status, 201);
  EXPECT_EQ(create("headless", R"(,"clusterIP":"None")").status, 201);
  expect_all_marked();
  EXPECT_EQ(marked(instance()).addresses.size(), 3);
  EXPECT_EQ(marked(instance()).ports.size(), 3);
  EXPECT_EQ(patch("node", R"({"spec":{"type":"ClusterIP"}})").status, 200);
  EXPECT_EQ(patch("balanced", R"({"spec":{"externalTrafficPolicy":"Cluster"}})").status, 200);
  EXPECT_EQ(patch("plain", R"({"spec":{"type":"ExternalName","externalName":"a.example"}})").status, 200);
  expect_all_marked();
  EXPECT_EQ(marked(instance()).addresses.size(), 2);
  EXPECT_EQ(marked(instance()).ports.size(), 1);
  for (const char* name : {"plain", "node", "balanced", "headless"}) EXPECT_EQ(remove(name).status, 200) << name;
  EXPECT_TRUE(marked(instance()).addresses.empty());
  EXPECT_TRUE(marked(instance()).ports.empty());
}

TEST_F(ServiceNetworkTest, GivesWhatIsAskedForOnce) {
  EXPECT_EQ(create("a", R"(,"clusterIP":"10.0.0.7")").status, 201);
  const Answer again = create("b", R"(,"clusterIP":"10.0.0.7")");
  EXPECT_EQ(again.status, 422);
  EXPECT_THAT(again.body, HasSubstr(R"(failed to allocate IP 10.0.0.7: provided IP is already allocated)"));
  EXPECT_THAT(create("b", R"(,"clusterIP":"10.0.1.7")").body, HasSubstr("the provided network does not match the current range"));
  EXPECT_THAT(instance()
                  .ask({"POST", kServices, R"({"metadata":{"name":"c"},"spec":{"type":"NodePort","ports":[{"port":1,"nodePort":80}]}})"})
                  .body,
              HasSubstr("provided port is not in the valid range. The range of valid ports is 30000-30200"));
  EXPECT_THAT(marked(instance()).addresses, UnorderedElementsAre("10.0.0.7"));
}

TEST_F(ServiceNetworkTest, ARefusedServiceTakesNothing) {
  EXPECT_EQ(create("a", R"(,"type":"NodePort","sessionAffinity":"Always")").status, 422);
  EXPECT_EQ(create("a", "").status, 201);
  EXPECT_EQ(create("a", R"(,"type":"NodePort")").status, 409);
  expect_all_marked();
}

TEST_F(ServiceNetworkTest, ADryRunTakesNothing) {
  const Answer answer = create("a", R"(,"type":"NodePort")", "?dryRun=All");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(text_after(answer.body, "clusterIP"), "10.0.0.0");
  EXPECT_TRUE(marked(instance()).addresses.empty());
  EXPECT_TRUE(marked(instance()).ports.empty());
}

TEST_F(ServiceNetworkTest, GivesBothFamilies) {
  options_.service_cluster_ip_ranges = {"10.0.0.0/24", "2001:db8::/112"};
  const Answer created = create("a", R"(,"ipFamilyPolicy":"RequireDualStack")");
  EXPECT_EQ(created.status, 201) << created.body;
  EXPECT_THAT(created.body, HasSubstr(R"("ipFamilies":["IPv4","IPv6"])"));
  EXPECT_EQ(marked(instance()).addresses.size(), 2);
  EXPECT_EQ(patch("a", R"({"spec":{"ipFamilyPolicy":"SingleStack"}})").status, 200);
  EXPECT_EQ(marked(instance()).addresses.size(), 1);
  expect_all_marked();
}

TEST_F(ServiceNetworkTest, AFullRangeSaysSo) {
  options_.service_cluster_ip_ranges = {"10.0.0.0/29"};  // six addresses
  for (int i = 0; i < 6; ++i) EXPECT_EQ(create("s" + std::to_string(i), "").status, 201);
  const Answer full = create("more", "");
  EXPECT_EQ(full.status, 500);
  EXPECT_THAT(full.body, HasSubstr(R"(failed to allocate a serviceIP for Service \"more\": range is full)"));
}

TEST_F(ServiceNetworkTest, RepairsWhatOthersHaveBroken) {
  create("a", R"(,"type":"NodePort")");
  create("b", "");
  const api::Resource& addresses = instance().resource("networking.k8s.io", "ipaddresses");
  for (const std::string& address : marked(instance()).addresses)
    ASSERT_TRUE(commit_and_wait(*instance().store, {{store::Operation::erase(addresses.key("", address), store::Expect::any())}}));
  ASSERT_TRUE(commit_and_wait(*instance().store, {{store::Operation::erase(std::string(groups::kNodePortsKey), store::Expect::any())}}));
  EXPECT_TRUE(marked(instance()).addresses.empty());
  restart();
  expect_all_marked();
}

TEST_F(ServiceNetworkTest, GivesBackLeakedPortsAfterSomeRounds) {
  const groups::PortAllocator ports(*instance().store, {.first = 30000, .last = 30200}, nullptr);
  auto state = ports.read();
  state->ports.take(30100);
  ASSERT_TRUE(commit_and_wait(*instance().store, {{ports.put(*state)}}));
  for (int round = 0; round < core::kLeakRounds - 1; ++round) {
    ASSERT_TRUE(instance().network->prepare());
    EXPECT_EQ(marked(instance()).ports.count(30100), 1) << round;
  }
  ASSERT_TRUE(instance().network->prepare());
  EXPECT_EQ(marked(instance()).ports.count(30100), 0);
}

TEST_F(ServiceNetworkTest, GivesBackLeakedAddressesAfterAWhile) {
  create("a", R"(,"clusterIP":"10.0.0.7")");
  const api::Resource& services = instance().resource("", "services");
  ASSERT_TRUE(commit_and_wait(*instance().store, {{store::Operation::erase(services.key("x", "a"), store::Expect::any())}}));
  ASSERT_TRUE(instance().network->prepare());
  EXPECT_EQ(marked(instance()).addresses.size(), 1) << "its Service may be about to come";
  instance().loop.advance(std::chrono::seconds(core::kAddressGraceSeconds + 1));
  ASSERT_TRUE(instance().network->prepare());
  EXPECT_TRUE(marked(instance()).addresses.empty());
}

TEST_F(ServiceNetworkTest, AnotherPortRangeKeepsWhatIsInBoth) {
  instance().ask({"POST", kServices, R"({"metadata":{"name":"in"},"spec":{"type":"NodePort","ports":[{"port":1,"nodePort":30150}]}})"});
  restart();
  options_.service_node_port_range = {.first = 30100, .last = 30300};
  EXPECT_THAT(marked(instance()).ports, UnorderedElementsAre(30150));
}

// What is held according to the answers that clients have got.
class Ledger {
 public:
  void take(const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (!address.empty() && address != "None" && !held_.insert(address).second) ++given_twice_;
  }
  void give_back(const std::string& address) {
    const std::lock_guard lock(mutex_);
    held_.erase(address);
  }
  int given_twice() const { return given_twice_; }

 private:
  std::mutex mutex_;
  std::set<std::string> held_;
  int given_twice_ = 0;
};

constexpr int kClients = 64;
constexpr int kRounds = 20;

// Makes a Service of some type, sometimes changes it, and mostly deletes it again.
Task<void> client(ServiceInstance& instance, int number, Ledger& ledger, const std::function<void()> ended) {
  constexpr std::string_view kSpecs[] = {"", R"(,"type":"NodePort")", R"(,"type":"LoadBalancer","externalTrafficPolicy":"Local")",
                                         R"(,"clusterIP":"None")", R"(,"clusterIP":"10.0.0.9")"};
  std::mt19937 random(static_cast<uint32_t>(number));
  const std::string name = "s" + std::to_string(number);
  const std::string target = kServices + "/" + name;
  for (int round = 0; round < kRounds; ++round) {
    const std::string body = service_json(name, kSpecs[random() % std::size(kSpecs)]);
    const Answer created = co_await instance.answer({"POST", kServices, body});
    if (created.status != 201) {
      EXPECT_THAT(created.body, testing::AnyOf(HasSubstr("range is full"), HasSubstr("provided IP is already allocated")));
      continue;
    }
    std::string address = text_after(created.body, "clusterIP");
    ledger.take(address);
    if (random() % 3 == 0) {
      const Answer changed = co_await instance.answer({"PATCH", target, R"({"spec":{"type":"NodePort"}})", "application/merge-patch+json"});
      EXPECT_TRUE(changed.status == 200 || changed.status == 422 || changed.status == 500) << changed.body;
    }
    if (round + 1 == kRounds && random() % 2 == 0) break;  // some are left
    ledger.give_back(address);
    const Answer deleted = co_await instance.answer({"DELETE", target, ""});
    EXPECT_EQ(deleted.status, 200) << deleted.body;
  }
  ended();
}

// Every second client, beginning with `first`.
Task<void> all_clients(ServiceInstance& instance, int first, Ledger& ledger) {
  int left = 1;
  Loop::Job last_has_ended;
  const auto ended = [&] {
    if (--left == 0) last_has_ended();
  };
  co_await completion<int>(instance.loop, [&](auto resume) {
    last_has_ended = [resume = std::move(resume)]() mutable { resume(0); };
    for (int number = first; number < kClients; number += 2) {
      ++left;
      spawn(client(instance, number, ledger, ended));
    }
    ended();
  });
}

void run_clients(ServiceInstance& instance, int first, Ledger& ledger) { instance.loop.run(all_clients(instance, first, ledger)); }

TEST_F(ServiceNetworkTest, ManyClientsOfTwoServersNeverShare) {
  options_.service_cluster_ip_ranges = {"10.0.0.0/26"};  // fewer addresses than clients
  options_.service_node_port_range = {.first = 30000, .last = 30063};
  ServiceInstance& one = instance();
  ServiceInstance two(*data_, options_);
  Ledger ledger;
  std::thread other([&] { run_clients(two, 1, ledger); });
  run_clients(one, 0, ledger);
  other.join();
  EXPECT_EQ(ledger.given_twice(), 0);
  const Taken held = held_by_services(one);
  EXPECT_FALSE(held.addresses.empty());
  for (const std::string& address : held.addresses) EXPECT_EQ(held.addresses.count(address), 1) << address;
  for (const int32_t port : held.ports) EXPECT_EQ(held.ports.count(port), 1) << port;
  const Taken marks = marked(one);
  EXPECT_EQ(held.addresses, marks.addresses) << "none given twice, none lost";
  EXPECT_EQ(held.ports, marks.ports);
}

}  // namespace
}  // namespace pintle::server
