// Request headers: an authenticating proxy in front of the server says in headers who its client is, and proves by a certificate that it is
// that proxy.
//
//   X-Remote-User: jane    X-Remote-Uid: 7    X-Remote-Group: devs (may repeat)    X-Remote-Extra-Scopes: view (may repeat)
//
// The certificate must lead to an authority of --requestheader-client-ca-file and bear an allowed common name. Any other client's
// headers mean nothing. When that authority is the one of --client-ca-file as well, who holds one of its certificates may speak for
// everybody unless names are given: as upstream, these two must not be confused.
//
// Thread: any. Errors: 401 with the reason for the log. Source: k8s.io/apiserver/pkg/authentication/request/headerrequest.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "auth/authenticator.h"
#include "auth/verified_chains.h"
#include "net/http.h"

namespace pintle::auth {

// Names of headers in lower case.
struct ProxyHeaders {
  std::vector<std::string> usernames;       // the first that has a value counts
  std::vector<std::string> uids;            // likewise
  std::vector<std::string> groups;          // all values of all of them
  std::vector<std::string> extra_prefixes;  // what follows is the key, %-encoded
};
// X-Remote-User and so on, which no client's request carries further, whatever the flags name.
ProxyHeaders standard_proxy_headers();
void remove_proxy_headers(net::Headers& headers, const ProxyHeaders& names);

class RequestHeaderAuthenticator final : public RequestAuthenticator {
 public:
  // `allowed_names` empty: every certificate of the authorities.
  RequestHeaderAuthenticator(std::shared_ptr<const VerifiedChains> chains, std::vector<std::string> allowed_names, ProxyHeaders names)
      : chains_(std::move(chains)), allowed_names_(std::move(allowed_names)), names_(std::move(names)) {}
  Task<Result<Identity>> authenticate(const Credentials& credentials) const override;

 private:
  std::shared_ptr<const VerifiedChains> chains_;
  std::vector<std::string> allowed_names_;
  ProxyHeaders names_;
};

}  // namespace pintle::auth
