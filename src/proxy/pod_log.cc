#include "proxy/pod_log.h"

#include "api/parameters.h"
#include "proxy/container_choice.h"
#include "proxy/log_options.h"
#include "proxy/read_object.h"
#include "proxy/server_answer.h"

namespace pintle::proxy {
namespace {

using core::v1::PodLogOptions;

constexpr size_t kLogBytesMax = 64 << 20;

// Where the log is; "" when the Pod has no Node.
Result<std::string> log_url(const api::Call& call, const Kubelets& kubelets, PodLogOptions options) {
  PINTLE_TRY(const object::Document document, read_object(call, "pods", call.info.namespace_, call.info.name));
  const core::v1::Pod pod(&document.root());
  PINTLE_TRY(const std::string container, choose_container(pod, options.container()));
  if (pod.spec().node_name().empty()) return std::string();
  PINTLE_TRY(const Kubelets::Address address, kubelets.find(call, pod.spec().node_name()));
  std::string url = "https://" + address.text() + "/containerLogs/" + call.info.namespace_ + "/" + call.info.name + "/" + container;
  if (const std::string query = log_query(options); !query.empty()) url.append("?").append(query);
  return url;
}

bool is_redirect(const net::ClientResponse& answer) {
  return answer.status >= 301 && answer.status <= 308 && answer.headers.has("location");
}

}  // namespace

Task<Result<net::Response>> PodLog::connect(api::Call& call) const {
  PINTLE_CO_TRY(const object::Document document, api::decode_parameters(PodLogOptions::schema_type(), call.query));
  const PodLogOptions options(&document.root());
  object::ErrorList errors;
  validate_log_options(options, errors);
  if (!errors.empty()) co_return fail(errors.to_status("", "PodLogOptions", call.info.name));
  PINTLE_CO_TRY(const std::string url, log_url(call, *kubelets_, options));
  if (url.empty()) co_return net::Response{.status = 204};
  if (options.follow()) co_return fail(Status({.code = 501, .message = "a log that is followed is not implemented by this server yet"}));

  const auto& tls = options.insecure_skip_tls_verify_backend() ? kubelets_->unverified_tls() : kubelets_->tls();
  auto answer =
      co_await client_.send({.url = url, .tls = tls, .timeout = std::chrono::milliseconds(0), .response_bytes_max = kLogBytesMax});
  if (!answer) co_return fail(Status::unknown(net::with_url(answer.error(), "GET", url).message()));
  if (is_redirect(*answer))
    co_return fail(Status::unknown("Get \"" + std::string(answer->headers.get("location")) + "\": redirects forbidden"));
  if (answer->status < 200 || answer->status > 206)
    co_return fail(server_answer(answer->status, answer->body.view(), "pods/log", call.info.name));
  net::Response response;
  response.headers.add("content-type", "text/plain");
  response.body = std::move(answer->body);
  co_return response;
}

}  // namespace pintle::proxy
