#include "api/chain.h"

#include "api/body.h"
#include "api/connection_policy.h"
#include "api/dispatch.h"
#include "api/lifecycle.h"
#include "api/non_resource.h"
#include "api/request_attributes.h"
#include "api/request_audit.h"
#include "api/request_deadline.h"
#include "api/status_body.h"
#include "api/warnings.h"

namespace pintle::api {

// What the stages learn of a request on its way.
struct Chain::Context {
  net::Request& http;
  Query query;
  RequestInfo info;
  auth::UserRef user;
  bool is_known = false;  // authenticated, and not as anonymous
  const std::string audit_id;
  const std::chrono::steady_clock::time_point begin;
  RequestAudit audit;
  std::vector<std::string> warnings;
};

Task<net::Response> Chain::serve(net::Request& request) const {
  const auto begin = parts_.backend.clock.steady();
  parts_.observer.begun(request.method);
  Context context{.http = request, .query = Query::parse(request.query), .audit_id = audit_id_of(request), .begin = begin};
  Result<net::Response> result = co_await handle(context);
  net::Response response = result ? *std::move(result) : error_response(result.error(), request, context.query);
  add_warnings(context.warnings, response.headers);
  co_await context.audit.answer(result ? nullptr : &result.error(), response);
  compress(response, request.headers);
  if (!response.headers.has("cache-control")) response.headers.add("cache-control", "no-cache, private");
  // Who is not known gets one request for each HTTP/2 connection: streams are cheap to open and dear to serve (CVE-2023-44487).
  if (request.version == 20 && !context.is_known) response.headers.set("connection", "close");
  response.headers.set("audit-id", context.audit_id);
  parts_.policy.decorate(request, response);
  parts_.observer.answered({.info = context.info,
                            .method = request.method,
                            .query = request.query,
                            .content_type = request.headers.get("content-type"),
                            .code = response.status,
                            .duration = parts_.backend.clock.steady() - begin});
  co_return response;
}

void Chain::remember_client(Context& context, const auth::Identity& identity) const {
  context.user = identity.user;
  context.is_known = identity.user->name != auth::kAnonymousUser && !identity.user->in_group(auth::kUnauthenticatedGroup);
  remove_credentials(context.http.headers);
}

// What later stages, and servers that requests are passed on to, must not see.
void Chain::remove_credentials(net::Headers& headers) const {
  static const auth::ProxyHeaders kStandard = auth::standard_proxy_headers();
  headers.remove("authorization");
  auth::remove_proxy_headers(headers, kStandard);
  auth::remove_proxy_headers(headers, parts_.proxy_headers);
}

Task<Result<net::Response>> Chain::handle(Context& context) const {
  PINTLE_CO_TRY(context.info, parse_request_info(context.http.method, context.http.path, context.query));
  if (std::optional<net::Response> refusal = parts_.policy.refuse(context.http)) co_return *std::move(refusal);
  PINTLE_CO_TRY_VOID(begin_deadline(context.http, context.info, context.query, parts_.policy));
  if (parts_.policy.cors().answers(context.http)) co_return net::Response{.status = 204};
  const auth::Credentials credentials{
      .authorization = context.http.headers.get("authorization"),
      .certificates_der = context.http.peer->certificates_der,
      .websocket_protocols = net::is_websocket_request(context.http) ? context.http.headers.get("sec-websocket-protocol") : "",
      .headers = &context.http.headers,
      .path = context.info.path};
  const Result<auth::Identity> identity = co_await parts_.authenticator.get().authenticate(credentials);
  if (identity) remember_client(context, *identity);
  begin_audit(context);
  if (!identity) co_return fail(identity.error());
  context.audit.authenticated(*identity);
  if (!identity->warning.empty()) context.warnings.emplace_back(identity->warning);
  if (std::optional<net::Response> refusal = co_await context.audit.receive()) co_return *std::move(refusal);
  PINTLE_CO_TRY_VOID(co_await impersonate(context));
  const InFlightLimits::Seat seat = parts_.policy.in_flight().take(context.info, *context.user);
  if (!seat.granted()) co_return InFlightLimits::refusal();
  PINTLE_CO_TRY(std::optional<net::Response> fault, co_await authorize(context));
  if (fault) co_return *std::move(fault);
  co_return co_await route(context);
}

void Chain::begin_audit(Context& context) const {
  if (!parts_.auditor) return;
  context.audit = RequestAudit(parts_.auditor, {.http = context.http,
                                                .info = context.info,
                                                .user = context.user,
                                                .audit_id = context.audit_id,
                                                .clock = parts_.backend.clock,
                                                .begin = context.begin});
}

Task<Result<void>> Chain::impersonate(Context& context) const {
  PINTLE_CO_TRY(auto impersonated, co_await impersonation_.apply(context.http.headers, attributes_of(context)));
  if (!impersonated.user) co_return Result<void>();
  context.audit.impersonated(impersonated.user, impersonated.constraint);
  context.user = std::move(impersonated.user);
  co_return Result<void>();
}

auth::Attributes Chain::attributes_of(const Context& context) {
  auth::Attributes attributes = api::attributes_of(context.info, context.user.get());
  attributes.field_selector = context.query.get("fieldSelector");
  attributes.label_selector = context.query.get("labelSelector");
  return attributes;
}

// An answer: it could not be found out whether they may.
Task<Result<std::optional<net::Response>>> Chain::authorize(Context& context) const {
  const auth::Attributes attributes = attributes_of(context);
  const auto asked = parts_.backend.clock.steady();
  const auth::Decision decision = co_await parts_.authorizer.authorize(attributes);
  const auto took = parts_.backend.clock.steady() - asked;
  parts_.observer.authorized(decision, took);
  context.audit.authorized(decision, took);
  if (decision.allowed()) co_return std::nullopt;
  if (!decision.error.empty()) co_return internal_server_error(context.http, decision.error);
  co_return fail(auth::forbidden(attributes, decision.reason));
}

Task<Result<net::Response>> Chain::route(Context& context) const {
  if (is_openid_path(context.info.path)) co_return openid_answer(context.info.path, co_await parts_.openid(*context.http.loop));
  if (!context.info.is_resource) {
    const NonResource non_resource{.discovery = parts_.discovery,
                                   .openapi = parts_.openapi,
                                   .healthz = parts_.healthz,
                                   .livez = parts_.livez,
                                   .readyz = parts_.readyz,
                                   .observer = parts_.observer,
                                   .server_address = parts_.server_address,
                                   .zpages = parts_.zpages};
    co_return non_resource.answer(context.http, context.info, context.query);
  }
  co_return co_await dispatch({.http = context.http,
                               .info = context.info,
                               .query = context.query,
                               .backend = parts_.backend,
                               .discovery = parts_.discovery,
                               .user = context.user.get(),
                               .audit = context.audit.record()},
                              context.warnings);
}

}  // namespace pintle::api
