#include "api/openapi/resource_routes.h"

#include <algorithm>
#include <cctype>

namespace pintle::api::openapi {
namespace {

using schema::Type;
using schema::TypeKind;

constexpr std::string_view kAnything = "*/*";
constexpr std::string_view kObjectTypes[] = {"application/json", "application/yaml", "application/vnd.kubernetes.protobuf"};
constexpr std::string_view kStreamTypes[] = {"application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"};
constexpr std::string_view kPatchTypes[] = {"application/json-patch+json", "application/merge-patch+json",
                                            "application/strategic-merge-patch+json", "application/apply-patch+yaml"};
constexpr std::string_view kPretty =
    "If 'true', then the output is pretty printed. Defaults to 'false' unless the user-agent indicates a browser or command-line HTTP "
    "tool (curl and wget).";
constexpr std::string_view kNamespace = "object name and auth scope, such as for teams and projects";

// A resource or subresource as the installer sees it: what is read and written at one place.
struct Place {
  const GroupVersion& served;
  const Kind& kind;               // of the resource
  std::string_view subresource;   // "" for the resource itself
  GroupVersionKind object_kind;   // of what is read and written
  const Type* object = nullptr;   // null: a string
  const Type* options = nullptr;  // of a read or a connection
  Verbs verbs = 0;
  bool connects = false;
  std::string collection;  // path; that of the item for a subresource
  std::string item;        // path
};

enum class Scoping : uint8_t { kOwn, kAllNamespaces };

bool namespaced(const Place& place) { return place.kind.scope == Scope::kNamespaced; }

std::string title(std::string_view word) {
  std::string text(word);
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string upper(std::string_view word) {
  std::string text(word);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

// " a " or " an "; plurals have none.
std::string article(std::string_view noun) {
  if (noun.ends_with('s') && !noun.ends_with("ss")) return " ";
  const bool vowel = std::string_view("aeiouAEIOU").contains(noun.front());
  return vowel ? " an " : " a ";
}

// "<words> the specified Pod", "<words> status of the specified Pod".
std::string of_the_specified(std::string_view words, const Place& place) {
  std::string text(words);
  if (!place.subresource.empty()) text.append(" ").append(place.subresource).append(" of");
  return text.append(" the specified ").append(place.kind.kind);
}

// "create a Pod", "create eviction of a Pod".
std::string of_a(std::string_view word, const Place& place) {
  std::string text(word);
  if (!place.subresource.empty()) text.append(" ").append(place.subresource).append(" of");
  return text.append(article(place.kind.kind)).append(place.kind.kind);
}

const Type* meta_type(std::string_view kind) { return schema::find_builtin_kind("", "v1", kind); }

// The type of a query parameter; "" when the field is none.
std::string_view parameter_type(const Type& type) {
  switch (type.kind) {
    case TypeKind::kBool:
      return "boolean";
    case TypeKind::kInt32:
    case TypeKind::kInt64:
      return "integer";
    case TypeKind::kDouble:
      return "number";
    case TypeKind::kString:
      return "string";
    case TypeKind::kList:
      return parameter_type(*type.element);
    default:
      return "";
  }
}

void add_options(const Type* options, Route& route, std::span<const std::string_view> but = {}) {
  if (!options) return;
  for (const schema::Field& field : options->fields) {
    const bool is_type_meta = field.name == "kind" || field.name == "apiVersion";
    const std::string_view type = parameter_type(*field.type);
    if (is_type_meta || type.empty() || std::ranges::find(but, field.name) != but.end()) continue;
    route.parameters.push_back({field.name, In::kQuery, field.doc, type});
  }
}

void add_path_parameters(const Place& place, Route& route) {
  if (route.path.contains("{namespace}")) route.parameters.push_back({"namespace", In::kPath, kNamespace});
  if (route.path.contains("{name}")) route.parameters.push_back({"name", In::kPath, "name of the ", "string", place.object_kind.kind});
  if (route.path.contains("{path}")) route.parameters.push_back({"path", In::kPath, "path to the resource"});
}

struct Action {
  std::string_view name;    // x-kubernetes-action
  std::string_view method;  // as a member of a path item
  std::string verb;         // the operation's name begins with it
  std::string path;
  std::string description;
  std::string_view suffix = "";  // of the operation's name
  Scoping scoping = Scoping::kOwn;
};

Route start(const Place& place, Action action) {
  Route route;
  route.path = "/" + place.served.path() + "/" + action.path;
  route.method = action.method;
  route.description = std::move(action.description);
  const bool in_namespace = namespaced(place) && action.scoping == Scoping::kOwn;
  route.operation.append(action.verb).append(in_namespace ? "Namespaced" : "").append(place.kind.kind);
  route.operation.append(title(place.subresource)).append(action.suffix);
  if (action.scoping == Scoping::kAllNamespaces) route.operation += "ForAllNamespaces";
  route.consumes = {kAnything};
  route.produces.assign(std::begin(kObjectTypes), std::end(kObjectTypes));
  route.action = action.name;
  route.kind = place.object_kind;
  add_path_parameters(place, route);
  return route;
}

void add_pretty(Route& route) { route.parameters.push_back({"pretty", In::kQuery, kPretty}); }

void add_stream_types(Route& route) { route.produces.insert(route.produces.end(), std::begin(kStreamTypes), std::end(kStreamTypes)); }

Route list_route(const Place& place, const std::string& path, Scoping scoping) {
  const std::string_view what = place.verbs & kWatch ? "list or watch objects of kind " : "list objects of kind ";
  Route route = start(place, {.name = "list",
                              .method = "get",
                              .verb = "list",
                              .path = path,
                              .description = std::string(what).append(place.kind.kind),
                              .scoping = scoping});
  add_pretty(route);
  add_stream_types(route);
  add_options(meta_type("ListOptions"), route);
  const GroupVersionKind& kind = place.object_kind;
  route.responses = {{200, "OK", place.served.find(kind.group, kind.version, std::string(kind.kind) + "List")}};
  return route;
}

Route watch_list_route(const Place& place, const std::string& path, Scoping scoping) {
  Route route = start(place, {.name = "watchlist",
                              .method = "get",
                              .verb = "watch",
                              .path = "watch/" + path,
                              .description = "watch individual changes to a list of " + std::string(place.kind.kind) +
                                             ". deprecated: use the 'watch' parameter with a list operation instead.",
                              .suffix = "List",
                              .scoping = scoping});
  add_pretty(route);
  add_stream_types(route);
  add_options(meta_type("ListOptions"), route);
  route.responses = {{200, "OK", meta_type("WatchEvent")}};
  return route;
}

Route watch_route(const Place& place) {
  Route route = start(place, {.name = "watch",
                              .method = "get",
                              .verb = "watch",
                              .path = "watch/" + place.item,
                              .description = "watch changes to an object of kind " + std::string(place.kind.kind) +
                                             ". deprecated: use the 'watch' parameter with a list operation instead, filtered to a "
                                             "single item with the 'fieldSelector' parameter."});
  add_pretty(route);
  add_stream_types(route);
  add_options(meta_type("ListOptions"), route);
  route.responses = {{200, "OK", meta_type("WatchEvent")}};
  return route;
}

Route create_route(const Place& place) {
  Route route =
      start(place, {.name = "post", .method = "post", .verb = "create", .path = place.collection, .description = of_a("create", place)});
  add_pretty(route);
  add_options(meta_type("CreateOptions"), route);
  route.body = place.object;
  route.responses = {{200, "OK", place.object}, {201, "Created", place.object}, {202, "Accepted", place.object}};
  return route;
}

Route read_route(const Place& place) {
  Route route =
      start(place, {.name = "get", .method = "get", .verb = "read", .path = place.item, .description = of_the_specified("read", place)});
  add_pretty(route);
  add_options(place.options, route);
  if (!place.object) route.produces.insert(route.produces.begin(), "text/plain");
  route.responses = {{200, "OK", place.object}};
  return route;
}

Route replace_route(const Place& place) {
  Route route = start(
      place, {.name = "put", .method = "put", .verb = "replace", .path = place.item, .description = of_the_specified("replace", place)});
  add_pretty(route);
  add_options(meta_type("UpdateOptions"), route);
  route.body = place.object;
  route.responses = {{200, "OK", place.object}, {201, "Created", place.object}};
  return route;
}

Route patch_route(const Place& place) {
  Route route = start(place, {.name = "patch",
                              .method = "patch",
                              .verb = "patch",
                              .path = place.item,
                              .description = of_the_specified("partially update", place)});
  add_pretty(route);
  route.consumes.assign(std::begin(kPatchTypes), std::end(kPatchTypes));
  add_options(meta_type("PatchOptions"), route);
  route.body = schema::find_builtin_type("io.k8s.apimachinery.pkg.apis.meta.v1.Patch");
  route.responses = {{200, "OK", place.object}, {201, "Created", place.object}};
  return route;
}

Route delete_route(const Place& place) {
  Route route =
      start(place, {.name = "delete", .method = "delete", .verb = "delete", .path = place.item, .description = of_a("delete", place)});
  add_pretty(route);
  add_options(meta_type("DeleteOptions"), route);
  route.body = meta_type("DeleteOptions");
  route.body_required = false;
  // A kind that is held after its deletion answers with the object too, but upstream's storage of it does not say so.
  const bool with_object = place.kind.returns_deleted && !place.kind.held;
  const Type* answer = with_object ? place.object : meta_type("Status");
  route.responses = {{200, "OK", answer}, {202, "Accepted", answer}};
  return route;
}

Route delete_collection_route(const Place& place) {
  constexpr std::string_view kOfWatches[] = {"watch", "allowWatchBookmarks"};
  Route route = start(place, {.name = "deletecollection",
                              .method = "delete",
                              .verb = "deletecollection",
                              .path = place.collection,
                              .description = "delete collection of " + std::string(place.kind.kind)});
  add_pretty(route);
  add_options(meta_type("DeleteOptions"), route);
  add_options(meta_type("ListOptions"), route, kOfWatches);
  route.body = meta_type("DeleteOptions");
  route.body_required = false;
  route.responses = {{200, "OK", meta_type("Status")}};
  return route;
}

Route connect_route(const Place& place, std::string_view method, const std::string& path, std::string_view suffix) {
  Route route = start(place, {.name = "connect",
                              .method = method,
                              .verb = "connect" + title(method),
                              .path = path,
                              .description = std::string("connect ")
                                                 .append(upper(method))
                                                 .append(" requests to ")
                                                 .append(place.subresource)
                                                 .append(" of ")
                                                 .append(place.kind.kind),
                              .suffix = suffix});
  route.produces = {kAnything};
  add_options(place.options, route);
  route.responses = {{200, "OK", nullptr}};
  return route;
}

// A connection whose options name a path is a proxy: it takes every method, and paths below its own.
void add_connect_routes(const Place& place, std::vector<Route>& out) {
  constexpr std::string_view kProxyMethods[] = {"get", "post", "put", "patch", "delete", "head", "options"};
  constexpr std::string_view kUpgradeMethods[] = {"get", "post"};
  const bool proxy = place.options && place.options->find("path") >= 0;
  const auto methods = proxy ? std::span<const std::string_view>(kProxyMethods) : std::span<const std::string_view>(kUpgradeMethods);
  for (const std::string_view method : methods) {
    out.push_back(connect_route(place, method, place.item, ""));
    if (proxy) out.push_back(connect_route(place, method, place.item + "/{path}", "WithPath"));
  }
}

void add_routes(const Place& place, std::vector<Route>& out) {
  if (place.connects) return add_connect_routes(place, out);
  const bool lists = place.verbs & kList;
  const bool watches = place.verbs & kWatch;
  if (lists) out.push_back(list_route(place, place.collection, Scoping::kOwn));
  if (place.verbs & kCreate) out.push_back(create_route(place));
  if (place.verbs & kDeleteCollection) out.push_back(delete_collection_route(place));
  if (lists && watches) out.push_back(watch_list_route(place, place.collection, Scoping::kOwn));
  if (place.verbs & kGet) out.push_back(read_route(place));
  if (place.verbs & kUpdate) out.push_back(replace_route(place));
  if (place.verbs & kPatch) out.push_back(patch_route(place));
  if (place.verbs & kDelete) out.push_back(delete_route(place));
  if (watches) out.push_back(watch_route(place));
  if (!namespaced(place) || !place.subresource.empty()) return;
  const std::string everywhere(place.kind.resource);
  if (lists) out.push_back(list_route(place, everywhere, Scoping::kAllNamespaces));
  if (lists && watches) out.push_back(watch_list_route(place, everywhere, Scoping::kAllNamespaces));
}

Place resource_place(const GroupVersion& served, const Kind& kind) {
  Place place{.served = served, .kind = kind, .subresource = "", .object_kind = {kind.group, kind.version, kind.kind}};
  place.object = served.find(kind.group, kind.version, kind.kind);
  place.verbs = kind.verbs;
  place.collection = (kind.scope == Scope::kNamespaced ? "namespaces/{namespace}/" : "") + std::string(kind.resource);
  place.item = place.collection + "/{name}";
  return place;
}

// A subresource with a kind of its own names its group and version unless they are the resource's.
GroupVersionKind kind_of(const Kind& kind, const Subresource& subresource) {
  if (subresource.kind.empty()) return {kind.group, kind.version, kind.kind};
  if (subresource.version.empty()) return {kind.group, kind.version, subresource.kind};
  return {subresource.group, subresource.version, subresource.kind};
}

Place subresource_place(const GroupVersion& served, const Kind& kind, const Subresource& subresource) {
  Place place = resource_place(served, kind);
  place.subresource = subresource.name;
  place.object_kind = kind_of(kind, subresource);
  place.object = served.find(place.object_kind.group, place.object_kind.version, place.object_kind.kind);
  place.verbs = subresource.verbs;
  place.item += "/" + std::string(subresource.name);
  place.collection = place.item;
  if (subresource.serves != SubresourceKind::kConnect) return place;
  // One that has no kind of its own is no connection to clients but a text that is read (a Pod's log, PodLogOptions).
  place.connects = !subresource.kind.empty();
  place.options =
      place.connects ? place.object : served.find(kind.group, kind.version, std::string(kind.kind) + title(subresource.name) + "Options");
  place.object = nullptr;
  return place;
}

}  // namespace

std::vector<Route> resource_routes(const GroupVersion& served) {
  std::vector<Route> routes;
  for (const Kind* kind : served.kinds) {
    add_routes(resource_place(served, *kind), routes);
    for (const Subresource& subresource : kind->subresources) add_routes(subresource_place(served, *kind, subresource), routes);
  }
  return routes;
}

}  // namespace pintle::api::openapi
