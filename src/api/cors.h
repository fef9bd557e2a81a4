// Cors: lets pages of other origins use the API from a browser.
//
// Origins are matched by regular expressions (--cors-allowed-origins); without any, nothing is allowed and nothing is answered.
// Thread: immutable. Source: apiserver/pkg/server/filters/cors.go; the checks of options.Validate (CVE-2022-1996).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/http.h"

namespace re2 {
class RE2;
}

namespace pintle::api {

class Cors {
 public:
  // Errors: 400 that names what is wrong with a pattern, as kube-apiserver says it of its flag.
  static Result<Cors> create(const std::vector<std::string>& origin_patterns);

  // The request is a preflight of an allowed origin: it is answered with 204 before anybody is asked who sent it.
  bool answers(const net::Request& request) const;
  // Adds what lets the browser hand the answer to its page, when the origin is allowed.
  void allow(const net::Request& request, net::Headers& answer) const;

 private:
  bool allows(const net::Request& request) const;
  std::vector<std::shared_ptr<const re2::RE2>> patterns_;
};

}  // namespace pintle::api
