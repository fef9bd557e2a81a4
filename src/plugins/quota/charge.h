// What a write adds to the quotas of its namespace, and whether they allow it.
//
//   std::vector<QuotaState> quotas = ...;
//   PINTLE_TRY_VOID(charge(attributes, evaluator, quotas));
//   for (const QuotaState& quota : quotas) if (quota.changed) ...       // quota.used is what is to be stored
//
// Pure. Errors: 403 as upstream words them.
// Source: k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go (CheckRequest).
#pragma once

#include <vector>

#include "object/document.h"
#include "plugins/quota/evaluator.h"

namespace pintle::plugins {

struct QuotaState {
  object::Document document;
  ResourceList hard;  // of its status
  ResourceList used;
  bool changed = false;
};
QuotaState read_quota(object::Document document);

Result<void> charge(const admission::Attributes& attributes, const QuotaEvaluator& evaluator, std::vector<QuotaState>& quotas);

}  // namespace pintle::plugins
