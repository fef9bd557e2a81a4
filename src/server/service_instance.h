// For tests: a server as far as Services need one: verbs, kinds, cache and allocators over a store that several may share. No sockets.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/dispatch.h"
#include "api/status_body.h"
#include "auth/authorizer.h"
#include "base/test_loop.h"
#include "cache/cache.h"
#include "cache/resource_cache.h"
#include "groups/core/core.h"
#include "groups/networking/networking.h"
#include "server/cache_specs.h"
#include "server/service_network.h"
#include "store/memory_store.h"

namespace pintle::server {

inline const api::Kind* const kServiceKinds[] = {&core::kService, &core::kEndpoints, &networking::kIPAddress, &networking::kServiceCIDR};

class TextBody final : public net::RequestBody {
 public:
  explicit TextBody(std::string text) : text_(std::move(text)) {}
  Task<Result<Bytes>> read_all(size_t) override { co_return Bytes::copy(text_); }

 private:
  std::string text_;
};

struct Answer {
  int status = 0;
  std::string body;
  bool has(std::string_view text) const { return body.find(text) != std::string::npos; }
};

struct Ask {
  std::string method;
  std::string target;
  std::string body;
  std::string content_type = "application/json";
};

class ServiceInstance {
 public:
  // `data` is shared with the instance.
  ServiceInstance(const store::MemoryStore& data, Options options) : options(std::move(options)), store(data.share()) {
    cache = *cache::Cache::create(*store, encodings_, *cache_specs(kServiceKinds));
    registry = *api::Registry::create(kServiceKinds, [this](std::string_view prefix) { return cache->resource(prefix); });
    backend = std::make_unique<api::Backend>(api::Backend{.registry = *registry,
                                                          .store = *store,
                                                          .cache = *cache,
                                                          .admission = admission_,
                                                          .authorizer = *authorizer_,
                                                          .clock = loop.clock()});
    network = std::make_unique<ServiceNetwork>(this->options, *backend, *registry);
    const auto prepared = network->prepare();
    EXPECT_TRUE(prepared) << prepared.error().message();
  }
  ~ServiceInstance() { cache->stop(); }

  Answer ask(Ask request) { return loop.run(answer(std::move(request))); }

  Task<Answer> answer(Ask ask) {
    net::Request http;
    http.method = ask.method;
    http.target = ask.target;
    const std::string_view target = http.target;
    const size_t mark = target.find('?');
    http.path = target.substr(0, mark);
    http.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    http.loop = &loop;
    http.headers.add("content-type", ask.content_type);
    http.headers.add("user-agent", "test/1");
    http.body = std::make_unique<TextBody>(ask.body);
    const api::Query query = api::Query::parse(http.query);
    const auto info = api::parse_request_info(http.method, http.path, query);
    std::vector<std::string> warnings;
    const api::DispatchRequest request{.http = http, .info = *info, .query = query, .backend = *backend, .discovery = discovery_};
    auto response = co_await api::dispatch(request, warnings);
    if (!response) co_return Answer{response.error().code(), std::string(api::status_json(response.error()))};
    Answer result{.status = response->status, .body = {}};
    if (auto* whole = std::get_if<Bytes>(&response->body)) result.body = whole->view();
    if (auto* pieces = std::get_if<std::vector<Bytes>>(&response->body))
      for (const Bytes& piece : *pieces) result.body += piece.view();
    co_return result;
  }

  const api::Resource& resource(std::string_view group, std::string_view name) const { return *registry->find(group, "v1", name); }

  Options options;
  TestLoop loop;
  std::unique_ptr<store::MemoryStore> store;
  std::unique_ptr<cache::Cache> cache;
  std::unique_ptr<api::Registry> registry;
  std::unique_ptr<api::Backend> backend;
  std::unique_ptr<ServiceNetwork> network;

 private:
  cache::EncodingBudget encodings_;
  admission::Chain admission_;
  std::unique_ptr<auth::Authorizer> authorizer_ = auth::always_allow();
  api::Discovery discovery_{kServiceKinds, {}};
};

}  // namespace pintle::server
