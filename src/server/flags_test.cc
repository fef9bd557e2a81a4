// Proves that the command line is read as kube-apiserver reads it, that no setting is accepted and then ignored, and that without
// flags `pintle serve` is the server that the recordings were made with.
#include "server/flags.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "server/flags_table.h"

namespace pintle::server {
namespace {

using Arguments = std::vector<std::string_view>;

Result<CommandLine> serve(const Arguments& arguments) { return parse_command_line(Program::kServe, arguments); }

std::string error_of(Program program, const Arguments& arguments) {
  auto line = parse_command_line(program, arguments);
  return line ? "" : line.error().message();
}

TEST(Flags, WithoutFlagsItIsTheRecordedServer) {
  auto line = serve({});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->action, Action::kServe);
  Options wanted;
  wanted.write_kubeconfig = "./pintle-data/kubeconfig";
  wanted.cert_dir = "./pintle-data/pki";
  wanted.api_audiences = {"https://kubernetes.default.svc"};
  wanted.admission_plugins = line->options.admission_plugins;
  EXPECT_EQ(line->options, wanted);
  EXPECT_EQ(wanted.bind_address, "127.0.0.1");
  EXPECT_EQ(wanted.secure_port, 6443);
  EXPECT_EQ(wanted.authorization.modes, (std::vector<std::string>{"Node", "RBAC"}));
  const auto& plugins = line->options.admission_plugins;
  EXPECT_EQ(plugins.size(), 28u);
  EXPECT_EQ(plugins.front(), "NamespaceLifecycle");
  EXPECT_EQ(plugins.back(), "ResourceQuota");
  EXPECT_EQ(std::ranges::count(plugins, "NodeRestriction"), 1);
}

// A value for each flag that acts, none of them its default.
struct ActingCase {
  std::string_view name, text;
  std::string_view besides = "";  // another flag that must be given, too
};
const ActingCase kActing[] = {
    {"data-dir", "/d"},
    {"encoding-cache-mb", "7"},
    {"io-loops", "7"},
    {"service-repair-interval", "10s"},
    {"write-kubeconfig", "/k"},
    {"write-kubeconfig-mode", "0640"},
    {"kubelet-certificate-authority", "/ca.crt"},
    {"kubelet-client-certificate", "/client.crt"},
    {"kubelet-client-key", "/client.key"},
    {"kubelet-preferred-address-types", "InternalIP"},
    {"secure-port", "0"},
    {"bind-address", "::1"},
    {"advertise-address", "192.0.2.1"},
    {"tls-cert-file", "/c"},
    {"tls-private-key-file", "/k"},
    {"cert-dir", "/certs"},
    {"client-ca-file", "/ca"},
    {"requestheader-client-ca-file", "/ca"},
    {"requestheader-allowed-names", "proxy"},
    {"requestheader-username-headers", "X-Remote-User", "--requestheader-client-ca-file=/ca"},
    {"requestheader-uid-headers", "X-Remote-Uid", "--requestheader-client-ca-file=/ca"},
    {"requestheader-group-headers", "X-Remote-Group", "--requestheader-client-ca-file=/ca"},
    {"requestheader-extra-headers-prefix", "X-Remote-Extra-", "--requestheader-client-ca-file=/ca"},
    {"authentication-token-webhook-config-file", "/webhook"},
    {"authentication-token-webhook-version", "v1"},
    {"authentication-token-webhook-cache-ttl", "7s"},
    {"tls-min-version", "VersionTLS13"},
    {"tls-cipher-suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
    {"tls-sni-cert-key", "/sni.crt,/sni.key"},
    {"http2-max-streams-per-connection", "7"},
    {"disable-http2-serving", "true"},
    {"permit-port-sharing", "true"},
    {"cors-allowed-origins", "//example.com$"},
    {"strict-transport-security-directives", "max-age=7"},
    {"goaway-chance", "0.01"},
    {"enable-priority-and-fairness", "false"},
    {"max-requests-inflight", "7"},
    {"max-mutating-requests-inflight", "7"},
    {"shutdown-send-retry-after", "true"},
    {"authorization-policy-file", "/policy", "--authorization-mode=ABAC"},
    {"token-auth-file", "/tokens"},
    {"authentication-config", "/authentication"},
    {"oidc-ca-file", "/ca"},
    {"oidc-client-id", "other"},
    {"oidc-groups-claim", "groups"},
    {"oidc-groups-prefix", "g:"},
    {"oidc-issuer-url", "https://other"},
    {"oidc-required-claim", "tenant=a,b"},
    {"oidc-signing-algs", "ES256"},
    {"oidc-username-claim", "email"},
    {"oidc-username-prefix", "-"},
    {"basic-auth-file", "/passwords"},
    {"keystone-url", "https://keystone"},
    {"keystone-ca-file", "/ca", "--keystone-url=https://keystone"},
    {"insecure-port", "8080"},
    {"insecure-bind-address", "::1"},
    {"anonymous-auth", "false"},
    {"authorization-mode", "RBAC"},
    {"authorization-webhook-config-file", "/kubeconfig", "--authorization-mode=Webhook"},
    {"authorization-webhook-version", "v1"},
    {"authorization-webhook-cache-authorized-ttl", "7s"},
    {"authorization-webhook-cache-unauthorized-ttl", "0s"},
    {"enable-admission-plugins", "AlwaysPullImages"},
    {"disable-admission-plugins", "ServiceAccount"},
    {"allow-privileged", "false"},
    {"default-not-ready-toleration-seconds", "10"},
    {"default-unreachable-toleration-seconds", "10"},
    {"service-cluster-ip-range", "10.1.0.0/16"},
    {"api-audiences", "api"},
    {"enable-bootstrap-token-auth", "true"},
    {"service-account-extend-token-expiration", "false"},
    {"service-account-issuer", "https://issuer"},
    {"service-account-jwks-uri", "https://issuer/keys"},
    {"service-account-lookup", "false"},
    {"service-account-max-token-expiration", "24h"},
    {"service-account-key-file", "/sa.pub"},
    {"service-account-signing-key-file", "/sa.key"},
    {"service-node-port-range", "1000-2000"},
    {"etcd-servers", "http://127.0.0.1:1"},
    {"event-ttl", "2h"},
    {"min-request-timeout", "60"},
    {"request-timeout", "5s"},
    {"shutdown-delay-duration", "5s"},
    {"shutdown-watch-termination-grace-period", "5s"},
    {"audit-log-batch-buffer-size", "7"},
    {"audit-log-batch-max-size", "7"},
    {"audit-log-batch-max-wait", "7s"},
    {"audit-log-batch-throttle-burst", "7"},
    {"audit-log-batch-throttle-enable", "true"},
    {"audit-log-batch-throttle-qps", "7.5"},
    {"audit-log-mode", "blocking-strict"},
    {"audit-log-truncate-enabled", "true"},
    {"audit-log-truncate-max-batch-size", "700000"},
    {"audit-log-truncate-max-event-size", "7"},
    {"audit-log-version", "audit.k8s.io/v2"},
    {"audit-webhook-batch-buffer-size", "7"},
    {"audit-webhook-batch-max-size", "7"},
    {"audit-webhook-batch-max-wait", "7s"},
    {"audit-webhook-batch-throttle-burst", "7"},
    {"audit-webhook-batch-throttle-enable", "false"},
    {"audit-webhook-batch-throttle-qps", "7.5"},
    {"audit-webhook-mode", "blocking-strict"},
    {"audit-webhook-truncate-enabled", "true"},
    {"audit-webhook-truncate-max-batch-size", "700000"},
    {"audit-webhook-truncate-max-event-size", "7"},
    {"audit-webhook-version", "audit.k8s.io/v2"},
    {"audit-log-compress", "true"},
    {"audit-log-format", "legacy"},
    {"audit-log-maxage", "7"},
    {"audit-log-maxbackup", "7"},
    {"audit-log-maxsize", "7"},
    {"audit-log-path", "-"},
    {"audit-policy-file", "/policy"},
    {"audit-webhook-batch-initial-backoff", "7s"},
    {"audit-webhook-config-file", "/webhook"},
    {"audit-webhook-initial-backoff", "7s"},
    {"v", "4"},
};

TEST(Flags, EveryActingFlagChangesTheOptions) {
  std::set<std::string_view> tried = {"help", "version",
                                      "authorization-config"};  // the last one reads its file: authorization_options_test
  Options unchanged = serve({})->options;
  for (const ActingCase& c : kActing) {
    tried.insert(c.name);
    std::string argument = "--" + std::string(c.name) + "=" + std::string(c.text);
    Arguments besides;
    if (!c.besides.empty()) besides.push_back(c.besides);
    if (c.name.starts_with("oidc-")) besides = {"--oidc-issuer-url=https://i", "--oidc-client-id=k"};
    if (c.name.starts_with("tls-")) besides = {"--tls-cert-file=/x", "--tls-private-key-file=/x"};
    auto without = serve(besides);
    if (without) without->options.given = {};
    Arguments arguments = besides;
    arguments.push_back(argument);
    auto line = serve(arguments);
    ASSERT_TRUE(line) << argument << ": " << line.error().message();
    line->options.given = {};
    EXPECT_NE(line->options, without ? without->options : unchanged) << argument;
  }
  for (const FlagSection& section : flag_sections(Program::kServe)) {
    for (const FlagRow& row : section.rows) EXPECT_EQ(row.acts(), tried.contains(row.name)) << row.name;
  }
}

TEST(Flags, AreToldAsTheyAre) {
  const auto line = serve({"--secure-port=7443", "--kubelet-preferred-address-types=InternalIP,Hostname"});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->values.at("secure-port"), "7443");
  EXPECT_EQ(line->values.at("kubelet-preferred-address-types"), "[InternalIP,Hostname]");
  EXPECT_EQ(line->values.at("event-ttl"), "1h0m0s") << "also those that were not given";
}

// Some value of the kind that is neither the default nor refused by the type.
std::string other_value(const FlagRow& row) {
  switch (row.kind) {
    case FlagKind::kBool:
      return row.default_text == "true" ? "false" : "true";
    case FlagKind::kDuration:
      return "17m";
    case FlagKind::kMultimap:
      return "a:b";
    case FlagKind::kMap:
    case FlagKind::kMapItem:
    case FlagKind::kStringToString:
    case FlagKind::kModuleLevels:
      return "a=1";
    case FlagKind::kNamedCertKeys:
      return "a,b";
    case FlagKind::kIp:
      return "192.0.2.7";
    default:
      return "17";
  }
}

TEST(Flags, WhatDoesNotActIsRefusedUnlessItIsTheDefault) {
  int refused = 0;
  for (const FlagSection& section : flag_sections(Program::kServe)) {
    for (const FlagRow& row : section.rows) {
      if (row.acts()) continue;
      ++refused;
      std::string other = "--" + std::string(row.name) + "=" + other_value(row);
      EXPECT_TRUE(error_of(Program::kServe, {other}).starts_with("--" + std::string(row.name) + " does not act in Pintle yet")) << other;
      if (row.default_text.empty() && row.kind != FlagKind::kString && row.kind != FlagKind::kStrings) continue;
      std::string preset = "--" + std::string(row.name) + "=" + std::string(row.default_text);
      EXPECT_EQ(error_of(Program::kServe, {preset}), "") << preset;
    }
  }
  EXPECT_GT(refused, 50);
  // The same value in another form.
  EXPECT_EQ(error_of(Program::kServe, {"--audit-webhook-initial-backoff=10000ms", "--profiling=T", "--audit-log-maxsize=0x64"}), "");
}

TEST(Flags, EveryDefaultIsAValueOfItsKind) {
  for (Program program : {Program::kServe, Program::kKubeApiserver}) {
    for (const FlagSection& section : flag_sections(program)) {
      for (const FlagRow& row : section.rows) {
        if (row.default_for(program).empty()) continue;
        FlagValue value;
        EXPECT_TRUE(set_flag_value(row.kind, value, row.default_for(program))) << row.name;
      }
    }
  }
}

TEST(Flags, Syntax) {
  struct Case {
    std::string name;
    Arguments arguments;
    std::string wanted;  // bind address, port, verbosity, issuers
  };
  const Case cases[] = {
      {"equals", {"--bind-address=::1", "--secure-port=1"}, "::1 1 0"},
      {"next argument", {"--bind-address", "::1", "--secure-port", "1"}, "::1 1 0"},
      {"underscores", {"--bind_address=::1", "--secure_port", "1"}, "::1 1 0"},
      {"shorthand equals", {"-v=2"}, "127.0.0.1 6443 2"},
      {"shorthand attached", {"-v2"}, "127.0.0.1 6443 2"},
      {"shorthand next", {"-v", "2"}, "127.0.0.1 6443 2"},
      {"long shorthand", {"--v=3"}, "127.0.0.1 6443 3"},
      {"last wins", {"--secure-port=1", "--secure-port=2"}, "127.0.0.1 2 0"},
      {"octal port", {"--secure-port=017"}, "127.0.0.1 15 0"},
      {"bare bool takes no argument", {"--allow-privileged", "--secure-port=1"}, "127.0.0.1 1 0"},
      {"end of flags", {"--secure-port=1", "--"}, "127.0.0.1 1 0"},
  };
  for (const Case& c : cases) {
    auto line = serve(c.arguments);
    ASSERT_TRUE(line) << c.name << ": " << line.error().message();
    const Options& options = line->options;
    EXPECT_EQ(options.bind_address + " " + std::to_string(options.secure_port) + " " + std::to_string(options.verbosity), c.wanted)
        << c.name;
  }
}

TEST(Flags, ListsReplaceTheirDefaultAndGrow) {
  auto line = serve({"--enable-admission-plugins=AlwaysPullImages,PodNodeSelector", "--enable-admission-plugins", "EventRateLimit",
                     "--service-account-issuer=https://a,b", "--service-account-issuer=https://c",
                     "--service-cluster-ip-range=10.0.0.0/24,fd00::/108"});
  ASSERT_TRUE(line) << line.error().message();
  EXPECT_EQ(line->options.enable_admission_plugins, (std::vector<std::string>{"AlwaysPullImages", "PodNodeSelector", "EventRateLimit"}));
  EXPECT_EQ(line->options.service_account_issuers, (std::vector<std::string>{"https://a,b", "https://c"}));
  EXPECT_EQ(line->options.service_cluster_ip_ranges, (std::vector<std::string>{"10.0.0.0/24", "fd00::/108"}));
}

TEST(Flags, Errors) {
  struct Case {
    Arguments arguments;
    std::string wanted;
  };
  const Case cases[] = {
      {{"--nonsense"}, "unknown flag: --nonsense"},
      {{"--nonsense=1"}, "unknown flag: --nonsense"},
      {{"-x"}, "unknown shorthand flag: 'x' in -x"},
      {{"---x"}, "bad flag syntax: ---x"},
      {{"--=x"}, "bad flag syntax: --=x"},
      {{"--secure-port"}, "flag needs an argument: --secure-port"},
      {{"-v"}, "flag needs an argument: 'v' in -v"},
      {{"extra", "more"}, "\"pintle serve\" does not take any arguments, got [\"extra\" \"more\"]"},
      {{"--secure-port=x"}, "invalid argument \"x\" for \"--secure-port\" flag: strconv.ParseInt: parsing \"x\": invalid syntax"},
      {{"--anonymous-auth=maybe"},
       "invalid argument \"maybe\" for \"--anonymous-auth\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax"},
      {{"--request-timeout=5"}, "invalid argument \"5\" for \"--request-timeout\" flag: time: missing unit in duration \"5\""},
      {{"--bind-address=here"}, "invalid argument \"here\" for \"--bind-address\" flag: failed to parse IP: \"here\""},
      {{"-v=-1"}, "invalid argument \"-1\" for \"-v, --v\" flag: strconv.ParseUint: parsing \"-1\": value out of range"},
      {{"--service-node-port-range=5-1"},
       "invalid argument \"5-1\" for \"--service-node-port-range\" flag: end port cannot be less than start port: 5-1"},
      {{"--runtime-config=a"}, "invalid argument \"a\" for \"--runtime-config\" flag: malformed pair, expect string=string"},
      {{"--feature-gates=a"}, "invalid argument \"a\" for \"--feature-gates\" flag: malformed pair, expect string:string"},
      {{"--tls-sni-cert-key=a"},
       "invalid argument \"a\" for \"--tls-sni-cert-key\" flag: expected comma separated certificate and key file paths"},
      {{"--write-kubeconfig-mode=9"},
       "invalid argument \"9\" for \"--write-kubeconfig-mode\" flag: must be an octal file mode such as 0600"},
      {{"--etcd-servers=https://127.0.0.1:2379"}, "--etcd-servers https://127.0.0.1:2379: only http:// is spoken here"},
      {{"--etcd-servers=http://a:1,http://b:1"}, "--etcd-servers can name one address only: Pintle's stand-in for etcd is one"},
      {{"--watch-cache=false"}, "--watch-cache does not act in Pintle yet: it can only be left at its default (true)"},
      {{"--secure-port=65536"}, "--secure-port 65536 must be between 1 and 65535, inclusive. It cannot be turned off with 0"},
      {{"--authorization-mode=Nonsense"}, "authorization-mode \"Nonsense\" is not a valid mode"},
      {{"--authorization-mode=ABAC"}, "authorization-mode ABAC's authorization policy file not passed"},
      {{"--authorization-policy-file=p"}, "cannot specify --authorization-policy-file without mode ABAC"},
      {{"--authorization-mode=Webhook"}, "authorization-mode Webhook's authorization config file not passed"},
      {{"--authorization-webhook-config-file=p"}, "cannot specify --authorization-webhook-config-file without mode Webhook"},
      {{"--authorization-config=/nowhere/config"}, "open /nowhere/config: no such file or directory"},
      {{"--authorization-config=/nowhere/config", "--authorization-mode=Node,RBAC"},
       "--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined"},
      {{"--authorization-config=/nowhere/config", "--authorization-webhook-version=v1beta1"},
       "--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined"},
      {{"--authorization-mode=RBAC,RBAC"}, "authorization-mode [\"RBAC\" \"RBAC\"] has mode specified more than once"},
      {{"--enable-admission-plugins=Nonsense"}, "enable-admission-plugins plugin \"Nonsense\" is unknown"},
      {{"--disable-admission-plugins=Nonsense"}, "disable-admission-plugins plugin \"Nonsense\" is unknown"},
      {{"--disable-admission-plugins=NodeRestriction"},
       "[NodeRestriction] in enable-admission-plugins and disable-admission-plugins overlapped"},
      {{"--service-cluster-ip-range=10.0.0.0"}, "service-cluster-ip-range[0] is not a valid cidr"},
      {{"--service-cluster-ip-range=10.0.0.0/24,"}, "service-cluster-ip-range[1] is not an ip net"},
      {{"--service-cluster-ip-range=10.0.0.0/24,10.1.0.0/24"},
       "--service-cluster-ip-range[0] and --service-cluster-ip-range[1] must be of different IP family"},
      {{"--service-cluster-ip-range=10.0.0.0/30"},
       "error determining service IP ranges for primary service cidr: the service cluster IP range must be at least 8 IP addresses"},
      {{"--advertise-address=::1"}, "service IP family \"10.0.0.0/24\" must match public address family \"::1\""},
      {{"--tls-cert-file=/x"}, "--tls-cert-file and --tls-private-key-file must be given together"},
      {{"--io-loops=65"}, "--io-loops 65 must be between 0 and 64"},
      {{"--encoding-cache-mb=-1"}, "--encoding-cache-mb -1 must be between 0 and 1048576"},
      {{"--max-requests-inflight=0", "--max-mutating-requests-inflight=0"},
       "invalid configuration: MaxRequestsInFlight=0 and MaxMutatingRequestsInFlight=0; they must add up to something positive"},
      {{"--service-account-issuer="}, "service-account-issuer should not be an empty string"},
      {{"--request-timeout=-1s", "--min-request-timeout=-1"},
       "[--request-timeout can not be negative value, --min-request-timeout can not be negative value]"},
  };
  for (const Case& c : cases) EXPECT_EQ(error_of(Program::kServe, c.arguments), c.wanted);
}

TEST(Flags, UnderTheNameKubeApiserver) {
  // Its own flags are unknown there, and its defaults are kube-apiserver's.
  EXPECT_EQ(error_of(Program::kKubeApiserver, {"--data-dir=/x"}), "unknown flag: --data-dir");
  EXPECT_EQ(
      error_of(Program::kKubeApiserver, {}),
      "[--etcd-servers must be specified, service-account-issuer is a required flag, either `--service-account-key-file` or "
      "`--service-account-signing-endpoint` must be set, --service-account-signing-key-file and --service-account-issuer are required "
      "flags]");
  EXPECT_TRUE(error_of(Program::kKubeApiserver, {"--secure-port=0"}).contains("It cannot be turned off with 0"));
}

TEST(Flags, HelpAndVersionComeBeforeEverythingElse) {
  EXPECT_EQ(serve({"-h", "--watch-cache=false"})->action, Action::kHelp);
  EXPECT_EQ(serve({"--help"})->action, Action::kHelp);
  EXPECT_EQ(serve({"--version"})->action, Action::kVersion);
  EXPECT_EQ(serve({"--version=raw"})->action, Action::kVersionRaw);
  EXPECT_EQ(serve({"--version=false"})->action, Action::kServe);
  EXPECT_EQ(error_of(Program::kServe, {"--help", "--nonsense"}), "unknown flag: --nonsense");
}

TEST(Flags, VersionIsThatOfTheApi) {
  EXPECT_TRUE(version_text(Action::kVersion).starts_with("Kubernetes v1.36."));
  EXPECT_TRUE(version_text(Action::kVersionRaw).starts_with("version.Info{Major:\"1\", Minor:\"36\", GitVersion:\"v1.36."));
}

TEST(Flags, DeprecatedFlagsWarn) {
  auto line = serve({"--admission-control="});
  ASSERT_TRUE(line);
  ASSERT_EQ(line->warnings.size(), 1u);
  EXPECT_TRUE(line->warnings[0].starts_with("Flag --admission-control has been deprecated, "));
}

TEST(Flags, HelpListsEveryFlagOnceAndFitsTheTerminal) {
  std::string help = help_text(Program::kKubeApiserver, 100);
  EXPECT_FALSE(help.contains("--data-dir"));
  size_t listed = 0;
  for (size_t begin = 0; begin < help.size();) {
    size_t end = help.find('\n', begin);
    std::string line = help.substr(begin, end - begin);
    begin = end + 1;
    if (line.starts_with("      --") || line.starts_with("  -")) ++listed;
  }
  EXPECT_EQ(listed, 173u);
  EXPECT_TRUE(help_text(Program::kServe, 0).contains("Pintle flags:\n"));
}

}  // namespace
}  // namespace pintle::server
