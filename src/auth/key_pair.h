// Whether a certificate and a private key belong together.
//
// Thread: any. Source: Go's crypto/tls (X509KeyPair), whose messages these are.
#pragma once

#include <string>
#include <string_view>

namespace pintle::auth {

// What is wrong with the two texts in PEM; "" when they are a pair.
std::string key_pair_fault(std::string_view certificate_pem, std::string_view key_pem);

}  // namespace pintle::auth
