#include "server/serve.h"

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/chain.h"
#include "api/version.h"
#include "auth/authenticator.h"
#include "auth/authorizer.h"
#include "base/file.h"
#include "base/log.h"
#include "base/metrics.h"
#include "cache/cache.h"
#include "cache/loop_hub.h"
#include "cache/resource_cache.h"
#include "groups/all.h"
#include "groups/priorities.h"
#include "net/client.h"
#include "net/loops.h"
#include "net/server.h"
#include "server/access_control.h"
#include "server/addresses.h"
#include "server/admission.h"
#include "server/announcement.h"
#include "server/audit.h"
#include "server/authentication.h"
#include "server/authentication_trust.h"
#include "server/bootstrap.h"
#include "server/cache_specs.h"
#include "server/certificates.h"
#include "server/client_authorities.h"
#include "server/component_statuses.h"
#include "server/connections.h"
#include "server/identity_options.h"
#include "server/insecure_serving.h"
#include "server/kubeconfig.h"
#include "server/process_metrics.h"
#include "server/proxying.h"
#include "server/rbac_bootstrap.h"
#include "server/request_metrics.h"
#include "server/service_network.h"
#include "server/system_controllers.h"
#include "server/token_authentication.h"
#include "store/embedded/embedded_store.h"

namespace pintle::server {
namespace {

constexpr std::chrono::milliseconds kNoLimit = std::chrono::hours(24 * 365);
constexpr std::chrono::milliseconds kStopGrace{100};  // for requests under way, at least; watches are asked to end at once

// What clients are served TLS with.
struct Identity {
  OwnCertificates own;
  net::TlsOptions tls;
};

Result<Identity> load_identity(const Options& options) {
  Identity identity;
  PINTLE_TRY(identity.own, load_or_issue_certificates(certificate_plan(options), Clock::system()));
  PINTLE_TRY_VOID(write_files(identity.own.to_write));
  identity.tls.certificate_pem = identity.own.serving.certificate_pem;
  identity.tls.private_key_pem = identity.own.serving.key_pem;
  if (!options.tls_cert_file.empty()) {
    PINTLE_TRY(identity.tls.certificate_pem, read_file(options.tls_cert_file));
    PINTLE_TRY(identity.tls.private_key_pem, read_file(options.tls_private_key_file));
  }
  identity.tls.request_client_certificate = true;
  PINTLE_TRY_VOID(apply_tls_options(options.connections, identity.tls));
  return identity;
}

// What calls to other services need.
struct RemoteCalls {
  FileWatcher files;
  net::HttpClient client{
      {.user_agent = net::default_user_agent("kube-apiserver", api::BuildInfo().git_version, api::BuildInfo().git_commit)}};
};

// Everything that serves, in the order of its making; destroyed in the reverse.
struct Running {
  explicit Running(const Options& options) : encodings(static_cast<size_t>(options.encoding_cache_mb) << 20) {}

  std::map<std::string, std::string> flag_values;  // for /flagz
  Identity identity;
  std::unique_ptr<store::Store> store;
  cache::EncodingBudget encodings;
  std::unique_ptr<cache::Cache> cache;
  std::unique_ptr<api::Registry> registry;
  std::unique_ptr<AccessControl> access;
  admission::Chain admission;
  std::unique_ptr<api::Backend> backend;
  std::unique_ptr<net::HttpClient> client;  // every call that the server makes
  std::unique_ptr<ServiceNetwork> service_network;
  std::unique_ptr<SystemControllers> controllers;
  std::unique_ptr<api::Discovery> discovery;
  std::unique_ptr<api::OpenApi> openapi;
  api::HealthChecks healthz{"healthz", api::healthz_check_names()};
  api::HealthChecks livez{"livez", api::livez_check_names()};
  api::HealthChecks readyz{"readyz", api::readyz_check_names()};
  MetricsRegistry metrics;
  RemoteCalls calls;
  std::unique_ptr<ClientAuthorities> client_authorities;
  std::unique_ptr<TokenAuthentication> tokens;
  std::unique_ptr<Authentication> authentication;
  std::unique_ptr<RequestMetrics> request_metrics;
  std::unique_ptr<api::ConnectionPolicy> policy;
  std::unique_ptr<api::ZPages> zpages;
  std::unique_ptr<Audit> audit;
  std::unique_ptr<api::Chain> chain;
  std::unique_ptr<net::LoopPool> loops;
  std::unique_ptr<InsecureServing> insecure;  // null without --insecure-port
  std::unique_ptr<net::Server> server;
  std::mutex renewing;  // of certificates: by time, and when their files change
  std::unique_ptr<FileWatcher::Watch> serving_files;
  std::string url;
  std::atomic<bool> stopping{false};  // told to stop; /readyz says so
};

Result<void> open_storage(const Options& options, Running& running) {
  const auto durability = options.unsafe_no_fsync ? store::Durability::kUnsynced : store::Durability::kSynced;
  PINTLE_TRY(running.store, store::EmbeddedStore::open({.folder = options.store_dir, .durability = durability}));
  PINTLE_TRY(std::vector<cache::ResourceSpec> specs, cache_specs(groups::all()));
  PINTLE_TRY(running.cache, cache::Cache::create(*running.store, running.encodings, std::move(specs)));
  return {};
}

// Tells clients whose certificates are accepted, so that they choose well.
void name_authorities(Running& running) {
  const AuthorityTexts texts = running.client_authorities->texts();
  running.identity.tls.client_authorities_pem = texts.clients + texts.proxies;
}

// The cluster lives without it: only aggregated servers read it.
void publish_authorities(const Options& options, Running& running) {
  const auto published = publish_authentication_trust(*running.backend, options, running.client_authorities->texts());
  if (!published) log_error("Whom this server trusts is not published", {{"error", published.error()}});
}

// While it runs: the files of the authorities have changed.
void take_authorities(const Options& options, Running& running) {
  std::lock_guard lock(running.renewing);
  name_authorities(running);
  if (auto set = running.server->set_certificate(running.identity.tls); !set)
    log_error("Clients are not told of the changed authorities", {{"error", set.error()}});
  publish_authorities(options, running);
}

Result<void> build_api(const Options& options, Running& running) {
  PINTLE_TRY(running.registry,
             api::Registry::create(groups::all(), [&](std::string_view prefix) { return running.cache->resource(prefix); }));
  PINTLE_TRY(running.access, AccessControl::create({.store = *running.store,
                                                    .cache = *running.cache,
                                                    .client = running.calls.client,
                                                    .files = running.calls.files,
                                                    .metrics = running.metrics,
                                                    .clock = Clock::system()},
                                                   options));
  running.access->attach(*running.registry);
  PINTLE_TRY_VOID(build_admission(
      options,
      {.registry = *running.registry, .store = *running.store, .authorizer = running.access->authorizer(), .clock = Clock::system()},
      running.admission));
  running.backend = std::make_unique<api::Backend>(api::Backend{.registry = *running.registry,
                                                                .store = *running.store,
                                                                .cache = *running.cache,
                                                                .admission = running.admission,
                                                                .authorizer = running.access->authorizer(),
                                                                .clock = Clock::system(),
                                                                .event_ttl = options.event_ttl,
                                                                .min_request_timeout = options.min_request_timeout});
  running.service_network = std::make_unique<ServiceNetwork>(options, *running.backend, *running.registry);
  running.discovery = std::make_unique<api::Discovery>(groups::all(), groups::priorities());
  running.openapi = std::make_unique<api::OpenApi>(groups::all());
  running.client = std::make_unique<net::HttpClient>();
  PINTLE_TRY(auto component_statuses, ComponentStatuses::create(*running.client));
  running.registry->observe("", "v1", "componentstatuses", std::move(component_statuses));
  PINTLE_TRY_VOID(connect_subresources(options, *running.registry, *running.client));
  running.controllers = std::make_unique<SystemControllers>(*running.backend);
  running.controllers->report_to({&running.healthz, &running.livez, &running.readyz});
  running.readyz.set("shutdown", [&running] { return running.stopping ? "process is shutting down" : ""; });
  PINTLE_TRY(running.client_authorities,
             ClientAuthorities::create(options, running.identity.own.authority.certificate_pem, Clock::system()));
  name_authorities(running);
  running.tokens = std::make_unique<TokenAuthentication>(options, *running.backend, running.metrics);
  PINTLE_TRY_VOID(running.tokens->load_keys());
  PINTLE_TRY(running.authentication, Authentication::create({.options = options,
                                                             .authorities = *running.client_authorities,
                                                             .own_tokens = *running.tokens,
                                                             .client = running.calls.client,
                                                             .files = running.calls.files,
                                                             .metrics = running.metrics}));
  running.tokens->answer_requests(*running.registry, running.authentication->authenticator());
  register_process_metrics(running.metrics);
  register_build_info(running.metrics);
  PINTLE_TRY(running.audit, Audit::create(options.audit, running.metrics, Clock::system()));
  const api::Registry& registry = *running.registry;
  running.request_metrics = std::make_unique<RequestMetrics>(running.metrics, [&registry](const api::RequestInfo& info) {
    return registry.find(info.group, info.version, info.resource) != nullptr;
  });
  return {};
}

groups::ServerPlace place_of(const Options& options) {
  return {.service_ip = kubernetes_service_address(options),
          .advertise_address = advertised_address(options),
          .secure_port = static_cast<uint16_t>(options.secure_port)};
}

// One for each core, as far as the cache knows loops.
size_t io_loops(const Options& options) {
  if (options.io_loops > 0) return static_cast<size_t>(options.io_loops);
  return std::clamp<size_t>(std::thread::hardware_concurrency(), 1, cache::kLoopsMax);
}

// Listens, once everything behind the socket is there.
Result<void> listen(const Options& options, Running& running) {
  running.loops = net::LoopPool::start(io_loops(options));
  net::ServerOptions server_options{
      .address = options.bind_address, .port = static_cast<uint16_t>(options.secure_port), .tls = running.identity.tls};
  // What takes time in a request is waiting for the rest of it; 0 is no limit.
  server_options.timeouts.body = options.request_timeout.count() > 0 ? options.request_timeout : kNoLimit;
  apply_connection_options(options, server_options);
  running.policy = std::make_unique<api::ConnectionPolicy>(connection_policy(options));
  running.zpages = std::make_unique<api::ZPages>(running.flag_values, Clock::system());
  // The chain names the address in discovery; a port of 0 is known only now.
  const auto handler = [&running](net::Request& request) { return running.chain->serve(request); };
  const api::Chain::Parts parts{.backend = *running.backend,
                                .discovery = *running.discovery,
                                .openapi = *running.openapi,
                                .healthz = running.healthz,
                                .livez = running.livez,
                                .readyz = running.readyz,
                                .zpages = *running.zpages,
                                .authenticator = running.authentication->authenticator(),
                                .authorizer = running.access->authorizer(),
                                .observer = *running.request_metrics,
                                .policy = *running.policy,
                                .auditor = running.audit->auditor(),
                                .openid = [&running](Loop& loop) { return running.tokens->openid(loop); },
                                .proxy_headers = proxy_headers_of(options),
                                .server_address = advertised_address(options) + ":" + std::to_string(options.secure_port)};
  running.chain = std::make_unique<api::Chain>(parts);
  PINTLE_TRY(running.insecure, InsecureServing::start(options, parts, *running.loops));
  auto server = net::Server::start(std::move(server_options), *running.loops, handler);
  if (!server)
    return fail(Status::unknown(server.error().message() + "; choose another with --secure-port and --bind-address, or end what uses it"));
  running.server = *std::move(server);
  running.url = server_url(options.bind_address, running.server->port());
  return {};
}

// Nothing when none is asked for, as under the name kube-apiserver.
Result<void> write_kubeconfig(const Options& options, const Running& running) {
  if (options.write_kubeconfig.empty()) return {};
  const OwnCertificates& own = running.identity.own;
  // A given certificate is trusted as it is: who signed it is not known here.
  const std::string& authority_pem = options.tls_cert_file.empty() ? own.authority.certificate_pem : running.identity.tls.certificate_pem;
  const std::string kubeconfig = kubeconfig_text({.server_url = running.url, .authority_pem = authority_pem, .client = own.administrator});
  const FileContent file{.path = options.write_kubeconfig, .bytes = kubeconfig, .mode = options.write_kubeconfig_mode};
  return write_files({&file, 1});
}

// New certificates while it runs: new connections and a newly read kubeconfig use them; the old ones are good for weeks more.
Result<void> renew_certificates(const Options& options, Running& running) {
  const std::lock_guard lock(running.renewing);
  PINTLE_TRY(running.identity, load_identity(options));
  name_authorities(running);
  PINTLE_TRY_VOID(running.server->set_certificate(running.identity.tls));
  return write_kubeconfig(options, running);
}

bool renewal_is_due(Running& running) {
  const std::lock_guard lock(running.renewing);
  return Clock::system().now() >= running.identity.own.renew_at;
}

Result<void> start(const Options& options, Running& running) {
  auto identity = std::async(std::launch::async, [&options] { return load_identity(options); });
  PINTLE_TRY_VOID(open_storage(options, running));
  PINTLE_TRY(running.identity, identity.get());
  PINTLE_TRY_VOID(build_api(options, running));
  PINTLE_TRY_VOID(running.service_network->prepare());
  PINTLE_TRY_VOID(write_system_objects(*running.backend, place_of(options)));
  PINTLE_TRY_VOID(write_bootstrap_policy(*running.backend));
  publish_authorities(options, running);
  running.controllers->start();
  PINTLE_TRY_VOID(listen(options, running));
  running.client_authorities->follow(running.calls.files, [&options, &running] { take_authorities(options, running); });
  running.access->follow_configuration();
  running.service_network->start();
  running.tokens->start(advertised_address(options) + ":" + std::to_string(options.secure_port));
  PINTLE_TRY_VOID(write_kubeconfig(options, running));
  running.serving_files =
      watch_serving_files(options, running.calls.files, [&options, &running] { return renew_certificates(options, running); });
  return {};
}

void stop(const Options& options, Running& running) {
  running.serving_files.reset();
  if (running.client_authorities) running.client_authorities->stop();
  if (running.server) running.server->stop(std::max(kStopGrace, options.shutdown_watch_termination_grace_period));
  if (running.insecure) running.insecure->stop();
  running.calls.client.stop();
  if (running.authentication) running.authentication->stop();
  if (running.audit) running.audit->stop();
  if (running.service_network) running.service_network->stop();
  if (running.tokens) running.tokens->stop();
  if (running.access) running.access->stop();
  if (running.controllers) running.controllers->stop();
  if (running.client) running.client->stop();
  if (running.cache) running.cache->stop();
  if (running.loops) running.loops->stop();
  if (running.store) running.store->stop();
}

// Blocked in every thread that is started from here on, so that only wait_for_signal() sees them.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

// Returns the signal that ends the server. Meanwhile the certificates are looked at now and then.
int wait_for_signal(const sigset_t& signals, const Options& options, Running& running) {
  constexpr timespec kLookAgain{.tv_sec = 3600, .tv_nsec = 0};
  while (true) {
    if (const int received = sigtimedwait(&signals, nullptr, &kLookAgain); received > 0) return received;
    if (!renewal_is_due(running)) continue;
    log_info("Renewing certificates");
    if (auto renewed = renew_certificates(options, running); !renewed) {
      log_error("The certificates could not be renewed", {{"error", renewed.error()}});
    }
  }
}

// Goes on serving while load balancers learn from /readyz that it will stop; a second signal ends the wait.
void wait_before_stopping(const sigset_t& signals, std::chrono::milliseconds delay) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(delay);
  const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds(delay - seconds).count()};
  if (delay.count() > 0) sigtimedwait(&signals, nullptr, &timeout);
}

// With --shutdown-send-retry-after: new requests are sent away, on connections that are still accepted, until those under way are
// answered.
void drain(const Options& options, Running& running) {
  constexpr timespec kLookAgain{.tv_sec = 0, .tv_nsec = 20'000'000};
  const auto end = Clock::system().steady() + options.request_timeout;
  running.policy->stop_accepting();
  if (!options.connections.shutdown_send_retry_after) return;
  while (running.policy->in_flight().under_way() > 0 && Clock::system().steady() < end) nanosleep(&kLookAgain, nullptr);
}

}  // namespace

// What is asked for and accepted, because clusters ask for it as a matter of course, but not enforced yet: said, never silently ignored.
static void warn_of_what_is_not_enforced(const Options& options) {
  if (!options.allow_privileged) log_warning("--allow-privileged=false is not enforced yet: privileged containers are accepted");
}

int serve(const Options& options, const std::map<std::string, std::string>& flag_values) {
  set_log_verbosity(options.verbosity);
  warn_of_what_is_not_enforced(options);
  const sigset_t signals = block_signals();
  Running running(options);
  running.flag_values = flag_values;
  if (auto started = start(options, running); !started) {
    stop(options, running);
    std::fprintf(stderr, "Error: %s\n", started.error().message().c_str());
    return 1;
  }
  log_info("Serving", {{"url", running.url}});
  if (!options.write_kubeconfig.empty()) std::fputs(ready_announcement(running.url, options.write_kubeconfig).c_str(), stdout);
  std::fflush(stdout);
  const int received = wait_for_signal(signals, options, running);
  log_info("Stopping", {{"signal", received}});
  running.stopping = true;
  wait_before_stopping(signals, options.shutdown_delay_duration);
  drain(options, running);
  stop(options, running);
  return 0;
}

}  // namespace pintle::server
