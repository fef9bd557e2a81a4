#include "proxy/http_proxy.h"

#include <array>

#include "net/token_list.h"

namespace pintle::proxy {
namespace {

constexpr size_t kProxiedBytesMax = 64 << 20;

// What describes a connection and not what is sent over it. Source: Go's httputil hopHeaders.
constexpr std::array<std::string_view, 9> kHopHeaders = {
    "connection", "proxy-connection",  "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
    "trailer",    "transfer-encoding", "upgrade"};

void remove_hop_headers(net::Headers& headers) {
  for (const std::string_view name : kHopHeaders) headers.remove(name);
}

// The path behind the proxy, as the client escaped it: "" when there is none, not even a slash.
std::string path_behind(const api::Call& call) {
  std::string_view rest = call.http.path;
  // "/api/v1/namespaces/x/pods/web/proxy/a/b": what follows the segment "proxy", the first after the name.
  const size_t segments = call.resource.is_namespaced() ? 7 : 5;
  for (size_t i = 0; i < segments && !rest.empty(); ++i) {
    const size_t next = rest.find('/', 1);
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next);
  }
  return std::string(rest);
}

std::string without_suffix(std::string_view text, std::string_view suffix) {
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  return std::string(text);
}

// Where a redirect leads through this proxy, when it stays on the server behind it.
std::string rewritten_redirect(std::string_view target, const Location& location, const std::string& prefix) {
  const std::string own = location.text();
  const std::string path(target.starts_with(own) && target.substr(own.size()).starts_with('/') ? target.substr(own.size()) : target);
  if (!path.starts_with('/') || path.starts_with("//") || path.starts_with(prefix)) return path;
  return prefix + path;
}

}  // namespace

Result<Location> HttpProxy::locate(const api::Call& call) const {
  switch (target_) {
    case Target::kPod:
      return locate_pod(call);
    case Target::kService:
      return locate_service(call);
    case Target::kNode:
      return locate_node(call, *kubelets_);
  }
  return fail(Status::internal("no such proxy"));
}

Task<Result<net::Response>> HttpProxy::forward(api::Call& call, const Location& location, const std::string& path) const {
  Bytes body;
  if (call.http.body) {
    PINTLE_CO_TRY(body, co_await call.http.body->read_all(kProxiedBytesMax));
  }
  net::ClientRequest request{.method = call.http.method,
                             .url = location.text() + path,
                             .headers = call.http.headers,
                             .body = std::move(body),
                             .tls = location.is_kubelet ? kubelets_->tls() : kubelets_->unverified_tls(),
                             .timeout = std::chrono::milliseconds(0),
                             .response_bytes_max = kProxiedBytesMax};
  if (!call.http.query.empty()) request.url.append("?").append(call.http.query);
  if (target_ == Target::kNode) request.allows = is_global_unicast;
  remove_hop_headers(request.headers);
  request.headers.remove("host");
  request.headers.remove("content-length");
  request.headers.set("x-forwarded-uri", std::string(call.http.path));
  std::string forwarded_for(request.headers.get("x-forwarded-for"));
  forwarded_for.append(forwarded_for.empty() ? "" : ", ").append(call.http.peer ? call.http.peer->address : "");
  request.headers.set("x-forwarded-for", std::move(forwarded_for));

  auto answer = co_await client_.send(std::move(request));
  if (!answer && net::fault_of(answer.error()) == net::ClientFault::kForbidden) co_return fail(Status::bad_request("address not allowed"));
  if (!answer) co_return fail(Status::service_unavailable("error trying to reach service: " + answer.error().message()));
  net::Response response{.status = answer->status, .headers = std::move(answer->headers), .body = std::move(answer->body)};
  remove_hop_headers(response.headers);
  response.headers.remove("content-length");
  if (const std::string_view redirect = response.headers.get("location"); !redirect.empty())
    response.headers.set("location", rewritten_redirect(redirect, location, without_suffix(call.http.path, path)));
  co_return response;
}

Task<Result<net::Response>> HttpProxy::connect(api::Call& call) const {
  PINTLE_CO_TRY(const Location location, locate(call));
  if (net::has_token(call.http.headers.get("connection"), "upgrade"))
    co_return fail(Status({.code = 501, .message = "upgraded connections are not passed on by this server yet"}));
  const std::string path = path_behind(call);
  const bool is_read = call.http.method == "GET" || call.http.method == "HEAD";
  if (path.empty() && is_read) {
    net::Response redirect{.status = 301};
    std::string to = std::string(call.http.path) + "/";
    if (!call.http.query.empty()) to.append("?").append(call.http.query);
    redirect.headers.add("location", std::move(to));
    co_return redirect;
  }
  co_return co_await forward(call, location, path);
}

}  // namespace pintle::proxy
