#include "proxy/pod_streams.h"

#include "api/parameters.h"
#include "api/request_attributes.h"
#include "net/token_list.h"
#include "proxy/container_choice.h"
#include "proxy/read_object.h"

namespace pintle::proxy {
namespace {

constexpr std::string_view kPortForward = "portforward";

Task<Result<void>> authorize_create(const api::Call& call) {
  const api::RequestInfo& info = call.info;
  if (info.verb == "create") co_return Result<void>();
  auth::Attributes attributes = api::attributes_of(info, call.user);
  attributes.verb = "create";
  const auth::Decision decision = co_await call.backend.authorizer.authorize(attributes);
  if (decision.allowed()) co_return Result<void>();
  if (!decision.error.empty()) co_return fail(Status::unknown(decision.error));
  co_return fail(Status::forbidden({info.group, info.resource}, info.name, decision.reason));
}

// Where the stream would go.
Result<Kubelets::Address> find_stream(const api::Call& call, const object::Document& options, const Kubelets& kubelets) {
  PINTLE_TRY(const object::Document document, read_object(call, "pods", call.info.namespace_, call.info.name));
  const core::v1::Pod pod(&document.root());
  if (call.subresource->name != kPortForward) {
    const int container = options.type()->find("container");
    const object::Value* asked = options.root().get(static_cast<uint16_t>(container));
    PINTLE_TRY(const std::string chosen, choose_container(pod, asked ? asked->as_string() : std::string_view()));
  }
  if (pod.spec().node_name().empty()) return fail(Status::bad_request("pod " + call.info.name + " does not have a host assigned"));
  return kubelets.find(call, pod.spec().node_name());
}

}  // namespace

Task<Result<net::Response>> PodStreams::connect(api::Call& call) const {
  const schema::Type* type = schema::find_builtin_kind("", "v1", call.subresource->kind);
  PINTLE_CO_TRY(const object::Document options, api::decode_parameters(*type, call.query));
  PINTLE_CO_TRY_VOID(co_await authorize_create(call));
  PINTLE_CO_TRY(const Kubelets::Address address, find_stream(call, options, *kubelets_));
  if (!net::has_token(call.http.headers.get("connection"), "upgrade")) co_return fail(Status::bad_request("Upgrade request required"));
  co_return fail(Status({.code = 501,
                         .message = "streams to kubelets are not carried by this server yet: pods/" + std::string(call.subresource->name) +
                                    " to " + address.text()}));
}

}  // namespace pintle::proxy
