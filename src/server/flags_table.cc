#include "server/flags_table.h"

#include <algorithm>
#include <string>

#include "server/nested_option.h"

namespace pintle::server {
namespace {

constexpr FlagRow flag(std::string_view name, FlagKind kind, std::string_view default_text, std::string_view help) {
  return {.name = name, .kind = kind, .default_text = default_text, .help = help};
}

constexpr FlagRow kPintle[] = {
    flag("basic-auth-file", FlagKind::kString, "", "CSV file of passwords for HTTP basic authentication: password,user,uid,\"group,group\"")
        .to(nested<&Options::authentication, &AuthenticationOptions::basic_auth_file>),
    flag("data-dir", FlagKind::kString, "./pintle-data", "Folder for everything that the server keeps: store, certificates, keys")
        .to(&Options::data_dir),
    flag("encoding-cache-mb", FlagKind::kInt, "64",
         "Memory for remembered encodings of objects, in MiB: the oldest go first; 0 remembers none")
        .to(&Options::encoding_cache_mb),
    flag("io-loops", FlagKind::kInt, "0", "I/O threads that serve connections; 0 is one for each core").to(&Options::io_loops),
    flag("insecure-bind-address", FlagKind::kString, "127.0.0.1", "IP address that --insecure-port listens on; keep it a loopback one")
        .to(nested<&Options::authentication, &AuthenticationOptions::insecure_bind_address>),
    flag("insecure-port", FlagKind::kInt, "0",
         "DANGEROUS: a port for plain HTTP on which everybody may do everything, without any credential; 0 for none")
        .to(nested<&Options::authentication, &AuthenticationOptions::insecure_port>),
    flag("keystone-ca-file", FlagKind::kString, "", "Certificate authority of the Keystone service; default: those of the machine")
        .to(nested<&Options::authentication, &AuthenticationOptions::keystone_ca_file>),
    flag("keystone-url", FlagKind::kString, "",
         "Address of an OpenStack Keystone service (https only) that passwords of HTTP basic authentication are checked with")
        .to(nested<&Options::authentication, &AuthenticationOptions::keystone_url>),
    flag("service-repair-interval", FlagKind::kDuration, "3m0s",
         "Time after which the addresses and node ports of Services are checked and mended")
        .to(&Options::service_repair_interval),
    flag("write-kubeconfig", FlagKind::kString, "", "Where the administrator's kubeconfig is written (default <data-dir>/kubeconfig)")
        .to(&Options::write_kubeconfig),
    flag("write-kubeconfig-mode", FlagKind::kFileMode, "0600", "File mode of the written kubeconfig").to(&Options::write_kubeconfig_mode),
};

constexpr FlagRow kGeneric[] = {
    flag("advertise-address", FlagKind::kIp, "",
         "IP address at which the other members of the cluster reach this server; derived from --bind-address when empty")
        .to(&Options::advertise_address),
    flag("cors-allowed-origins", FlagKind::kStrings, "", "Regular expressions of the origins that browsers may call from")
        .to(nested<&Options::connections, &ConnectionOptions::cors_allowed_origins>),
    flag("emulated-version", FlagKind::kStrings, "", "Versions of components to behave as, as component=major.minor"),
    flag("emulation-forward-compatible", FlagKind::kBool, "", "Under an emulated version, also offer newer APIs"),
    flag("external-hostname", FlagKind::kString, "",
         "Host name put into addresses that this server hands out, such as those of the OpenID documents"),
    flag("feature-gates", FlagKind::kMultimap, "", "Features to turn on or off, as name=true|false or component:name=true|false"),
    flag("goaway-chance", FlagKind::kFloat, "", "Share of HTTP/2 requests after which the client is told to reconnect (0 to 0.02)")
        .to(nested<&Options::connections, &ConnectionOptions::goaway_chance>),
    flag("livez-grace-period", FlagKind::kDuration, "", "Time after the start during which unfinished start steps do not fail /livez"),
    flag("max-mutating-requests-inflight", FlagKind::kInt, "200",
         "Requests that write which may run at once; together with --max-requests-inflight the server's concurrency")
        .to(nested<&Options::connections, &ConnectionOptions::mutating_requests_in_flight_max>),
    flag("max-requests-inflight", FlagKind::kInt, "400",
         "Requests that read which may run at once; together with --max-mutating-requests-inflight the server's concurrency")
        .to(nested<&Options::connections, &ConnectionOptions::requests_in_flight_max>),
    flag("min-compatibility-version", FlagKind::kStrings, "",
         "Oldest versions of components to stay compatible with, as component=major.minor"),
    flag("min-request-timeout", FlagKind::kInt, "1800",
         "Seconds that a watch lives at least; each gets a random time from this to twice this")
        .to(&Options::min_request_timeout),
    flag("request-timeout", FlagKind::kDuration, "1m0s", "Time that a request may take; watches and other long requests have their own")
        .to(&Options::request_timeout),
    flag("runtime-config-emulation-forward-compatible", FlagKind::kBool, "",
         "Offer APIs named in --runtime-config even when the emulated version lacks them"),
    flag("send-retry-after-while-not-ready-once", FlagKind::kBool, "", "Answer 429 with a Retry-After until the server was ready once"),
    flag("shutdown-delay-duration", FlagKind::kDuration, "",
         "Time between being told to stop and refusing new connections; /readyz fails meanwhile")
        .to(&Options::shutdown_delay_duration),
    flag("shutdown-send-retry-after", FlagKind::kBool, "",
         "While stopping, answer new requests with 429 and a Retry-After until the running ones have ended")
        .to(nested<&Options::connections, &ConnectionOptions::shutdown_send_retry_after>),
    flag("shutdown-watch-termination-grace-period", FlagKind::kDuration, "", "Time that running watches get to end when the server stops")
        .to(&Options::shutdown_watch_termination_grace_period),
    flag("storage-initialization-timeout", FlagKind::kDuration, "1m0s", "Time to wait for the store at the start before giving up"),
    flag("strict-transport-security-directives", FlagKind::kStrings, "",
         "Directives of the Strict-Transport-Security header; none: the header is not sent")
        .to(nested<&Options::connections, &ConnectionOptions::hsts_directives>),
};

constexpr FlagRow kEtcd[] = {
    flag("delete-collection-workers", FlagKind::kInt, "1", "Deletions that one DeleteCollection runs at once"),
    flag("enable-garbage-collector", FlagKind::kBool, "true",
         "Finalizers of the garbage collector are set; must agree with kube-controller-manager"),
    flag("encryption-provider-config", FlagKind::kString, "", "File that says how resources are encrypted in the store"),
    flag("encryption-provider-config-automatic-reload", FlagKind::kBool, "", "Read --encryption-provider-config again when it changes"),
    flag("etcd-cafile", FlagKind::kString, "", "Certificate authority that etcd's certificate is verified with"),
    flag("etcd-certfile", FlagKind::kString, "", "Client certificate for etcd"),
    flag("etcd-compaction-interval", FlagKind::kDuration, "5m0s", "Interval between compactions of the store's history; 0: none"),
    flag("etcd-count-metric-poll-period", FlagKind::kDuration, "1m0s",
         "Interval between counts of stored objects for the metrics; 0: none"),
    flag("etcd-db-metric-poll-interval", FlagKind::kDuration, "30s",
         "Interval between measurements of the store's size for the metrics; 0: none"),
    flag("etcd-healthcheck-timeout", FlagKind::kDuration, "2s", "Time that the health check of etcd may take"),
    flag("etcd-keyfile", FlagKind::kString, "", "Client key for etcd"),
    flag("etcd-prefix", FlagKind::kString, "/registry", "Prefix of all keys in the store"),
    flag("etcd-readycheck-timeout", FlagKind::kDuration, "2s", "Time that the readiness check of etcd may take"),
    flag("etcd-servers", FlagKind::kStrings, "", "Address of Pintle's stand-in for etcd (http://ip:port), which says where the data is")
        .to(&Options::etcd_servers),
    flag("etcd-servers-overrides", FlagKind::kStrings, "", "etcd servers for single resources, as group/resource#server;server"),
    flag("lease-reuse-duration-seconds", FlagKind::kInt, "60", "Seconds during which keys that expire share one lease of etcd"),
    flag("storage-backend", FlagKind::kString, "", "Kind of store: etcd3"),
    flag("storage-media-type", FlagKind::kString, "application/vnd.kubernetes.protobuf", "Encoding of stored objects"),
    flag("watch-cache", FlagKind::kBool, "true", "Serve reads and watches from memory"),
    flag("watch-cache-sizes", FlagKind::kStrings, "", "Resources for which the watch cache is off, as resource.group#0"),
};

constexpr FlagRow kSecureServing[] = {
    flag("bind-address", FlagKind::kIp, "0.0.0.0", "IP address to listen on; 0.0.0.0 or :: for all interfaces")
        .to(&Options::bind_address)
        .served_as("127.0.0.1"),
    flag("cert-dir", FlagKind::kString, "/var/run/kubernetes",
         "Folder for the serving certificate that is made when --tls-cert-file is not given")
        .to(&Options::cert_dir)
        .served_as(""),
    flag("disable-http2-serving", FlagKind::kBool, "", "Serve HTTP/1.1 only")
        .to(nested<&Options::connections, &ConnectionOptions::disable_http2>),
    flag("http2-max-streams-per-connection", FlagKind::kInt, "",
         "Streams that a client may have open on one HTTP/2 connection; 0: the built-in limit")
        .to(nested<&Options::connections, &ConnectionOptions::http2_max_streams>),
    flag("permit-address-sharing", FlagKind::kBool, "", "Listen with SO_REUSEADDR"),
    flag("permit-port-sharing", FlagKind::kBool, "", "Listen with SO_REUSEPORT")
        .to(nested<&Options::connections, &ConnectionOptions::permit_port_sharing>),
    flag("secure-port", FlagKind::kInt, "6443", "Port for HTTPS").to(&Options::secure_port),
    flag("tls-cert-file", FlagKind::kString, "", "Serving certificate, followed by its intermediates").to(&Options::tls_cert_file),
    flag("tls-cipher-suites", FlagKind::kStrings, "", "Cipher suites for TLS 1.2, by their IANA names")
        .to(nested<&Options::connections, &ConnectionOptions::tls_cipher_suites>),
    flag("tls-curve-preferences", FlagKind::kInt32s, "", "Key exchange mechanisms, as CurveID numbers of Go's crypto/tls"),
    flag("tls-min-version", FlagKind::kString, "", "Oldest TLS version to accept (VersionTLS12, VersionTLS13)")
        .to(nested<&Options::connections, &ConnectionOptions::tls_min_version>),
    flag("tls-private-key-file", FlagKind::kString, "", "Private key of --tls-cert-file").to(&Options::tls_private_key_file),
    flag("tls-sni-cert-key", FlagKind::kNamedCertKeys, "",
         "Further certificate and key for the host names after the colon, as cert,key:name,name; may be repeated")
        .to(nested<&Options::connections, &ConnectionOptions::tls_sni_cert_keys>),
};

constexpr FlagRow kAuditing[] = {
    flag("audit-log-batch-buffer-size", FlagKind::kInt, "10000", "Audit events kept while they wait to be written to the log (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::batch, &AuditBatchFlags::buffer_size>),
    flag("audit-log-batch-max-size", FlagKind::kInt, "1", "Audit events written to the log at once (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::batch, &AuditBatchFlags::max_size>),
    flag("audit-log-batch-max-wait", FlagKind::kDuration, "", "Time that an audit event waits at most for its batch (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::batch, &AuditBatchFlags::max_wait>),
    flag("audit-log-batch-throttle-burst", FlagKind::kInt, "", "Batches that may be written at once above the rate (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::batch, &AuditBatchFlags::throttle_burst>),
    flag("audit-log-batch-throttle-enable", FlagKind::kBool, "", "Limit the rate of batches (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::batch, &AuditBatchFlags::throttle_enable>),
    flag("audit-log-batch-throttle-qps", FlagKind::kFloat32, "", "Batches a second (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::batch, &AuditBatchFlags::throttle_qps>),
    flag("audit-log-compress", FlagKind::kBool, "", "Compress rotated audit logs with gzip")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::compress>),
    flag("audit-log-format", FlagKind::kString, "json", "Form of the audit log: json or legacy")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::format>),
    flag("audit-log-maxage", FlagKind::kInt, "366", "Days that rotated audit logs are kept; 0: for ever")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::max_age>),
    flag("audit-log-maxbackup", FlagKind::kInt, "100", "Rotated audit logs that are kept; 0: all")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::max_backup>),
    flag("audit-log-maxsize", FlagKind::kInt, "100", "Megabytes after which the audit log is rotated; 0: never")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::max_size>),
    flag("audit-log-mode", FlagKind::kString, "blocking", "How events reach the audit log: blocking, blocking-strict or batch")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::batch, &AuditBatchFlags::mode>),
    flag("audit-log-path", FlagKind::kString, "", "File of the audit log; - for standard output")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::path>),
    flag("audit-log-truncate-enabled", FlagKind::kBool, "", "Shorten audit events and batches that are too long")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::truncate, &AuditTruncateFlags::enabled>),
    flag("audit-log-truncate-max-batch-size", FlagKind::kInt, "10485760", "Bytes of a batch above which it is split")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::truncate, &AuditTruncateFlags::max_batch_size>),
    flag("audit-log-truncate-max-event-size", FlagKind::kInt, "102400", "Bytes of an audit event above which it is shortened")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::truncate, &AuditTruncateFlags::max_event_size>),
    flag("audit-log-version", FlagKind::kString, "audit.k8s.io/v1", "API version of the events in the audit log")
        .to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::version>),
    flag("audit-policy-file", FlagKind::kString, "", "File with the audit policy").to(nested<&Options::audit, &AuditOptions::policy_file>),
    flag("audit-webhook-batch-buffer-size", FlagKind::kInt, "10000", "Audit events kept while they wait to be sent (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::batch, &AuditBatchFlags::buffer_size>),
    flag("audit-webhook-batch-max-size", FlagKind::kInt, "400", "Audit events sent at once (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::batch, &AuditBatchFlags::max_size>),
    flag("audit-webhook-batch-max-wait", FlagKind::kDuration, "30s", "Time that an audit event waits at most for its batch (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::batch, &AuditBatchFlags::max_wait>),
    flag("audit-webhook-batch-throttle-burst", FlagKind::kInt, "15", "Batches that may be sent at once above the rate (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::batch, &AuditBatchFlags::throttle_burst>),
    flag("audit-webhook-batch-throttle-enable", FlagKind::kBool, "true", "Limit the rate of batches (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::batch, &AuditBatchFlags::throttle_enable>),
    flag("audit-webhook-batch-throttle-qps", FlagKind::kFloat32, "10", "Batches a second (batch mode)")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::batch, &AuditBatchFlags::throttle_qps>),
    flag("audit-webhook-config-file", FlagKind::kString, "", "Kubeconfig of the service that audit events are sent to")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::config_file>),
    flag("audit-webhook-initial-backoff", FlagKind::kDuration, "10s", "Time to wait before the first retry of a failed delivery")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::initial_backoff>),
    flag("audit-webhook-mode", FlagKind::kString, "batch", "How events are sent: batch, blocking or blocking-strict")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::batch, &AuditBatchFlags::mode>),
    flag("audit-webhook-truncate-enabled", FlagKind::kBool, "", "Shorten audit events and batches that are too long")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::truncate, &AuditTruncateFlags::enabled>),
    flag("audit-webhook-truncate-max-batch-size", FlagKind::kInt, "10485760", "Bytes of a batch above which it is split")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::truncate, &AuditTruncateFlags::max_batch_size>),
    flag("audit-webhook-truncate-max-event-size", FlagKind::kInt, "102400", "Bytes of an audit event above which it is shortened")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::truncate, &AuditTruncateFlags::max_event_size>),
    flag("audit-webhook-version", FlagKind::kString, "audit.k8s.io/v1", "API version of the events that are sent")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::version>),
};

constexpr FlagRow kFeatures[] = {
    flag("contention-profiling", FlagKind::kBool, "", "Also profile lock contention"),
    flag("debug-socket-path", FlagKind::kString, "", "Unix socket without authentication for profiling"),
    flag("enable-priority-and-fairness", FlagKind::kBool, "true", "Queue requests by priority and fairness instead of a plain limit")
        .to(nested<&Options::connections, &ConnectionOptions::priority_and_fairness>),
    flag("profiling", FlagKind::kBool, "true", "Offer profiles under /debug/pprof/"),
};

constexpr FlagRow kAuthentication[] = {
    flag("anonymous-auth", FlagKind::kBool, "true", "Treat requests without credentials as system:anonymous instead of refusing them")
        .to(&Options::anonymous_auth),
    flag("api-audiences", FlagKind::kStrings, "", "Audiences that a service account token must name one of; default: the issuer")
        .to(&Options::api_audiences),
    flag("authentication-config", FlagKind::kString, "", "File with an AuthenticationConfiguration")
        .to(nested<&Options::authentication, &AuthenticationOptions::config_file>),
    flag("authentication-token-webhook-cache-ttl", FlagKind::kDuration, "2m0s", "Time that answers of the token webhook are kept")
        .to(&Options::authentication_token_webhook_cache_ttl),
    flag("authentication-token-webhook-config-file", FlagKind::kString, "", "Kubeconfig of the service that is asked about bearer tokens")
        .to(&Options::authentication_token_webhook_config_file),
    flag("authentication-token-webhook-version", FlagKind::kString, "v1beta1",
         "Version of authentication.k8s.io TokenReview spoken with the token webhook")
        .to(&Options::authentication_token_webhook_version),
    flag("client-ca-file", FlagKind::kString, "",
         "Certificate authorities whose client certificates are accepted: the common name is the user, the organizations are the groups")
        .to(&Options::client_ca_file),
    flag("enable-bootstrap-token-auth", FlagKind::kBool, "", "Accept bootstrap tokens (Secrets of that type in kube-system)")
        .to(&Options::enable_bootstrap_token_auth),
    flag("oidc-ca-file", FlagKind::kString, "", "Certificate authority of the OpenID provider; default: those of the machine")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::ca_file>),
    flag("oidc-client-id", FlagKind::kString, "", "Client id that OpenID tokens must be made for")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::client_id>),
    flag("oidc-groups-claim", FlagKind::kString, "", "Claim with the user's groups")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::groups_claim>),
    flag("oidc-groups-prefix", FlagKind::kString, "", "Text put before each group")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::groups_prefix>),
    flag("oidc-issuer-url", FlagKind::kString, "", "Address of the OpenID provider (https only)")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::issuer_url>),
    flag("oidc-required-claim", FlagKind::kMapItem, "", "Claim that a token must have, as key=value; may be repeated")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::required_claims>),
    flag("oidc-signing-algs", FlagKind::kStrings, "RS256", "Signature algorithms to accept")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::signing_algorithms>),
    flag("oidc-username-claim", FlagKind::kString, "sub", "Claim with the user's name")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::username_claim>),
    flag("oidc-username-prefix", FlagKind::kString, "", "Text put before the user's name; - for none")
        .to(nested<&Options::authentication, &AuthenticationOptions::oidc, &OidcFlags::username_prefix>),
    flag("requestheader-allowed-names", FlagKind::kStrings, "", "Common names that an authenticating proxy may have; none: any")
        .to(&Options::requestheader_allowed_names),
    flag("requestheader-client-ca-file", FlagKind::kString, "", "Certificate authorities of authenticating proxies")
        .to(&Options::requestheader_client_ca_file),
    flag("requestheader-extra-headers-prefix", FlagKind::kStrings, "", "Prefixes of the proxy headers with extra attributes")
        .to(&Options::requestheader_extra_headers_prefixes),
    flag("requestheader-group-headers", FlagKind::kStrings, "", "Proxy headers with the groups").to(&Options::requestheader_group_headers),
    flag("requestheader-uid-headers", FlagKind::kStrings, "", "Proxy headers with the user's uid").to(&Options::requestheader_uid_headers),
    flag("requestheader-username-headers", FlagKind::kStrings, "", "Proxy headers with the user's name")
        .to(&Options::requestheader_username_headers),
    flag("service-account-extend-token-expiration", FlagKind::kBool, "true",
         "Let injected tokens live up to a year while clients learn to reload them")
        .to(&Options::service_account_extend_token_expiration),
    flag("service-account-issuer", FlagKind::kStringArray, "",
         "Issuer in service account tokens; the first signs, all are accepted; may be repeated")
        .to(&Options::service_account_issuers)
        .served_as("https://kubernetes.default.svc"),
    flag("service-account-jwks-uri", FlagKind::kString, "", "Address of the key set in the OpenID discovery document")
        .to(&Options::service_account_jwks_uri),
    flag("service-account-key-file", FlagKind::kStringArray, "",
         "File with keys that service account tokens are verified with; may be repeated")
        .to(&Options::service_account_key_files),
    flag("service-account-lookup", FlagKind::kBool, "true", "Accept service account tokens only while their account, Secret or Pod exists")
        .to(&Options::service_account_lookup),
    flag("service-account-max-token-expiration", FlagKind::kDuration, "", "Longest life of a token that a TokenRequest may ask for")
        .to(&Options::service_account_max_token_expiration),
    flag("token-auth-file", FlagKind::kString, "", "CSV file of bearer tokens: token,user,uid,\"group,group\"")
        .to(&Options::token_auth_file),
};

constexpr FlagRow kAuthorization[] = {
    flag("authorization-config", FlagKind::kString, "", "File with an AuthorizationConfiguration")
        .to(nested<&Options::authorization, &AuthorizationOptions::config_file>),
    flag("authorization-mode", FlagKind::kStrings, "", "Authorizers in the order in which they are asked")
        .to(nested<&Options::authorization, &AuthorizationOptions::modes>)
        .served_as("Node,RBAC"),
    flag("authorization-policy-file", FlagKind::kString, "", "Policy file of the mode ABAC")
        .to(nested<&Options::authorization, &AuthorizationOptions::policy_file>),
    flag("authorization-webhook-cache-authorized-ttl", FlagKind::kDuration, "5m0s", "Time that an allowing answer of the webhook is kept")
        .to(nested<&Options::authorization, &AuthorizationOptions::webhook, &AuthorizationWebhookFlags::authorized_ttl>),
    flag("authorization-webhook-cache-unauthorized-ttl", FlagKind::kDuration, "30s", "Time that a denying answer of the webhook is kept")
        .to(nested<&Options::authorization, &AuthorizationOptions::webhook, &AuthorizationWebhookFlags::unauthorized_ttl>),
    flag("authorization-webhook-config-file", FlagKind::kString, "", "Kubeconfig of the service asked in the mode Webhook")
        .to(nested<&Options::authorization, &AuthorizationOptions::webhook, &AuthorizationWebhookFlags::config_file>),
    flag("authorization-webhook-version", FlagKind::kString, "v1beta1",
         "Version of authorization.k8s.io SubjectAccessReview spoken with the webhook")
        .to(nested<&Options::authorization, &AuthorizationOptions::webhook, &AuthorizationWebhookFlags::version>),
};

constexpr FlagRow kApiEnablement[] = {
    flag("runtime-config", FlagKind::kMap, "",
         "API versions to turn on or off, as group/version=true|false, or api/all, api/ga, api/beta, api/alpha"),
};

constexpr FlagRow kEgressSelector[] = {
    flag("egress-selector-config-file", FlagKind::kString, "", "File that says through which proxy the server calls out"),
};

constexpr FlagRow kAdmission[] = {
    flag("admission-control", FlagKind::kStrings, "", "Admission plugins to run, in this order")
        .deprecated("Use --enable-admission-plugins or --disable-admission-plugins instead. Will be removed in a future version."),
    flag("admission-control-config-file", FlagKind::kString, "", "File with the configuration of admission plugins"),
    flag("default-not-ready-toleration-seconds", FlagKind::kInt, "300",
         "Seconds that pods tolerate a node which is not ready, unless they say otherwise")
        .to(&Options::default_not_ready_toleration_seconds),
    flag("default-unreachable-toleration-seconds", FlagKind::kInt, "300",
         "Seconds that pods tolerate a node which is unreachable, unless they say otherwise")
        .to(&Options::default_unreachable_toleration_seconds),
    flag("disable-admission-plugins", FlagKind::kStrings, "", "Admission plugins to turn off that run by default")
        .to(&Options::disable_admission_plugins),
    flag("enable-admission-plugins", FlagKind::kStrings, "", "Admission plugins to run beside the default ones")
        .to(&Options::enable_admission_plugins)
        .served_as("NodeRestriction"),
};

constexpr FlagRow kMetrics[] = {
    flag("allow-metric-labels", FlagKind::kStringToString, "",
         "Values that metric labels may have, as metric,label=value,value; others become \"unexpected\""),
    flag("allow-metric-labels-manifest", FlagKind::kString, "", "File with the same content as --allow-metric-labels"),
    flag("disabled-metrics", FlagKind::kStrings, "", "Metrics to leave out"),
    flag("show-hidden-metrics-for-version", FlagKind::kString, "", "Show metrics that were hidden since this version"),
};

constexpr FlagRow kLogs[] = {
    flag("log-flush-frequency", FlagKind::kDuration, "5s", "Interval at which the log is written out"),
    flag("log-json-info-buffer-size", FlagKind::kQuantity, "", "Bytes of info messages to hold back (JSON log with split streams)"),
    flag("log-json-split-stream", FlagKind::kBool, "", "JSON log: errors to standard error, the rest to standard output"),
    flag("log-text-info-buffer-size", FlagKind::kQuantity, "", "Bytes of info messages to hold back (text log with split streams)"),
    flag("log-text-split-stream", FlagKind::kBool, "", "Text log: errors to standard error, the rest to standard output"),
    flag("logging-format", FlagKind::kString, "text", "Form of the log: text or json"),
    flag("v", FlagKind::kLevel, "", "How much is logged; higher is more").short_form('v').to(&Options::verbosity),
    flag("vmodule", FlagKind::kModuleLevels, "", "How much is logged by single sources, as pattern=N"),
};

constexpr FlagRow kTraces[] = {
    flag("tracing-config-file", FlagKind::kString, "", "File with the tracing configuration"),
};

constexpr FlagRow kMisc[] = {
    flag("aggregator-reject-forwarding-redirect", FlagKind::kBool, "true", "Refuse redirects that an aggregated API server answers"),
    flag("allow-privileged", FlagKind::kBool, "", "Let pods have privileged containers").to(&Options::allow_privileged).served_as("true"),
    flag("coordinated-leadership-lease-duration", FlagKind::kDuration, "15s", "Life of the Lease of a coordinated election"),
    flag("coordinated-leadership-renew-deadline", FlagKind::kDuration, "10s", "Time in which the leader must renew its Lease"),
    flag("coordinated-leadership-retry-period", FlagKind::kDuration, "2s", "Time between attempts to renew a Lease"),
    flag("enable-aggregator-routing", FlagKind::kBool, "",
         "Reach aggregated API servers at their endpoints instead of their Service address"),
    flag("enable-logs-handler", FlagKind::kBool, "", "Serve the machine's logs under /logs")
        .deprecated("Log handler functionality is deprecated"),
    flag("endpoint-reconciler-type", FlagKind::kString, "lease",
         "How the endpoints of the kubernetes Service are kept: lease, master-count or none"),
    flag("event-ttl", FlagKind::kDuration, "1h0m0s", "Time after which Events are deleted").to(&Options::event_ttl),
    flag("kubelet-certificate-authority", FlagKind::kString, "", "Certificate authority that kubelets are verified with")
        .to(nested<&Options::kubelet, &KubeletOptions::certificate_authority>),
    flag("kubelet-client-certificate", FlagKind::kString, "", "Client certificate for kubelets")
        .to(nested<&Options::kubelet, &KubeletOptions::client_certificate>),
    flag("kubelet-client-key", FlagKind::kString, "", "Client key for kubelets").to(nested<&Options::kubelet, &KubeletOptions::client_key>),
    flag("kubelet-preferred-address-types", FlagKind::kStrings, "Hostname,InternalDNS,InternalIP,ExternalDNS,ExternalIP",
         "Kinds of node address to use for kubelets, best first")
        .to(nested<&Options::kubelet, &KubeletOptions::preferred_address_types>),
    flag("kubelet-timeout", FlagKind::kDuration, "5s", "Time that a call to a kubelet may take"),
    flag("kubernetes-service-node-port", FlagKind::kInt, "", "Node port of the kubernetes Service; 0: it has none"),
    flag("max-connection-bytes-per-sec", FlagKind::kInt, "", "Bytes a second that a connection may carry; 0: any"),
    flag("peer-advertise-ip", FlagKind::kString, "", "Address at which other API servers reach this one"),
    flag("peer-advertise-port", FlagKind::kString, "", "Port at which other API servers reach this one"),
    flag("peer-ca-file", FlagKind::kString, "", "Certificate authority that other API servers are verified with"),
    flag("proxy-client-cert-file", FlagKind::kString, "", "Client certificate shown to aggregated API servers and webhooks"),
    flag("proxy-client-key-file", FlagKind::kString, "", "Client key shown to aggregated API servers and webhooks"),
    flag("service-account-signing-endpoint", FlagKind::kString, "", "Socket of an external signer of service account tokens"),
    flag("service-account-signing-key-file", FlagKind::kString, "", "Private key that signs service account tokens")
        .to(&Options::service_account_signing_key_file),
    flag("service-cluster-ip-range", FlagKind::kString, "",
         "Range of the Services' cluster addresses (CIDR); two, separated by a comma, for both address families")
        .to(&Options::service_cluster_ip_ranges)
        .served_as("10.0.0.0/24"),
    flag("service-node-port-range", FlagKind::kPortRange, "30000-32767", "Range of the Services' node ports, both ends included")
        .to(&Options::service_node_port_range),
};

constexpr FlagRow kGlobal[] = {
    flag("help", FlagKind::kBool, "", "Print this text").short_form('h'),
    flag("version", FlagKind::kVersion, "", "Print the version; =raw for all details"),
};
// Upstream takes these and does not list them.
constexpr FlagRow kHidden[] = {
    flag("apiserver-count", FlagKind::kInt, "1", "")
        .deprecated("apiserver-count is deprecated and will be removed in a future version.")
        .left_out_of_help(),
    flag("audit-webhook-batch-initial-backoff", FlagKind::kDuration, "10s", "")
        .to(nested<&Options::audit, &AuditOptions::webhook, &AuditWebhookFlags::initial_backoff>)
        .deprecated("Deprecated, use --audit-webhook-initial-backoff instead.")
        .left_out_of_help(),
    flag("default-watch-cache-size", FlagKind::kInt, "100", "")
        .deprecated("watch caches are sized automatically and this flag will be removed in a future version")
        .left_out_of_help(),
    flag("kubelet-port", FlagKind::kInt, "10250", "").deprecated("kubelet-port is deprecated and will be removed.").left_out_of_help(),
    flag("kubelet-read-only-port", FlagKind::kInt, "10255", "")
        .deprecated("kubelet-read-only-port is deprecated and will be removed.")
        .left_out_of_help(),
};

constexpr FlagSection kSections[] = {
    {"Pintle", kPintle},
    {"Generic", kGeneric},
    {"Etcd", kEtcd},
    {"Secure serving", kSecureServing},
    {"Auditing", kAuditing},
    {"Features", kFeatures},
    {"Authentication", kAuthentication},
    {"Authorization", kAuthorization},
    {"API enablement", kApiEnablement},
    {"Egress selector", kEgressSelector},
    {"Admission", kAdmission},
    {"Metrics", kMetrics},
    {"Logs", kLogs},
    {"Traces", kTraces},
    {"Misc", kMisc},
    {"Global", kGlobal},
    {"Hidden", kHidden},
};

}  // namespace

std::span<const FlagSection> flag_sections(Program program) {
  std::span<const FlagSection> sections = kSections;
  return program == Program::kServe ? sections : sections.subspan(1);
}

const FlagRow* find_flag(Program program, std::string_view name) {
  std::string dashed(name);
  std::ranges::replace(dashed, '_', '-');
  for (const FlagSection& section : flag_sections(program)) {
    for (const FlagRow& row : section.rows) {
      if (row.name == dashed) return &row;
    }
  }
  return nullptr;
}

const FlagRow* find_shorthand(Program program, char letter) {
  for (const FlagSection& section : flag_sections(program)) {
    for (const FlagRow& row : section.rows) {
      if (row.shorthand == letter) return &row;
    }
  }
  return nullptr;
}

}  // namespace pintle::server
