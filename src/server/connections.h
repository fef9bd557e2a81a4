// From the options to what listens: TLS versions, ciphers and SNI certificates, limits of HTTP/2, and the policy of the request chain; and
// the files of the serving certificates, followed while they change.
//
// Errors: what cannot be read or used, named by its flag.
#pragma once

#include <functional>
#include <memory>

#include "api/connection_policy.h"
#include "base/watched_file.h"
#include "net/server_options.h"
#include "server/options.h"

namespace pintle::server {

// Checked options cannot fail here.
api::ConnectionPolicy::Settings connection_policy(const Options& options);
void apply_connection_options(const Options& options, net::ServerOptions& server);
// Versions, ciphers and the certificates of --tls-sni-cert-key.
Result<void> apply_tls_options(const ConnectionOptions& options, net::TlsOptions& tls);

// Calls `reload` when a file that clients are served TLS with has changed: certificate, key, SNI pairs. Null when there is no such file.
std::unique_ptr<FileWatcher::Watch> watch_serving_files(const Options& options, FileWatcher& files, std::function<Result<void>()> reload);

}  // namespace pintle::server
