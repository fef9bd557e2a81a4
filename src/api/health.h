// Health checks: the texts of /healthz, /livez and /readyz and of their single checks.
//
//   HealthChecks livez("livez", livez_check_names());
//   livez.set("etcd", [&store] { return store.is_open() ? "" : "store is closed"; });
//   livez.answer("", query)        // 200 "ok", or with ?verbose each check's line; 500 when one fails
//   livez.answer("ping", query)    // one check; nothing: 404
//
// The names are upstream's, in its order, as scripts and probes exclude or ask for them. A name without a function of its own stands for
// something that Pintle does before it listens: it is well whenever it can be asked.
// Ownership: set() before the first request, then immutable; answer() on any thread, so the functions must be safe there and quick.
// Source: k8s.io/apiserver/pkg/server/healthz/healthz.go.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/query.h"

namespace pintle::api {

// "" when all is well, else what is wrong. Only the single check's path tells the reason.
using HealthCheck = std::function<std::string()>;

struct HealthAnswer {
  int status = 200;
  std::string text;  // text/plain; charset=utf-8
};

class HealthChecks {
 public:
  // `endpoint` without a slash: "livez".
  HealthChecks(std::string_view endpoint, std::span<const std::string_view> names);
  // `name` is among the names.
  void set(std::string_view name, HealthCheck check);

  // `name` "" asks for all of them. Query: verbose; exclude, any number of names. Nothing when there is no such check.
  std::optional<HealthAnswer> answer(std::string_view name, const Query& query) const;
  // "/livez", "/livez/ping", ...
  std::vector<std::string> paths() const;

  // How often a check was found well and not, when all were asked for.
  struct Count {
    std::string_view name;
    uint64_t succeeded = 0;
    uint64_t failed = 0;
    bool well = false;  // the last time
  };
  std::vector<Count> counts() const;  // without those that were never asked
  std::string_view endpoint() const { return endpoint_; }

 private:
  struct Tally {
    std::atomic<uint64_t> succeeded = 0;
    std::atomic<uint64_t> failed = 0;
    std::atomic<bool> well = false;
  };
  struct Named {
    std::string name;
    HealthCheck check;
    std::unique_ptr<Tally> tally = std::make_unique<Tally>();
    std::string fault() const { return check ? check() : ""; }
    bool is_well() const;  // and counts it
  };
  HealthAnswer answer_all(const Query& query) const;
  std::string endpoint_;
  std::vector<Named> checks_;
};

// What kube-apiserver 1.36 lists.
std::span<const std::string_view> healthz_check_names();
std::span<const std::string_view> livez_check_names();
std::span<const std::string_view> readyz_check_names();

// The text of /metrics/slis. Source: k8s.io/component-base/metrics/prometheus/slis.
std::string health_metrics(std::span<const HealthChecks* const> endpoints);

}  // namespace pintle::api
