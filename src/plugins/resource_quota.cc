// ResourceQuota: nothing is stored that would take a namespace above its quotas; what is stored is charged to them at once.
//
// DIFFERS: upstream gathers the waiting writes of a namespace and writes each quota by itself; here each write charges all its quotas in
// one transaction and starts anew when another one was quicker.
// Source: k8s.io/apiserver/pkg/admission/plugin/resourcequota; pkg/quota/v1/install (what is not counted).
#include <algorithm>
#include <map>

#include "object/object_meta.h"
#include "plugins/plugins.h"
#include "plugins/quota/charge.h"
#include "plugins/status_writer.h"
#include "views/core_v1_mut.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using object::Document;

// A lost race means that another write was charged: so many may go first.
constexpr int kChargeAttemptsMax = 1000;

struct GroupAndResource {
  std::string_view group;
  std::string_view resource;
};
constexpr GroupAndResource kNotCounted[] = {
    {"", "bindings"},
    {"", "componentstatuses"},
    {"", "events"},
    {"events.k8s.io", "events"},
    {"authentication.k8s.io", "tokenreviews"},
    {"authentication.k8s.io", "selfsubjectreviews"},
    {"authorization.k8s.io", "subjectaccessreviews"},
    {"authorization.k8s.io", "selfsubjectaccessreviews"},
    {"authorization.k8s.io", "localsubjectaccessreviews"},
    {"authorization.k8s.io", "selfsubjectrulesreviews"},
};

bool is_counted(const Attributes& attributes) {
  return std::ranges::none_of(kNotCounted, [&](const GroupAndResource& row) { return attributes.is(row.group, row.resource); });
}

StatusChange change_of(QuotaState& quota) {
  Document after = quota.document.clone();
  const core::v1::ResourceQuotaMut view(&after.root(), after.arena());
  const object::ScalarMapMut used = view.ensure_status().ensure_used();
  for (const auto& [name, amount] : quota.used) used.set(name, amount.to_string());
  return {std::move(quota.document), std::move(after)};
}

class ResourceQuota final : public admission::Plugin {
 public:
  explicit ResourceQuota(const Parts& parts)
      : quotas_(parts.lister("", "v1", "resourcequotas")),
        writer_(parts.status_writer("", "v1", "resourcequotas")),
        pods_(pod_evaluator(parts.clock)),
        services_(service_evaluator()),
        claims_(persistent_volume_claim_evaluator()),
        resource_claims_(resource_claim_evaluator({.claims = parts.lister("resource.k8s.io", "v1", "resourceclaims"),
                                                   .device_classes = parts.lister("resource.k8s.io", "v1", "deviceclasses"),
                                                   .pods = parts.lister("", "v1", "pods")},
                                                  parts.clock)) {}
  std::string_view name() const override { return "ResourceQuota"; }

  bool handles(const Attributes& attributes) const override {
    const bool writes = attributes.operation == Operation::kCreate || attributes.operation == Operation::kUpdate;
    return writes && !attributes.namespace_.empty() && attributes.kind != "Namespace" && is_counted(attributes);
  }

  Task<Result<void>> validate(const Attributes& attributes) override {
    const ObjectCount count(attributes.group, attributes.resource);
    const QuotaEvaluator* special = find_evaluator(attributes);
    const QuotaEvaluator& evaluator = special ? *special : count;
    if (!evaluator.handles(attributes)) co_return Result<void>();
    for (int attempt = 0; attempt < kChargeAttemptsMax; ++attempt) {
      PINTLE_CO_TRY(std::vector<Document> documents, quotas_->list(attributes.namespace_));
      if (documents.empty()) co_return Result<void>();
      std::vector<QuotaState> quotas;
      for (Document& document : documents) quotas.push_back(read_quota(std::move(document)));
      PINTLE_CO_TRY_VOID(charge(attributes, evaluator, quotas));
      if (attributes.dry_run) co_return Result<void>();
      std::vector<StatusChange> changes;
      for (QuotaState& quota : quotas)
        if (quota.changed) changes.push_back(change_of(quota));
      if (changes.empty()) co_return Result<void>();
      PINTLE_CO_TRY(const bool written, co_await writer_->write(*attributes.loop, std::move(changes)));
      if (written) co_return Result<void>();
    }
    co_return fail(Status::conflict({"", "resourcequotas"}, attributes.namespace_,
                                    "the object has been modified; please apply your changes to the latest version and try again"));
  }

 private:
  const QuotaEvaluator* find_evaluator(const Attributes& attributes) const {
    if (attributes.is("", "pods")) return pods_.get();
    if (attributes.is("", "services")) return services_.get();
    if (attributes.is("", "persistentvolumeclaims")) return claims_.get();
    return attributes.is("resource.k8s.io", "resourceclaims") ? resource_claims_.get() : nullptr;
  }

  std::unique_ptr<const Lister> quotas_;
  std::unique_ptr<const StatusWriter> writer_;
  std::unique_ptr<const QuotaEvaluator> pods_;
  std::unique_ptr<const QuotaEvaluator> services_;
  std::unique_ptr<const QuotaEvaluator> claims_;
  std::unique_ptr<const QuotaEvaluator> resource_claims_;
};

}  // namespace

PluginPtr resource_quota(const Parts& parts) { return std::make_unique<ResourceQuota>(parts); }

}  // namespace pintle::plugins
