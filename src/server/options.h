// Options: what the command line asks of the server, checked and in the units that the wiring wants. A plain value.
//
//   Result<CommandLine> line = parse_command_line(Program::kServe, arguments);   // server/flags.h
//   if (line && line->action == Action::kServe) serve(line->options);
//
// Every member is filled by one row of the flags table (server/flags_table.cc), named in its comment. Paths are as given (relative
// to the working folder); an empty path means the default that the comment names. Flags that do not act yet have no member.
// Source: k8s.io/kubernetes cmd/kube-apiserver/app/options, k8s.io/apiserver pkg/server/options.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/audit_options.h"
#include "server/authentication_options.h"
#include "server/authorization_options.h"
#include "server/connection_options.h"
#include "server/kubelet_options.h"

namespace pintle::server {

// How the program was called. Under the name kube-apiserver the flags and their defaults are exactly that program's.
enum class Program : uint8_t { kServe, kKubeApiserver };

// Ports first .. last, both included.
struct PortRange {
  uint16_t first = 30000;
  uint16_t last = 32767;
  bool operator==(const PortRange&) const = default;
};

struct Options {
  Program program = Program::kServe;
  std::set<std::string_view> given;  // names of the flags on the command line: some may not be combined, whatever their values

  // Pintle's own.
  std::string data_dir = "./pintle-data";  // --data-dir
  std::string write_kubeconfig;            // --write-kubeconfig; filled: <data-dir>/kubeconfig unless given
  uint32_t write_kubeconfig_mode = 0600;   // --write-kubeconfig-mode
  int encoding_cache_mb = 64;              // --encoding-cache-mb; MiB
  int io_loops = 0;                        // --io-loops; 0 = one for each core

  // Secure serving.
  std::string bind_address = "127.0.0.1";  // --bind-address
  int secure_port = 6443;                  // --secure-port; 0 under `pintle serve`: any free port
  std::string advertise_address;           // --advertise-address; "" = derived from bind_address
  std::string cert_dir;                    // --cert-dir; filled: <data-dir>/pki unless given
  std::string tls_cert_file;               // --tls-cert-file; "" with tls_private_key_file: own certificate in cert_dir
  std::string tls_private_key_file;        // --tls-private-key-file

  // Authentication and authorization.
  std::string client_ca_file;                                        // --client-ca-file; trusted beside the own CA of the data folder
  std::string token_auth_file;                                       // --token-auth-file; "" = none
  std::string authentication_token_webhook_config_file;              // --authentication-token-webhook-config-file; "" = none
  std::string authentication_token_webhook_version = "v1beta1";      // --authentication-token-webhook-version
  std::chrono::seconds authentication_token_webhook_cache_ttl{120};  // --authentication-token-webhook-cache-ttl
  std::string requestheader_client_ca_file;                          // --requestheader-client-ca-file; "" = no proxy is believed
  std::vector<std::string> requestheader_allowed_names;              // --requestheader-allowed-names; none = all of the authority
  std::vector<std::string> requestheader_username_headers;           // --requestheader-username-headers
  std::vector<std::string> requestheader_uid_headers;                // --requestheader-uid-headers
  std::vector<std::string> requestheader_group_headers;              // --requestheader-group-headers
  std::vector<std::string> requestheader_extra_headers_prefixes;     // --requestheader-extra-headers-prefix
  bool anonymous_auth = true;                                        // --anonymous-auth
  AuthenticationOptions authentication;                              // --authentication-config, --oidc-*, and what only Pintle has
  AuthorizationOptions authorization;                                // --authorization-*
  std::vector<std::string> service_account_issuers = {"https://kubernetes.default.svc"};  // --service-account-issuer; first signs
  std::vector<std::string> service_account_key_files;            // --service-account-key-file; none: the signing key's public half
  std::string service_account_signing_key_file;                  // --service-account-signing-key-file; "" = own key in <data-dir>/pki
  std::string service_account_jwks_uri;                          // --service-account-jwks-uri; "" = this server's
  std::vector<std::string> api_audiences;                        // --api-audiences; filled: the issuers unless given
  bool service_account_lookup = true;                            // --service-account-lookup
  bool service_account_extend_token_expiration = true;           // --service-account-extend-token-expiration
  std::chrono::seconds service_account_max_token_expiration{0};  // --service-account-max-token-expiration; 0 = none
  bool enable_bootstrap_token_auth = false;                      // --enable-bootstrap-token-auth

  // Admission.
  std::vector<std::string> enable_admission_plugins = {"NodeRestriction"};  // --enable-admission-plugins
  std::vector<std::string> disable_admission_plugins;                       // --disable-admission-plugins
  std::vector<std::string> admission_plugins;                               // what the two come to: the plugins that run, in their order
  std::chrono::seconds default_not_ready_toleration_seconds{300};           // --default-not-ready-toleration-seconds
  std::chrono::seconds default_unreachable_toleration_seconds{300};         // --default-unreachable-toleration-seconds
  bool allow_privileged = true;                                             // --allow-privileged

  // Services.
  std::vector<std::string> service_cluster_ip_ranges = {"10.0.0.0/24"};  // --service-cluster-ip-range: one, or one of each family
  PortRange service_node_port_range;                                     // --service-node-port-range
  std::chrono::seconds service_repair_interval{180};                     // --service-repair-interval; kube-apiserver's is fixed

  AuditOptions audit;  // --audit-*

  // Storage.
  std::vector<std::string> etcd_servers;  // --etcd-servers: Pintle's stand-in for etcd (etcd_stand_in.h); none: <data-dir>/store
  std::string store_dir;                  // what --data-dir or --etcd-servers come to; filled by locate_store() (storage_place.h)
  bool unsafe_no_fsync = false;           // of the stand-in: acknowledged before the disk has it
  std::chrono::seconds event_ttl{3600};   // --event-ttl

  // Requests and shutdown.
  std::chrono::seconds min_request_timeout{1800};                        // --min-request-timeout: watches live this long to twice as long
  std::chrono::milliseconds request_timeout{60'000};                     // --request-timeout
  std::chrono::milliseconds shutdown_delay_duration{0};                  // --shutdown-delay-duration
  std::chrono::milliseconds shutdown_watch_termination_grace_period{0};  // --shutdown-watch-termination-grace-period

  ConnectionOptions connections;
  KubeletOptions kubelet;  // --kubelet-*

  int verbosity = 0;  // -v

  bool operator==(const Options&) const = default;
};

}  // namespace pintle::server
