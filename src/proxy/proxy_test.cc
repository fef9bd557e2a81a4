// Proves what a client is told of a Pod's log and streams and by the proxies: which options and names are refused, where a request goes,
// and what comes back of what is found there.
#include <gtest/gtest.h>

#include <optional>

#include "api/discovery.h"
#include "api/dispatch.h"
#include "api/stored_object.h"
#include "auth/authorizer.h"
#include "auth/user.h"
#include "base/test_loop.h"
#include "cache/cache.h"
#include "groups/core/core.h"
#include "object/json.h"
#include "proxy/http_proxy.h"
#include "proxy/pod_log.h"
#include "proxy/pod_streams.h"
#include "store/memory_store.h"

namespace pintle::proxy {
namespace {

// Answers every call alike, and remembers the last one.
class FakeServer final : public net::Client {
 public:
  Task<Result<net::ClientResponse>> send(net::ClientRequest request) override {
    asked = std::move(request);
    if (fault) co_return fail(*fault);
    net::ClientResponse response{.status = status, .body = Bytes::copy(body)};
    for (const auto& [name, value] : headers) response.headers.add(name, value);
    co_return response;
  }
  int status = 200;
  std::string body = "hello\n";
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<Status> fault;
  std::optional<net::ClientRequest> asked;
};

// Everything is allowed but creating.
class ReadersOnly final : public auth::Authorizer {
 public:
  Task<auth::Decision> authorize(const auth::Attributes& attributes) const override {
    const bool allowed = allows_create || attributes.verb != "create";
    co_return auth::Decision{.kind = allowed ? auth::Decision::Kind::kAllow : auth::Decision::Kind::kNoOpinion, .reason = "no rule"};
  }
  bool allows_create = true;
};

struct Answer {
  int status = 0;
  std::string body;  // of an error: its message
  std::string location;
  std::string kind;  // of an error's details
};

const api::Kind* const kKinds[] = {&core::kPod, &core::kNode, &core::kService, &core::kEndpoints};

class Proxy : public testing::Test {
 protected:
  void SetUp() override {
    std::vector<cache::ResourceSpec> specs;
    for (const api::Kind* kind : kKinds)
      specs.push_back({.name = std::string(kind->resource),
                       .key_prefix = std::string(kind->key_prefix),
                       .type = schema::find_builtin_kind("", "v1", kind->kind)});
    auto cache = cache::Cache::create(*store_, encodings_, std::move(specs));
    ASSERT_TRUE(cache) << cache.error().message();
    cache_ = *std::move(cache);
    registry_ = *api::Registry::create(kKinds, [&](std::string_view prefix) { return cache_->resource(prefix); });
    const auto kubelets = *Kubelets::create({.preferred_address_types = {"Hostname", "InternalIP"}});
    registry_->connect("", "v1", "pods", "log", std::make_shared<PodLog>(kubelets, server_));
    registry_->connect("", "v1", "pods", "exec", std::make_shared<PodStreams>(kubelets));
    registry_->connect("", "v1", "pods", "proxy", std::make_shared<HttpProxy>(HttpProxy::Target::kPod, kubelets, server_));
    registry_->connect("", "v1", "services", "proxy", std::make_shared<HttpProxy>(HttpProxy::Target::kService, kubelets, server_));
    registry_->connect("", "v1", "nodes", "proxy", std::make_shared<HttpProxy>(HttpProxy::Target::kNode, kubelets, server_));
    backend_ = std::make_unique<api::Backend>(api::Backend{.registry = *registry_,
                                                           .store = *store_,
                                                           .cache = *cache_,
                                                           .admission = admission_,
                                                           .authorizer = authorizer_,
                                                           .clock = Clock::system()});
    add("nodes", "n1",
        R"({"status":{"addresses":[{"type":"InternalIP","address":"10.9.0.1"}],)"
        R"("daemonEndpoints":{"kubeletEndpoint":{"Port":10251}}}})");
    add("nodes", "lost", R"({"status":{"addresses":[{"type":"ExternalDNS","address":"a.example"},{"type":"X","address":"b"}]}})");
    add("pods", "p",
        R"({"spec":{"nodeName":"n1","containers":[{"name":"c","ports":[{"containerPort":8080}]}]},)"
        R"("status":{"podIPs":[{"ip":"10.1.0.7"}]}})");
    add("pods", "two", R"({"spec":{"nodeName":"n1","initContainers":[{"name":"i"}],"containers":[{"name":"a"},{"name":"b"}]}})");
    add("pods", "unscheduled", R"({"spec":{"containers":[{"name":"c"}]},"status":{"podIPs":[{"ip":"127.0.0.1"}]}})");
    add("pods", "orphan", R"({"spec":{"nodeName":"gone","containers":[{"name":"c"}]}})");
    add("pods", "far", R"({"spec":{"nodeName":"lost","containers":[{"name":"c"}]}})");
    add("services", "web", R"({"spec":{"ports":[{"name":"http","port":80},{"name":"other","port":81}]}})");
    add("endpoints", "web",
        R"({"subsets":[{"addresses":[{"ip":"10.1.0.7","targetRef":{"kind":"Pod","namespace":"x","name":"p"}}],)"
        R"("ports":[{"name":"http","port":8080}]}]})");
    add("services", "empty", R"({"spec":{"ports":[{"port":80}]}})");
    add("endpoints", "empty", "{}");
    add("services", "stray", R"({"spec":{"ports":[{"port":80}]}})");
    add("endpoints", "stray", R"({"subsets":[{"addresses":[{"ip":"10.7.7.7"}],"ports":[{"port":80}]}]})");
  }
  void TearDown() override { cache_->stop(); }

  void add(std::string_view resource_name, std::string_view name, std::string_view json) {
    const api::Resource& resource = *registry_->find("", "v1", resource_name);
    const std::string_view namespace_ = resource.is_namespaced() ? "x" : "";
    std::string whole = R"({"metadata":{"name":")" + std::string(name) + R"(","namespace":")" + std::string(namespace_) + "\"}";
    whole.append(json == "{}" ? "" : ",").append(json.substr(1));
    auto decoded = object::decode_json(*resource.type, Bytes::copy(whole));
    ASSERT_TRUE(decoded) << decoded.error().message() << whole;
    auto stored = api::encode_stored(resource, decoded->document);
    ASSERT_TRUE(stored);
    loop_.run(commit(store::Operation::put(resource.key(namespace_, name), *std::move(stored), store::Expect::absent(), 0)));
  }

  Task<bool> commit(store::Operation operation) {
    store::Transaction transaction;
    transaction.operations.push_back(std::move(operation));
    auto start = [this, &transaction](auto done) { store_->commit(std::move(transaction), std::move(done)); };
    co_return (co_await completion<Result<store::CommitResult>>(loop_, start)).has_value();
  }

  Answer ask(std::string method, std::string target, net::Headers headers = {}) {
    return loop_.run(answer(std::move(method), std::move(target), std::move(headers)));
  }
  Answer get(std::string target) { return ask("GET", "/api/v1/namespaces/x/" + target); }

  Task<Answer> answer(std::string method, std::string target, net::Headers headers) {
    net::Request http;
    http.method = std::move(method);
    http.target = std::move(target);
    const std::string_view whole = http.target;
    const size_t mark = whole.find('?');
    http.path = whole.substr(0, mark);
    http.query = mark == std::string_view::npos ? std::string_view() : whole.substr(mark + 1);
    http.headers = std::move(headers);
    http.loop = &loop_;
    http.peer = &peer_;
    const api::Query query = api::Query::parse(http.query);
    const auto info = api::parse_request_info(http.method, http.path, query);
    std::vector<std::string> warnings;
    auto response = co_await api::dispatch(
        {.http = http, .info = *info, .query = query, .backend = *backend_, .discovery = discovery_, .user = &user_}, warnings);
    if (!response)
      co_return Answer{.status = response.error().code(), .body = response.error().message(), .kind = response.error().details().kind};
    Answer result{.status = response->status, .location = std::string(response->headers.get("location"))};
    if (auto* body = std::get_if<Bytes>(&response->body)) result.body = body->view();
    co_return result;
  }

  TestLoop loop_;
  FakeServer server_;
  net::Peer peer_{.address = "192.0.2.1"};
  std::unique_ptr<store::MemoryStore> store_ = store::MemoryStore::create();
  cache::EncodingBudget encodings_;
  std::unique_ptr<cache::Cache> cache_;
  std::unique_ptr<api::Registry> registry_;
  admission::Chain admission_;
  ReadersOnly authorizer_;
  auth::User user_{.name = "alice"};
  std::unique_ptr<api::Backend> backend_;
  api::Discovery discovery_{kKinds, {}};
};

struct Refusal {
  std::string target;
  int status;
  std::string_view message;
};

TEST_F(Proxy, LogsAreRefusedInUpstreamsWords) {
  const Refusal cases[] = {
      {"pods/p/log?tailLines=-1", 422, "PodLogOptions \"p\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0"},
      {"pods/p/log?limitBytes=0", 422, "PodLogOptions \"p\" is invalid: limitBytes: Invalid value: 0: must be greater than 0"},
      {"pods/p/log?sinceSeconds=0", 422, "PodLogOptions \"p\" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0"},
      {"pods/p/log?sinceSeconds=1&sinceTime=2020-01-01T00:00:00Z", 422,
       "PodLogOptions \"p\" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"},
      {"pods/p/log?stream=Stdout", 422, "PodLogOptions \"p\" is invalid: stream: Forbidden: may not be specified"},
      {"pods/p/log?tailLines=x", 400, "strconv.ParseInt: parsing \"x\": invalid syntax"},
      {"pods/p/log?container=nosuch", 400, "container nosuch is not valid for pod p"},
      {"pods/two/log", 400, "a container name must be specified for pod two, choose one of: [i a b]"},
      {"pods/absent/log", 404, "pods \"absent\" not found"},
      {"pods/orphan/log", 404, "pods \"gone\" not found"},
      {"pods/far/log", 500, "no preferred addresses found; known addresses: [{ExternalDNS a.example} {X b}]"},
      {"pods/unscheduled/log", 204, ""},
  };
  for (const Refusal& c : cases) {
    const Answer answer = get(c.target);
    EXPECT_EQ(answer.status, c.status) << c.target;
    EXPECT_EQ(answer.body, c.message) << c.target;
  }
  EXPECT_FALSE(server_.asked) << "nobody was asked for any of these";
}

TEST_F(Proxy, LogsComeFromTheKubelet) {
  const Answer answer = get("pods/two/log?container=i&follow=0&tailLines=5&timestamps=true&sinceTime=2020-01-01T00:00:00%2B02:00");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello\n");
  EXPECT_EQ(server_.asked->url,
            "https://10.9.0.1:10251/containerLogs/x/two/i?sinceTime=2019-12-31T22%3A00%3A00Z&tailLines=5&timestamps=true");
}

TEST_F(Proxy, WhatAKubeletSaysOfALogIsToldOn) {
  struct Case {
    int status;
    std::string body;
    int told;
    std::string_view message;
  };
  const Case cases[] = {
      {400, "container \"c\" is waiting to start", 400, "container \"c\" is waiting to start"},
      {500, "boom", 500, "Internal error occurred: boom"},
      {404, "gone", 404, "the server could not find the requested resource ( pods/log p)"},
      {401, "Unauthorized", 401, "the server has asked for the client to provide credentials ( pods/log p)"},
      {403, "no", 403, "no ( pods/log p)"},
      {502, "bad", 502, "an error on the server (\"bad\") has prevented the request from succeeding ( pods/log p)"},
  };
  for (const Case& c : cases) {
    server_.status = c.status;
    server_.body = c.body;
    const Answer answer = get("pods/p/log");
    EXPECT_EQ(answer.status, c.told) << c.status;
    EXPECT_EQ(answer.body, c.message) << c.status;
  }
  server_.fault = net::client_fault(net::ClientFault::kDial, "dial tcp 10.9.0.1:10251: connect: connection refused");
  const Answer answer = get("pods/p/log");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, "Get \"https://10.9.0.1:10251/containerLogs/x/p/c\": dial tcp 10.9.0.1:10251: connect: connection refused");
}

TEST_F(Proxy, StreamsAreRefusedBeforeTheyBegin) {
  const Refusal cases[] = {
      {"pods/p/exec?command=ls", 400, "Upgrade request required"},
      {"pods/p/exec?container=nosuch", 400, "container nosuch is not valid for pod p"},
      {"pods/unscheduled/exec", 400, "pod unscheduled does not have a host assigned"},
      {"pods/orphan/exec", 404, "pods \"gone\" not found"},
      {"pods/p/exec?dryRun=All", 400, "dryRun is not supported"},
  };
  for (const Refusal& c : cases) {
    const Answer answer = get(c.target);
    EXPECT_EQ(answer.status, c.status) << c.target;
    EXPECT_EQ(answer.body, c.message) << c.target;
  }
  authorizer_.allows_create = false;
  EXPECT_EQ(get("pods/p/exec").body, "pods \"p\" is forbidden: no rule") << "a WebSocket's GET creates, too";
}

TEST_F(Proxy, ProxiesLeadToAddresses) {
  struct Case {
    std::string target;
    std::string_view url;
  };
  const Case cases[] = {
      {"/api/v1/namespaces/x/pods/p/proxy/a/b?c=d", "http://10.1.0.7:8080/a/b?c=d"},
      {"/api/v1/namespaces/x/pods/https:p:9/proxy/", "https://10.1.0.7:9/"},
      {"/api/v1/namespaces/x/services/web:http/proxy/", "http://10.1.0.7:8080/"},
      {"/api/v1/namespaces/x/services/https:web:80/proxy/x", "https://10.1.0.7:8080/x"},
      {"/api/v1/nodes/n1/proxy/pods/", "https://10.9.0.1:10251/pods/"},
      {"/api/v1/nodes/n1:10251/proxy/metrics", "https://10.9.0.1:10251/metrics"},
      {"/api/v1/nodes/n1:9100/proxy/metrics", "http://10.9.0.1:9100/metrics"},
  };
  for (const Case& c : cases) {
    const Answer answer = ask("GET", c.target);
    EXPECT_EQ(answer.status, 200) << c.target << answer.body;
    ASSERT_TRUE(server_.asked) << c.target;
    EXPECT_EQ(server_.asked->url, c.url) << c.target;
  }
}

TEST_F(Proxy, ProxiesAreRefusedInUpstreamsWords) {
  const Refusal cases[] = {
      {"pods/unscheduled/proxy/", 400, "address not allowed"},
      {"pods/two/proxy/", 400, "address not allowed"},
      {"pods/a:b:c:d/proxy/", 400, "invalid pod request \"a:b:c:d\""},
      {"services/ftp:web:80/proxy/", 400, "invalid service request \"ftp:web:80\""},
      {"services/absent/proxy/", 404, "services \"absent\" not found"},
      {"services/web:82/proxy/", 503, "no service port 82 found for service \"web\""},
      {"services/web:other/proxy/", 503, "no endpoints available for service \"web:other\""},
      {"services/empty/proxy/", 503, "no endpoints available for service \"empty\""},
      {"services/stray/proxy/", 503, "no endpoints available for service \"stray\""},
  };
  for (const Refusal& c : cases) {
    const Answer answer = get(c.target);
    EXPECT_EQ(answer.status, c.status) << c.target;
    EXPECT_EQ(answer.body, c.message) << c.target;
  }
  EXPECT_FALSE(server_.asked);
  server_.fault = net::client_fault(net::ClientFault::kDial, "dial tcp 10.1.0.7:8080: connect: connection refused");
  const Answer answer = get("pods/p/proxy/");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, "error trying to reach service: dial tcp 10.1.0.7:8080: connect: connection refused");
}

TEST_F(Proxy, RequestsAndAnswersAreChangedOnTheirWay) {
  EXPECT_EQ(get("pods/p/proxy?a=b").location, "/api/v1/namespaces/x/pods/p/proxy/?a=b") << "links of a page are relative to its folder";
  server_.status = 302;
  server_.headers = {{"location", "/login"}, {"connection", "close"}, {"x-own", "1"}};
  net::Headers headers;
  headers.add("connection", "keep-alive");
  headers.add("x-forwarded-for", "198.51.100.1");
  const Answer answer = ask("POST", "/api/v1/namespaces/x/pods/p/proxy/a", std::move(headers));
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.location, "/api/v1/namespaces/x/pods/p/proxy/login");
  EXPECT_EQ(server_.asked->method, "POST");
  EXPECT_FALSE(server_.asked->headers.has("connection"));
  EXPECT_EQ(server_.asked->headers.get("x-forwarded-for"), "198.51.100.1, 192.0.2.1");
  EXPECT_EQ(server_.asked->headers.get("x-forwarded-uri"), "/api/v1/namespaces/x/pods/p/proxy/a");
  for (const char* method : {"HEAD", "OPTIONS", "PUT", "DELETE"}) {
    ask(method, "/api/v1/namespaces/x/pods/p/proxy/a");
    EXPECT_EQ(server_.asked->method, method);
  }
}

}  // namespace
}  // namespace pintle::proxy
