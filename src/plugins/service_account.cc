// ServiceAccount: every Pod runs as an account that exists, and finds that account's token and image pull secrets.
// Source: plugin/pkg/admission/serviceaccount.
#include <chrono>
#include <string>

#include "plugins/mountable_secrets.h"
#include "plugins/plugins.h"
#include "plugins/pod_references.h"
#include "plugins/token_volume.h"
#include "views/core_v1_mut.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using core::v1::Pod;
using core::v1::PodSpec;
using core::v1::PodSpecMut;
using object::Document;

constexpr std::string_view kDefaultAccount = "default";
constexpr std::string_view kMirrorAnnotation = "kubernetes.io/config.mirror";
constexpr std::string_view kEphemeralContainers = "ephemeralcontainers";
// The account `default` is made by a controller soon after its namespace.
constexpr int kDefaultAccountAttempts = 10;
constexpr std::chrono::milliseconds kDefaultAccountInterval{150};

bool is_mirror(Pod pod) { return pod.metadata().annotations().contains(kMirrorAnnotation); }

bool wants_token(core::v1::ServiceAccount account, PodSpec spec) {
  if (const auto of_pod = spec.automount_service_account_token()) return *of_pod;
  return account.automount_service_account_token().value_or(true);
}

Status account_missing(std::string_view name) { return Status::not_found({"", "serviceaccount"}, name); }

Status lookup_failed(const Attributes& attributes, std::string_view name, const Status& why) {
  return admission::forbidden(attributes, "error looking up service account " + std::string(attributes.namespace_) + "/" +
                                              std::string(name) + ": " + why.message());
}

// A mirror Pod shows what a kubelet runs by itself: it can use nothing that it would have to read from here.
Result<void> check_mirror(const Attributes& attributes, PodSpec spec) {
  if (!spec.service_account_name().empty())
    return fail(admission::forbidden(attributes, "a mirror pod may not reference service accounts"));
  if (names_secret(spec)) return fail(admission::forbidden(attributes, "a mirror pod may not reference secrets"));
  for (const core::v1::Volume volume : spec.volumes())
    for (const core::v1::VolumeProjection source : volume.projected().sources())
      if (source.service_account_token())
        return fail(admission::forbidden(attributes, "a mirror pod may not use ServiceAccountToken volume projections"));
  return {};
}

Status account_not_named(const Attributes& attributes, Pod pod) {
  return admission::forbidden(
      attributes, "no service account specified for pod " + std::string(attributes.namespace_) + "/" + std::string(pod.metadata().name()));
}

void add_pull_secrets(core::v1::ServiceAccount account, PodSpecMut spec) {
  if (!spec.image_pull_secrets().empty()) return;
  for (const core::v1::LocalObjectReference reference : account.image_pull_secrets())
    spec.ensure_image_pull_secrets().append().set_name(reference.name());
}

class ServiceAccount final : public admission::Plugin {
 public:
  explicit ServiceAccount(std::unique_ptr<const Lister> accounts) : accounts_(std::move(accounts)) {}
  std::string_view name() const override { return "ServiceAccount"; }

  bool handles(const Attributes& attributes) const override {
    if (!attributes.is("", "pods")) return false;
    if (attributes.operation == Operation::kUpdate) return attributes.subresource == kEphemeralContainers;
    return attributes.operation == Operation::kCreate && attributes.subresource.empty();
  }

  Task<Result<void>> admit(Attributes& attributes) override {
    if (attributes.operation != Operation::kCreate) co_return Result<void>();
    const core::v1::PodMut pod(&attributes.object->root(), attributes.object->arena());
    if (is_mirror(pod)) co_return check_mirror(attributes, pod.spec());
    const PodSpecMut spec = pod.ensure_spec();
    if (spec.service_account_name().empty()) name_account(spec, kDefaultAccount);
    const std::string name(spec.service_account_name());
    const Result<Document> document = co_await find(*attributes.loop, attributes.namespace_, name);
    if (!document) co_return fail(lookup_failed(attributes, name, document.error()));
    const core::v1::ServiceAccount account(&document->root());
    if (wants_token(account, spec)) mount_token(spec);
    add_pull_secrets(account, spec);
    co_return check_secrets(attributes, account, spec);
  }

  Task<Result<void>> validate(const Attributes& attributes) override {
    const Pod pod(&attributes.object->root());
    const bool creates = attributes.operation == Operation::kCreate;
    if (creates && is_mirror(pod)) co_return check_mirror(attributes, pod.spec());
    const std::string name(pod.spec().service_account_name());
    if (name.empty()) co_return fail(account_not_named(attributes, pod));
    const Result<Document> document = co_await find(*attributes.loop, attributes.namespace_, name);
    if (!document) co_return fail(lookup_failed(attributes, name, document.error()));
    const core::v1::ServiceAccount account(&document->root());
    co_return creates ? check_secrets(attributes, account, pod.spec()) : check_ephemeral(account, pod.spec());
  }

 private:
  // Under its deprecated name as well.
  static void name_account(PodSpecMut spec, std::string_view name) {
    spec.set_service_account_name(name);
    spec.set_service_account(name);
  }

  static Result<void> check_secrets(const Attributes& attributes, core::v1::ServiceAccount account, PodSpec spec) {
    if (!enforces_mountable_secrets(account)) return {};
    const std::string why = unmountable_secret(account, spec);
    if (why.empty()) return {};
    return fail(admission::forbidden(attributes, why));
  }

  // Upstream gives this one back as it is, which makes it an error of the server.
  static Result<void> check_ephemeral(core::v1::ServiceAccount account, PodSpec spec) {
    if (!enforces_mountable_secrets(account)) return {};
    const std::string why = unmountable_secret_of_ephemeral(account, spec);
    if (why.empty()) return {};
    return fail(Status::unknown(why));
  }

  Task<Result<Document>> find(Loop& loop, std::string_view namespace_, std::string_view name) const {
    const int attempts = name == kDefaultAccount ? kDefaultAccountAttempts : 1;
    for (int attempt = 1;; ++attempt) {
      Result<Document> document = accounts_->get(namespace_, name);
      if (document || document.error().code() != 404) co_return document;
      if (attempt >= attempts) co_return fail(account_missing(name));
      co_await sleep_for(loop, kDefaultAccountInterval);
    }
  }

  std::unique_ptr<const Lister> accounts_;
};

}  // namespace

PluginPtr service_account(const Parts& parts) { return std::make_unique<ServiceAccount>(parts.lister("", "v1", "serviceaccounts")); }

}  // namespace pintle::plugins
