#include "server/options_check.h"

#include <algorithm>
#include <set>

#include "base/go_text.h"
#include "base/ip_address.h"
#include "cache/loop_hub.h"
#include "server/admission_plugin_names.h"
#include "server/authentication_configuration.h"
#include "server/http_address.h"
#include "server/identity_options.h"
#include "server/service_account_options.h"

namespace pintle::server {
namespace {

constexpr uint64_t kServiceAddressesMin = 8;
constexpr int kEncodingCacheMbMax = 1 << 20;  // 1 TiB

using Faults = std::vector<std::string>;

// Go's %v of a list of strings.
std::string bracketed(const std::vector<std::string>& items, bool quote) {
  std::string text = "[";
  for (const std::string& item : items) text += (text.size() > 1 ? " " : "") + (quote ? go_quoted(item) : item);
  return text + "]";
}

void check_etcd_servers(const Options& options, Faults& faults) {
  if (options.program == Program::kKubeApiserver && options.etcd_servers.empty()) faults.emplace_back("--etcd-servers must be specified");
  if (options.etcd_servers.size() > 1) faults.emplace_back("--etcd-servers can name one address only: Pintle's stand-in for etcd is one");
  for (const std::string& url : options.etcd_servers) {
    if (auto address = parse_http_address(url); !address) faults.push_back("--etcd-servers " + address.error().message());
  }
}

void check_secure_port(const Options& options, Faults& faults) {
  bool any_port = options.program == Program::kServe && options.secure_port == 0;
  if (any_port || (options.secure_port >= 1 && options.secure_port <= 65535)) return;
  faults.push_back("--secure-port " + std::to_string(options.secure_port) +
                   " must be between 1 and 65535, inclusive. It cannot be turned off with 0");
}

void check_sizes(const Options& options, Faults& faults) {
  constexpr int kLoopsMax = static_cast<int>(cache::kLoopsMax);
  if (options.io_loops < 0 || options.io_loops > kLoopsMax)
    faults.push_back("--io-loops " + std::to_string(options.io_loops) + " must be between 0 and " + std::to_string(kLoopsMax));
  if (options.encoding_cache_mb < 0 || options.encoding_cache_mb > kEncodingCacheMbMax)
    faults.push_back("--encoding-cache-mb " + std::to_string(options.encoding_cache_mb) + " must be between 0 and " +
                     std::to_string(kEncodingCacheMbMax));
}

void check_serving_certificate(const Options& options, Faults& faults) {
  if (options.tls_cert_file.empty() != options.tls_private_key_file.empty()) {
    faults.emplace_back("--tls-cert-file and --tls-private-key-file must be given together");
  }
}

void check_durations(const Options& options, Faults& faults) {
  if (options.request_timeout.count() < 0) faults.emplace_back("--request-timeout can not be negative value");
  if (options.min_request_timeout.count() < 0) faults.emplace_back("--min-request-timeout can not be negative value");
  if (options.shutdown_delay_duration.count() < 0) faults.emplace_back("--shutdown-delay-duration can not be negative value");
  if (options.shutdown_watch_termination_grace_period.count() < 0) {
    faults.emplace_back("shutdown-watch-termination-grace-period, if provided, can not be a negative value");
  }
}

void check_admission_plugins(const Options& options, Faults& faults) {
  for (const std::string& name : options.enable_admission_plugins) {
    if (!is_admission_plugin(name)) faults.push_back("enable-admission-plugins plugin " + go_quoted(name) + " is unknown");
  }
  for (const std::string& name : options.disable_admission_plugins) {
    if (!is_admission_plugin(name)) faults.push_back("disable-admission-plugins plugin " + go_quoted(name) + " is unknown");
  }
  std::vector<std::string> both;
  for (const std::string& name : std::set(options.enable_admission_plugins.begin(), options.enable_admission_plugins.end())) {
    if (std::ranges::find(options.disable_admission_plugins, name) != options.disable_admission_plugins.end()) both.push_back(name);
  }
  if (!both.empty()) faults.push_back(bracketed(both, false) + " in enable-admission-plugins and disable-admission-plugins overlapped");
}

void check_service_ranges(const Options& options, Faults& faults) {
  const auto& texts = options.service_cluster_ip_ranges;
  auto primary = IpRange::parse(texts[0]);
  if (!primary) {
    faults.emplace_back("service-cluster-ip-range[0] is not a valid cidr");
    return;
  }
  if (primary->size() < kServiceAddressesMin) {
    faults.push_back("error determining service IP ranges for primary service cidr: the service cluster IP range must be at least " +
                     std::to_string(kServiceAddressesMin) + " IP addresses");
  }
  if (texts.size() > 1) {
    auto secondary = IpRange::parse(texts[1]);
    if (!secondary) {
      faults.emplace_back("service-cluster-ip-range[1] is not an ip net");
    } else if (secondary->is_v4() == primary->is_v4()) {
      faults.emplace_back("--service-cluster-ip-range[0] and --service-cluster-ip-range[1] must be of different IP family");
    }
  }
  if (texts.size() > 2) faults.emplace_back("--service-cluster-ip-range must not contain more than two entries");
  auto advertised = IpAddress::parse(options.advertise_address);
  if (advertised && advertised->is_v4() != primary->is_v4()) {
    faults.push_back("service IP family " + go_quoted(primary->to_string()) + " must match public address family " +
                     go_quoted(advertised->to_string()));
  }
}

void fill_derived(Options& options) {
  if (options.program == Program::kServe) {
    if (options.write_kubeconfig.empty()) options.write_kubeconfig = options.data_dir + "/kubeconfig";
    if (options.cert_dir.empty()) options.cert_dir = options.data_dir + "/pki";
  }
  fill_authorization_options(options.authorization);
  if (options.service_cluster_ip_ranges.empty()) options.service_cluster_ip_ranges = {"10.0.0.0/24"};
  fill_service_account_options(options);
  options.admission_plugins = enabled_admission_plugins(options.enable_admission_plugins, options.disable_admission_plugins);
}

}  // namespace

Result<void> complete_options(Options& options) {
  fill_derived(options);
  Faults faults;
  check_durations(options, faults);
  check_etcd_servers(options, faults);
  check_secure_port(options, faults);
  check_sizes(options, faults);
  check_serving_certificate(options, faults);
  check_authentication_options(options, faults);
  for (std::string& fault : service_account_faults(options)) faults.push_back(std::move(fault));
  for (std::string& fault : identity_faults(options)) faults.push_back(std::move(fault));
  check_authorization_options(options.authorization, options.given, faults);
  check_admission_plugins(options, faults);
  check_service_ranges(options, faults);
  check_connection_options(options.connections, faults);
  check_audit_options(options.audit, faults);
  if (faults.empty()) return {};
  std::string joined;
  for (const std::string& fault : faults) joined += (joined.empty() ? "" : ", ") + fault;
  return fail(Status::bad_request(faults.size() == 1 ? joined : "[" + joined + "]"));
}

}  // namespace pintle::server
