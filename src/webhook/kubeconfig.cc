#include "webhook/kubeconfig.h"

#include <vector>

#include "base/file.h"
#include "base/go_text.h"
#include "object/base64.h"
#include "object/json.h"
#include "object/yaml.h"

namespace pintle::webhook {
namespace {

using object::Value;

std::unexpected<Status> bad(std::string message) { return fail(Status::bad_request(std::move(message))); }

std::string text_of(const Value& map, std::string_view key) {
  const Value* value = map.get(key);
  return value ? std::string(value->as_string()) : "";
}

bool bool_of(const Value& map, std::string_view key) {
  const Value* value = map.get(key);
  return value && value->as_bool();
}

// The entry of that name in a list of {name, <member>}; null when there is none.
const Value* named(const Value& root, std::string_view list, std::string_view name, std::string_view member) {
  const Value* items = root.get(list);
  if (!items) return nullptr;
  for (const Value& item : items->items()) {
    if (text_of(item, "name") == name) return item.get(member);
  }
  return nullptr;
}

std::string resolved(const std::string& file, const std::string& folder) {
  return file.empty() || file.starts_with('/') ? file : folder + "/" + file;
}

// `key` names a file, `key`-data holds the bytes in base64.
Result<FileOrData> file_or_data(const Value& map, const std::string& key, const std::string& folder) {
  FileOrData made{.file = resolved(text_of(map, key), folder), .data = ""};
  const std::string encoded = text_of(map, key + "-data");
  made.data.resize(encoded.size() + 3);
  const object::Base64Decoded decoded = object::decode_base64(encoded, made.data.data());
  if (decoded.fault >= 0) return bad("illegal base64 data at input byte " + std::to_string(decoded.fault));
  made.data.resize(decoded.bytes);
  return made;
}

using Faults = std::vector<std::string>;

void check_readable(const FileOrData& what, const std::string& role, const std::string& name, Faults& faults) {
  if (what.file.empty()) return;
  auto text = read_file(what.file);
  if (!text) faults.push_back("unable to read " + role + " " + what.file + " for " + name + " due to " + text.error().message());
}

void check_user(const Kubeconfig& config, const Value& user, const std::string& name, Faults& faults) {
  const FileOrData& certificate = config.client_certificate;
  const FileOrData& key = config.client_key;
  std::string methods;
  if (!config.token.data.empty()) methods = "token";
  if (!config.username.empty() || !config.password.empty()) {
    if (!methods.empty()) methods += " ";
    methods += "basicAuth";
  }
  if (certificate.given()) {
    if (!certificate.file.empty() && !certificate.data.empty())
      faults.push_back("client-cert-data and client-cert are both specified for " + name + ". client-cert-data will override.");
    if (!key.file.empty() && !key.data.empty())
      faults.push_back("client-key-data and client-key are both specified for " + name + "; client-key-data will override");
    if (!key.given())
      faults.push_back("client-key-data or client-key must be specified for " + name + " to use the clientCert authentication method.");
    check_readable(certificate, "client-cert", name, faults);
    check_readable(key, "client-key", name, faults);
  }
  if (user.get("exec") || user.get("auth-provider")) faults.push_back("exec and auth-provider are not supported for " + name);
  if (methods.find(' ') != std::string::npos)
    faults.push_back("more than one authentication method found for " + name + "; found [" + methods + "], only one is allowed");
}

void check_cluster(const Kubeconfig& config, const Value& cluster, const std::string& name, Faults& faults) {
  if (config.server.empty())
    faults.push_back(name.empty() ? "default cluster has no server defined" : "no server found for cluster " + go_quoted(name));
  if (!text_of(cluster, "proxy-url").empty()) faults.push_back("proxy-url is not supported for cluster " + go_quoted(name));
  if (!config.authorities.file.empty() && !config.authorities.data.empty()) {
    faults.push_back("certificate-authority-data and certificate-authority are both specified for " + name +
                     ". certificate-authority-data will override.");
  }
  check_readable(config.authorities, "certificate-authority", name, faults);
}

Result<void> to_result(const Faults& faults) {
  if (faults.empty()) return {};
  std::string joined;
  for (const std::string& fault : faults) joined += (joined.empty() ? "" : ", ") + fault;
  return bad("invalid configuration: " + (faults.size() == 1 ? joined : "[" + joined + "]"));
}

// client-go takes "host:port" for a plain server; without TLS it leaves credentials out.
std::string url_of(const std::string& server, bool has_tls) {
  if (server.find("://") != std::string::npos) return server;
  return (has_tls ? "https://" : "http://") + server;
}

Result<Kubeconfig> read_parts(const Value& cluster, const Value& user, const std::string& folder) {
  Kubeconfig config;
  config.server = text_of(cluster, "server");
  config.tls_server_name = text_of(cluster, "tls-server-name");
  config.insecure_skip_tls_verify = bool_of(cluster, "insecure-skip-tls-verify");
  PINTLE_TRY(config.authorities, file_or_data(cluster, "certificate-authority", folder));
  PINTLE_TRY(config.client_certificate, file_or_data(user, "client-certificate", folder));
  PINTLE_TRY(config.client_key, file_or_data(user, "client-key", folder));
  config.token = {.file = resolved(text_of(user, "tokenFile"), folder), .data = text_of(user, "token")};
  config.username = text_of(user, "username");
  config.password = text_of(user, "password");
  return config;
}

// What kind of file it is. An older or newer one could mean something else.
Result<void> check_type(const Value& root) {
  const std::string version = text_of(root, "apiVersion");
  const std::string kind = text_of(root, "kind");
  if ((version.empty() || version == "v1") && (kind.empty() || kind == "Config")) return {};
  return bad("no kind " + go_quoted(kind) + " is registered for version " + go_quoted(version) + " in scheme");
}

}  // namespace

Result<std::string> FileOrData::read() const {
  if (!data.empty() || file.empty()) return data;
  return read_file(file);
}

Result<Kubeconfig> parse_kubeconfig(std::string_view text, const std::string& folder) {
  PINTLE_TRY(std::string json, object::yaml_to_json(text));
  PINTLE_TRY(object::Decoded decoded, object::decode_json(object::any_type(), Bytes::take(std::move(json))));
  const Value& root = decoded.document.root();
  PINTLE_TRY_VOID(check_type(root));
  const std::string context_name = text_of(root, "current-context");
  const Value nothing = Value::empty_map();
  const Value* context = named(root, "contexts", context_name, "context");
  if (!context && !context_name.empty()) return bad("context " + go_quoted(context_name) + " does not exist");
  if (!context) context = &nothing;
  const std::string user_name = text_of(*context, "user");
  const std::string cluster_name = text_of(*context, "cluster");
  const Value* user = named(root, "users", user_name, "user");
  if (!user && !user_name.empty()) return bad("auth info " + go_quoted(user_name) + " does not exist");
  const Value* cluster = named(root, "clusters", cluster_name, "cluster");
  if (!cluster && !cluster_name.empty()) return bad("cluster " + go_quoted(cluster_name) + " does not exist");
  if (!user) user = &nothing;
  if (!cluster || cluster->size() == 0)
    return bad("invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable");
  PINTLE_TRY(Kubeconfig config, read_parts(*cluster, *user, folder));
  Faults faults;
  check_user(config, *user, user_name, faults);
  check_cluster(config, *cluster, cluster_name, faults);
  PINTLE_TRY_VOID(to_result(faults));
  config.server = url_of(config.server, config.authorities.given() || config.client_certificate.given() || config.insecure_skip_tls_verify);
  return config;
}

Result<Kubeconfig> load_kubeconfig(const std::string& path) {
  auto text = read_file(path);
  if (!text) return bad(text.error().message());
  const size_t slash = path.rfind('/');
  return parse_kubeconfig(*text, slash == std::string::npos ? "." : path.substr(0, slash));
}

}  // namespace pintle::webhook
