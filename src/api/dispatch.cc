#include "api/dispatch.h"

#include <algorithm>
#include <optional>

#include "api/request_audit.h"
#include "api/status_body.h"
#include "api/verbs/verbs.h"

namespace pintle::api {
namespace {

using VerbFunction = Task<Result<net::Response>> (*)(Call& call);

constexpr std::string_view kPatchTypes[] = {"application/json-patch+json", "application/merge-patch+json",
                                            "application/strategic-merge-patch+json", "application/apply-patch+yaml"};

Status unsupported_patch_type() {
  Status status = Status::unsupported_media_type("415: Unsupported Media Type");
  status.body().has_details = true;
  return status;
}

Task<Result<net::Response>> not_implemented(Call& call) {
  const std::string what = call.subresource ? std::string(call.resource.kind->resource) + "/" + std::string(call.subresource->name)
                                            : std::string(call.resource.kind->resource);
  co_return fail(Status({.code = 501, .message = what + " is not implemented by this server yet"}));
}

// What a path addresses.
enum class Target : uint8_t { kNone, kCollection, kAllNamespaces, kItem, kSubresource };

Target target_of(const Resource& resource, const RequestInfo& info) {
  const bool has_namespace = !info.namespace_.empty();
  const bool is_namespace_itself = info.resource == "namespaces" && info.group.empty();
  if (!resource.is_namespaced() && has_namespace && !is_namespace_itself) return Target::kNone;
  const size_t parts = info.parts.size();
  if (parts == 1) return resource.is_namespaced() && !has_namespace ? Target::kAllNamespaces : Target::kCollection;
  if (resource.is_namespaced() && !has_namespace) return Target::kNone;
  if (parts == 2) return Target::kItem;
  return Target::kSubresource;
}

// Which bit of a kind's verbs a method needs, if any does.
std::optional<Verb> verb_for(std::string_view method, Target target, const RequestInfo& info) {
  if (info.verb == "watch") return method == "GET" ? std::optional(kWatch) : std::nullopt;
  switch (target) {
    case Target::kAllNamespaces:
      return method == "GET" ? std::optional(kList) : std::nullopt;
    case Target::kCollection:
      if (method == "GET") return kList;
      if (method == "POST") return kCreate;
      if (method == "DELETE") return kDeleteCollection;
      return std::nullopt;
    case Target::kItem:
    case Target::kSubresource:
      if (method == "GET") return kGet;
      if (method == "PUT") return kUpdate;
      if (method == "PATCH") return kPatch;
      if (method == "DELETE") return kDelete;
      if (method == "POST" && target == Target::kSubresource) return kCreate;
      return std::nullopt;
    case Target::kNone:
      return std::nullopt;
  }
  return std::nullopt;
}

// A proxy passes on what other routes do not know.
std::optional<Verb> connect_verb(const Subresource& subresource, std::string_view method, const RequestInfo& info) {
  const bool is_read = method == "HEAD" || method == "OPTIONS";
  return subresource.is_proxy && is_read ? std::optional(kGet) : verb_for(method, Target::kSubresource, info);
}

VerbFunction object_verb(Verb verb) {
  switch (verb) {
    case kGet:
      return get;
    case kList:
      return list;
    case kWatch:
      return watch;
    case kCreate:
      return create;
    case kUpdate:
      return update;
    case kPatch:
      return patch;
    case kDelete:
      return delete_one;
    case kDeleteCollection:
      return delete_collection;
    case kConnect:
      break;
  }
  return not_implemented;
}

VerbFunction subresource_verb(const Subresource& subresource, Verb verb) {
  switch (subresource.serves) {
    case SubresourceKind::kStatus:
    case SubresourceKind::kUpdate:
      return object_verb(verb);
    case SubresourceKind::kScale:
      return verb == kGet ? get_scale : verb == kUpdate ? update_scale : patch_scale;
    case SubresourceKind::kAction:
      return subresource.action ? act : not_implemented;
    case SubresourceKind::kConnect:
      return connect;
  }
  return not_implemented;
}

VerbFunction verb_function(const Resource& resource, const Subresource* subresource, Verb verb) {
  if (resource.observer) return verb == kGet ? get_observed : list_observed;
  if (verb == kCreate && resource.find_answerer(subresource ? subresource->name : std::string_view())) return act;
  if (!resource.cache) return resource.kind->action ? act : not_implemented;
  return subresource ? subresource_verb(*subresource, verb) : object_verb(verb);
}

// What go-restful checks of a route before its handler runs.
Result<void> check_media_types(const net::Request& http, Verb verb) {
  const std::string_view accept = http.headers.get("accept");
  if (verb == kPatch) {
    const std::string type = media_type_essence(http.headers.get("content-type"));
    if (std::ranges::find(kPatchTypes, type) == std::end(kPatchTypes)) return fail(unsupported_patch_type());
  }
  return check_acceptable(accept, verb == kList || verb == kWatch ? Route::kList : Route::kItem);
}

net::Response unknown_group() { return text_response(404, "404 page not found\n"); }

}  // namespace

Task<Result<net::Response>> dispatch(DispatchRequest request, std::vector<std::string>& warnings) {
  const RequestInfo& info = request.info;
  const Resource* resource = request.backend.registry.find(info.group, info.version, info.resource);
  if (!resource && !request.discovery.has_group(info.group)) co_return unknown_group();
  if (!resource) co_return fail(Status::path_not_found());
  const Target target = target_of(*resource, info);
  if (target == Target::kNone) co_return fail(Status::path_not_found());
  const Subresource* subresource = target == Target::kSubresource ? resource->find_subresource(info.parts[2]) : nullptr;
  if (target == Target::kSubresource && !subresource) co_return fail(Status::path_not_found());
  const bool connects = subresource && subresource->serves == SubresourceKind::kConnect;
  if (info.parts.size() > 3 && !connects) co_return fail(Status::path_not_found());

  const std::optional<Verb> verb =
      connects ? connect_verb(*subresource, request.http.method, info) : verb_for(request.http.method, target, info);
  const Verbs served = subresource ? subresource->verbs : resource->kind->verbs;
  if (!verb || !(served & *verb)) co_return fail(method_not_allowed());
  if (!connects) PINTLE_CO_TRY_VOID(check_media_types(request.http, *verb));
  Accepted accepted;
  // What is passed on is for whoever is behind to negotiate; a log, which has no kind of its own, is read like an object.
  if (!connects || subresource->kind.empty()) {
    const Transforms transforms = subresource && !subresource->has_table ? Transforms::kNone : Transforms::kAllowed;
    PINTLE_CO_TRY(accepted,
                  negotiate_output(request.http.headers.get("accept"), request.http.headers.get("user-agent"), request.query, transforms));
  }
  Call call{.http = request.http,
            .info = info,
            .query = request.query,
            .backend = request.backend,
            .resource = *resource,
            .subresource = subresource,
            .accepted = accepted,
            .user = request.user,
            .audit = request.audit};
  const std::string_view deprecation = resource->kind->deprecation_warning;
  if (!deprecation.empty()) warnings.emplace_back(deprecation);
  const VerbFunction function = verb_function(*resource, subresource, *verb);
  Result<net::Response> response = co_await function(call);
  record_annotations(call);
  warnings.insert(warnings.end(), call.warnings.begin(), call.warnings.end());
  co_return response;
}

}  // namespace pintle::api
