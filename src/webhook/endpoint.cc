#include "webhook/endpoint.h"

#include <utility>

#include "base/go_text.h"
#include "object/base64.h"
#include "webhook/response.h"

namespace pintle::webhook {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  return text;
}

std::string base64(std::string_view bytes) {
  std::string text(object::base64_bytes(bytes.size()), '\0');
  object::put_base64(bytes, text.data());
  return text;
}

}  // namespace

Result<std::unique_ptr<Endpoint>> Endpoint::load(const std::string& kubeconfig_path, net::Client& client, FileWatcher& files) {
  PINTLE_TRY(Kubeconfig config, load_kubeconfig(kubeconfig_path));
  return create(std::move(config), client, files);
}

Result<std::unique_ptr<Endpoint>> Endpoint::create(Kubeconfig config, net::Client& client, FileWatcher& files) {
  std::unique_ptr<Endpoint> endpoint(new Endpoint(std::move(config), client));
  const std::vector<std::string> paths = endpoint->watched_paths();
  FileContents contents;
  if (!paths.empty()) {
    PINTLE_TRY(contents, read_files(paths));
  }
  PINTLE_TRY_VOID(endpoint->load_credentials());
  if (!paths.empty()) {
    endpoint->watch_ = files.watch({.subject = "credentials for " + endpoint->url(),
                                    .paths = paths,
                                    .contents = std::move(contents),
                                    .on_change = [self = endpoint.get()](const FileContents&) { return self->load_credentials(); }});
  }
  return endpoint;
}

std::vector<std::string> Endpoint::watched_paths() const {
  std::vector<std::string> paths;
  for (const FileOrData* what : {&config_.authorities, &config_.client_certificate, &config_.client_key, &config_.token}) {
    if (what->watched()) paths.push_back(what->file);
  }
  return paths;
}

// Credentials go over TLS only, as client-go has it.
Result<void> Endpoint::load_credentials() {
  if (!config_.server.starts_with("https://")) return {};
  net::ClientTlsOptions options{.server_name = config_.tls_server_name, .insecure_skip_verify = config_.insecure_skip_tls_verify};
  PINTLE_TRY(options.authorities_pem, config_.authorities.read());
  PINTLE_TRY(options.certificate_pem, config_.client_certificate.read());
  if (!options.certificate_pem.empty()) {
    PINTLE_TRY(options.private_key_pem, config_.client_key.read());
  }
  PINTLE_TRY(auto tls, net::ClientTls::create(options));
  PINTLE_TRY(const std::string token, config_.token.read());
  std::string authorization;
  if (!trimmed(token).empty()) {
    authorization = "Bearer " + std::string(trimmed(token));
  } else if (!config_.username.empty() || !config_.password.empty()) {
    authorization = "Basic " + base64(config_.username + ":" + config_.password);
  }
  const std::lock_guard lock(mutex_);
  tls_ = std::move(tls);
  authorization_ = std::move(authorization);
  return {};
}

net::ClientRequest Endpoint::request() const {
  net::ClientRequest request{.url = config_.server};
  const std::lock_guard lock(mutex_);
  request.tls = tls_;
  if (!authorization_.empty()) request.headers.add("authorization", authorization_);
  return request;
}

Task<Result<Bytes>> Endpoint::post_once(Bytes json, const Call& call) const {
  net::ClientRequest asked = request();
  asked.method = "POST";
  asked.url += (asked.url.find('?') == std::string::npos ? "?timeout=" : "&timeout=") + go_duration(call.timeout);
  asked.headers.add("accept", "application/json, */*");
  asked.headers.add("content-type", "application/json");
  asked.body = std::move(json);
  asked.timeout = call.timeout;
  PINTLE_CO_TRY(const net::ClientResponse response, co_await client_.send(std::move(asked)));
  co_return body_of(response);
}

Task<Result<Bytes>> Endpoint::post_observed(Bytes json, const Call& call) const {
  const auto begin = std::chrono::steady_clock::now();
  Result<Bytes> answer = co_await post_once(std::move(json), call);
  call.on_attempt(answer, std::chrono::steady_clock::now() - begin);
  co_return answer;
}

Task<Result<Bytes>> Endpoint::post(Bytes json, Call call) const {
  const auto again = [this, &json, &call] { return call.on_attempt ? post_observed(json, call) : post_once(json, call); };
  co_return co_await with_backoff(*Loop::current(), call.backoff, again);
}

}  // namespace pintle::webhook
