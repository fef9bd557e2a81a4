// /flagz and /statusz: what the server was started with, and how long ago; for people who look for faults.
//
//   ZPages pages(flags, Clock::system());
//   pages.answer("/flagz", request, query, {})      // text, or config.k8s.io Flagz for who asks by ";as=Flagz;g=config.k8s.io;v=v1beta1"
//
// Immutable; any thread. Errors: 406 with what may be asked for.
// Source: k8s.io/apiserver/pkg/server/flagz, statusz.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/query.h"
#include "base/clock.h"
#include "base/result.h"
#include "net/http.h"

namespace pintle::api {

class ZPages {
 public:
  // Every flag with its value, by name.
  using Flags = std::map<std::string, std::string>;
  ZPages(Flags flags, const Clock& clock) : flags_(std::move(flags)), clock_(clock), started_(clock.now()) {}

  static bool serves(std::string_view path) { return path == "/flagz" || path == "/statusz"; }
  // `listed`: the paths that "/" lists.
  Result<net::Response> answer(std::string_view path, const net::Request& http, const Query& query,
                               const std::vector<std::string>& listed) const;

 private:
  std::string flags_text() const;
  std::string flags_json(std::string_view version) const;
  std::string status_text(const std::vector<std::string>& listed) const;
  std::string status_json(std::string_view version, const std::vector<std::string>& listed) const;
  std::chrono::seconds uptime() const;

  const Flags flags_;
  const Clock& clock_;
  const std::chrono::system_clock::time_point started_;
};

}  // namespace pintle::api
