// Where a server is and as whom it is asked.
#pragma once

#include <string>

#include "base/result.h"

namespace pintle::load {

struct Credentials {
  std::string token;            // of the Authorization header
  std::string certificate_pem;  // of the TLS client
  std::string key_pem;
  std::string authority_pem;  // who must have signed the server's certificate; "" accepts any
};

struct Target {
  std::string host;  // without brackets
  std::string port;
  std::string authority;  // as it stands in the URL
  Credentials credentials;
};

// Only https is spoken. Errors: 400 for a URL of another form.
Result<Target> target_of(const std::string& url, Credentials credentials);

}  // namespace pintle::load
