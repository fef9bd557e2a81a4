#include "server/component_statuses.h"

#include "object/mutable_object_meta.h"
#include "views/core_v1_mut.h"

namespace pintle::server {
namespace {

constexpr std::chrono::seconds kProbeTimeout{20};
constexpr size_t kProbeBytesMax = 10 * 1024;

struct Component {
  std::string_view name;
  std::string_view url;
};
constexpr Component kComponents[] = {
    {"controller-manager", "https://127.0.0.1:10257/healthz"},
    {"etcd-0", ""},
    {"scheduler", "https://127.0.0.1:10259/healthz"},
};

struct Finding {
  bool healthy = false;
  std::string message;
};

Finding finding_of(const Result<net::ClientResponse>& answer) {
  if (!answer) return {.healthy = false, .message = answer.error().message()};
  if (answer->status < 200 || answer->status >= 400)
    return {.healthy = false, .message = "HTTP probe failed with statuscode: " + std::to_string(answer->status)};
  return {.healthy = true, .message = std::string(answer->body.view())};
}

object::Document document_of(std::string_view name, const Finding& finding) {
  object::Document document(&core::v1::ComponentStatusMut::schema_type());
  document.root() = object::Value::empty_struct();
  object::set_type_meta(document, "v1", "ComponentStatus");
  object::MutableObjectMeta(document).set_name(name);
  const core::v1::ComponentConditionMut condition =
      core::v1::ComponentStatusMut(&document.root(), document.arena()).ensure_conditions().append();
  condition.set_type("Healthy");
  condition.set_status(finding.healthy ? "True" : "False");
  if (!finding.message.empty()) condition.set_message(finding.message);
  return document;
}

}  // namespace

Result<std::shared_ptr<const ComponentStatuses>> ComponentStatuses::create(net::Client& client) {
  PINTLE_TRY(std::shared_ptr<const net::ClientTls> tls, net::ClientTls::create({.insecure_skip_verify = true}));
  return std::shared_ptr<const ComponentStatuses>(new ComponentStatuses(client, std::move(tls)));
}

Task<object::Document> ComponentStatuses::observe(std::string_view name, std::string_view url) const {
  // A store that does not answer ends the process or refuses the request before this.
  if (url.empty()) co_return document_of(name, {.healthy = true, .message = "ok"});
  net::ClientRequest request{.url = std::string(url), .tls = tls_, .timeout = kProbeTimeout, .response_bytes_max = kProbeBytesMax};
  co_return document_of(name, finding_of(co_await client_.send(std::move(request))));
}

Task<Result<object::Document>> ComponentStatuses::get(api::Call&, std::string_view name) const {
  for (const Component& component : kComponents)
    if (component.name == name) co_return co_await observe(component.name, component.url);
  co_return fail(Status::not_found({"", "componentstatus"}, name));
}

Task<Result<std::vector<object::Document>>> ComponentStatuses::list(api::Call&) const {
  std::vector<object::Document> found;
  for (const Component& component : kComponents) found.push_back(co_await observe(component.name, component.url));
  co_return found;
}

}  // namespace pintle::server
