// Priority: a Pod's number comes from its PriorityClass, or from the one that is the default; and only one class is the default.
// Source: plugin/pkg/admission/priority.
#include <optional>
#include <string>

#include "plugins/plugins.h"
#include "views/core_v1_mut.h"
#include "views/scheduling_v1.h"

namespace pintle::plugins {
namespace {

using admission::Attributes;
using admission::Operation;
using core::v1::PodSpecMut;
using object::Document;
using scheduling::v1::PriorityClass;

constexpr int32_t kPriorityWithoutClass = 0;
constexpr std::string_view kPolicyWithoutClass = "PreemptLowerPriority";

// What a class gives to a Pod.
struct Standing {
  std::string class_name;
  int32_t priority = kPriorityWithoutClass;
  std::optional<std::string> preemption_policy;
};

Standing standing_of(PriorityClass priority_class) {
  Standing standing{.class_name = std::string(priority_class.metadata().name()), .priority = priority_class.value()};
  if (auto policy = priority_class.preemption_policy()) standing.preemption_policy = std::string(*policy);
  return standing;
}

PodSpecMut spec_of(Attributes& attributes) {
  return core::v1::PodMut(&attributes.object->root(), attributes.object->arena()).ensure_spec();
}

// A client that knows nothing of these fields leaves them out; that is no change.
void keep_standing(PodSpecMut spec, core::v1::PodSpec old) {
  if (!spec.has_priority() && old.has_priority()) spec.set_priority(*old.priority());
  if (!spec.has_preemption_policy() && old.has_preemption_policy()) spec.set_preemption_policy(*old.preemption_policy());
}

Result<void> set_standing(const Attributes& attributes, PodSpecMut spec, const Standing& standing) {
  if (!standing.class_name.empty()) spec.set_priority_class_name(standing.class_name);
  if (spec.has_priority() && *spec.priority() != standing.priority)
    return fail(admission::forbidden(attributes, "the integer value of priority (" + std::to_string(*spec.priority()) +
                                                     ") must not be provided in pod spec; priority admission controller computed " +
                                                     std::to_string(standing.priority) + " from the given PriorityClass name"));
  spec.set_priority(standing.priority);
  if (!standing.preemption_policy) return {};
  const std::string& policy = *standing.preemption_policy;
  if (spec.has_preemption_policy() && *spec.preemption_policy() != policy)
    return fail(admission::forbidden(attributes, "the string value of PreemptionPolicy (" + std::string(*spec.preemption_policy()) +
                                                     ") must not be provided in pod spec; priority admission controller computed " +
                                                     policy + " from the given PriorityClass name"));
  spec.set_preemption_policy(policy);
  return {};
}

class Priority final : public admission::Plugin {
 public:
  explicit Priority(std::unique_ptr<const Lister> classes) : classes_(std::move(classes)) {}
  std::string_view name() const override { return "Priority"; }

  bool handles(const Attributes& attributes) const override {
    const bool writes = attributes.operation == Operation::kCreate || attributes.operation == Operation::kUpdate;
    return writes && attributes.subresource.empty() && (is_pod(attributes) || attributes.is("scheduling.k8s.io", "priorityclasses"));
  }

  Task<Result<void>> admit(Attributes& attributes) override {
    if (!is_pod(attributes)) co_return Result<void>();
    const PodSpecMut spec = spec_of(attributes);
    if (attributes.operation == Operation::kUpdate) {
      keep_standing(spec, core::v1::Pod(attributes.old).spec());
      co_return Result<void>();
    }
    PINTLE_CO_TRY(const Standing standing, standing_for(attributes, spec.priority_class_name()));
    co_return set_standing(attributes, spec, standing);
  }

  Task<Result<void>> validate(const Attributes& attributes) override {
    if (is_pod(attributes)) co_return Result<void>();
    const PriorityClass priority_class(&attributes.object->root());
    if (!priority_class.global_default()) co_return Result<void>();
    PINTLE_CO_TRY(const std::optional<Standing> known, default_standing());
    const bool other = known && (attributes.operation == Operation::kCreate || known->class_name != priority_class.metadata().name());
    if (other)
      co_return fail(admission::forbidden(
          attributes, "PriorityClass " + known->class_name + " is already marked as default. Only one default can exist"));
    co_return Result<void>();
  }

 private:
  static bool is_pod(const Attributes& attributes) { return attributes.is("", "pods"); }

  Result<Standing> standing_for(const Attributes& attributes, std::string_view class_name) const {
    if (class_name.empty()) {
      PINTLE_TRY(std::optional<Standing> known, default_standing());
      return known ? *std::move(known) : Standing{.preemption_policy = std::string(kPolicyWithoutClass)};
    }
    const Result<Document> document = classes_->get("", class_name);
    if (document) return standing_of(PriorityClass(&document->root()));
    if (document.error().code() != 404) return fail(document.error());
    return fail(admission::forbidden(attributes, "no PriorityClass with name " + std::string(class_name) + " was found"));
  }

  // Two at once may have become the default by a race: the lower one counts.
  Result<std::optional<Standing>> default_standing() const {
    PINTLE_TRY(const auto documents, classes_->shared_list(""));
    PriorityClass lowest;
    for (const Document& document : *documents) {
      const PriorityClass priority_class(&document.root());
      if (!priority_class.global_default()) continue;
      if (!lowest || priority_class.value() < lowest.value()) lowest = priority_class;
    }
    return lowest ? std::optional(standing_of(lowest)) : std::nullopt;
  }

  std::unique_ptr<const Lister> classes_;
};

}  // namespace

PluginPtr priority(const Parts& parts) { return std::make_unique<Priority>(parts.lister("scheduling.k8s.io", "v1", "priorityclasses")); }

}  // namespace pintle::plugins
