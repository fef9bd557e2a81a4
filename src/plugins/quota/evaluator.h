// QuotaEvaluator: what one resource uses of which quotas. {"pods": 1, "count/pods": 1, "requests.cpu": 500m} for a Pod.
//
//   const QuotaEvaluator* evaluator = evaluators.find("", "pods");      // null: only counted
//   if (evaluator->handles(attributes)) ResourceList used = evaluator->usage(object);
//
// Thread: immutable, any. Source: pkg/quota/v1/evaluator/core; k8s.io/apiserver/pkg/quota/v1/generic.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "admission/admission.h"
#include "base/clock.h"
#include "plugins/lister.h"
#include "plugins/resource_list.h"

namespace pintle::plugins {

// One requirement of a quota's scopes or scopeSelector.
struct QuotaScope {
  std::string_view name;  // "BestEffort", "PriorityClass"
  std::string_view operation = "Exists";
  std::vector<std::string> values;
  // Whether `value`, "" for none, is what it asks for.
  bool selects(std::string_view value) const;
};

class QuotaEvaluator {
 public:
  virtual ~QuotaEvaluator() = default;
  // Whether such a write may change what is used.
  virtual bool handles(const admission::Attributes& attributes) const = 0;
  // Whether it measures what a quota names so.
  virtual bool measures(std::string_view name) const = 0;
  // What the object must say before it may be counted, "" when it does: "must specify cpu for: c".
  virtual std::string missing(const std::vector<std::string_view>& measured, const object::Value& object) const;
  virtual bool is_in_scope(const QuotaScope& scope, const object::Value& object) const;
  virtual ResourceList usage(const object::Value& object) const = 0;
};

// "count/deployments.apps"
std::string object_count_name(std::string_view group, std::string_view resource);

std::unique_ptr<const QuotaEvaluator> pod_evaluator(const Clock& clock);
std::unique_ptr<const QuotaEvaluator> service_evaluator();
std::unique_ptr<const QuotaEvaluator> persistent_volume_claim_evaluator();

struct ResourceClaimListers {
  std::unique_ptr<const Lister> claims;
  std::unique_ptr<const Lister> device_classes;
  std::unique_ptr<const Lister> pods;
};
std::unique_ptr<const QuotaEvaluator> resource_claim_evaluator(ResourceClaimListers listers, const Clock& clock);

// What a Pod uses, as pod_evaluator() has it.
ResourceList pod_usage(const object::Value& pod, const Clock& clock);
// "requests.example.com/gpu": what a quota may say of an extended resource.
bool is_extended_resource_in_quota(std::string_view name);

// Counts the objects of one resource.
class ObjectCount final : public QuotaEvaluator {
 public:
  ObjectCount(std::string_view group, std::string_view resource);
  bool handles(const admission::Attributes& attributes) const override;
  bool measures(std::string_view name) const override;
  ResourceList usage(const object::Value& object) const override;

 private:
  std::string name_;
  std::string_view alias_;  // an older name: "secrets"; "" for none
};

}  // namespace pintle::plugins
