#include "server/connections.h"

#include <utility>

#include "base/check.h"
#include "base/file.h"

namespace pintle::server {

api::ConnectionPolicy::Settings connection_policy(const Options& options) {
  const ConnectionOptions& given = options.connections;
  auto cors = api::Cors::create(given.cors_allowed_origins);
  PINTLE_CHECK(cors);
  api::ConnectionPolicy::Settings settings{.cors = *std::move(cors),
                                           .goaway_chance = given.disable_http2 ? 0 : given.goaway_chance,
                                           .request_timeout = options.request_timeout,
                                           .refuse_while_stopping = given.shutdown_send_retry_after};
  for (const std::string& directive : given.hsts_directives)
    settings.strict_transport_security += (settings.strict_transport_security.empty() ? "" : "; ") + directive;
  using Kinds = api::InFlightLimits::Kinds;
  settings.in_flight = {.reads_max = static_cast<int>(given.requests_in_flight_max),
                        .writes_max = static_cast<int>(given.mutating_requests_in_flight_max),
                        .kinds = given.priority_and_fairness ? Kinds::kTogether : Kinds::kApart};
  return settings;
}

void apply_connection_options(const Options& options, net::ServerOptions& server) {
  const ConnectionOptions& given = options.connections;
  server.http2 = !given.disable_http2;
  server.share_port = given.permit_port_sharing;
  if (given.http2_max_streams > 0) server.concurrent_streams_max = static_cast<uint32_t>(given.http2_max_streams);
}

// DIFFERS: TLS 1.0 and 1.1 are taken for 1.2, the oldest that is still served.
Result<void> apply_tls_options(const ConnectionOptions& options, net::TlsOptions& tls) {
  tls.version_min = options.tls_min_version == "VersionTLS13" ? net::TlsVersion::kTls13 : net::TlsVersion::kTls12;
  tls.cipher_suites = options.tls_cipher_suites;
  tls.sni_certificates.clear();
  for (const std::string& item : options.tls_sni_cert_keys) {
    const SniFiles files = sni_files(item);
    auto contents = read_files({files.certificate, files.key});
    if (!contents) return fail(Status::unknown("failed to load SNI cert and key: " + contents.error().message()));
    tls.sni_certificates.push_back(
        {.certificate_pem = std::move((*contents)[0]), .private_key_pem = std::move((*contents)[1]), .names = files.names});
  }
  return {};
}

std::unique_ptr<FileWatcher::Watch> watch_serving_files(const Options& options, FileWatcher& files, std::function<Result<void>()> reload) {
  std::vector<std::string> paths;
  if (!options.tls_cert_file.empty()) paths = {options.tls_cert_file, options.tls_private_key_file};
  for (const std::string& item : options.connections.tls_sni_cert_keys) {
    const SniFiles pair = sni_files(item);
    paths.push_back(pair.certificate);
    paths.push_back(pair.key);
  }
  if (paths.empty()) return nullptr;
  // What they held when they were first read is not known any more, so that the first look counts as a change: it costs one reload.
  return files.watch({.subject = "serving certificates",
                      .paths = std::move(paths),
                      .contents = {},
                      .on_change = [reload = std::move(reload)](const FileContents&) { return reload(); }});
}

}  // namespace pintle::server
