// A request that is to be passed on to where the object is: exec, attach, portforward, log, proxy. What can be told without going there
// is answered here.
#include <algorithm>
#include <array>
#include <optional>

#include "api/verbs/verbs.h"
#include "api/write.h"
#include "base/go_text.h"

namespace pintle::api {
namespace {

constexpr std::array<std::string_view, 3> kSchemes = {"", "http", "https"};

// The name in "web", "web:80" and "https:web:443". Source: apimachinery/pkg/util/net/port_split.go.
std::optional<std::string_view> name_before_port(std::string_view id) {
  const auto colons = std::ranges::count(id, ':');
  if (colons > 2) return std::nullopt;
  std::string_view scheme;
  if (colons == 2) {
    scheme = id.substr(0, id.find(':'));
    id.remove_prefix(scheme.size() + 1);
  }
  const std::string_view name = id.substr(0, id.find(':'));
  if (name.empty() || std::ranges::find(kSchemes, scheme) == kSchemes.end()) return std::nullopt;
  return name;
}

}  // namespace

Task<Result<net::Response>> connect(Call& call) {
  std::string_view name = call.info.name;
  if (call.subresource->names_port) {
    const auto before_port = name_before_port(name);
    if (!before_port)
      co_return fail(Status::bad_request("invalid " + std::string(call.resource.kind->singular) + " request " + go_quoted(name)));
    name = *before_port;
  }
  PINTLE_CO_TRY_VOID(check_path_name(name));
  if (!read_object(call, call.info.namespace_, name)) co_return fail(Status::not_found(call.resource.group_resource(), name));
  co_return fail(Status({.code = 501,
                         .message = std::string(call.resource.kind->resource) + "/" + std::string(call.subresource->name) +
                                    " is not implemented by this server yet"}));
}

}  // namespace pintle::api
