// Action: the create of an object that is never stored but tells what to do to another one: a Binding, an Eviction.
//
//   Task<Result<api::ActionAnswer>> bind(api::ActionCall& action) {
//     PINTLE_CO_TRY_VOID(co_await action.validate_admission());
//     PINTLE_CO_TRY(auto pod, co_await api::rewrite_stored(action.call, {...}, assign_node));
//     co_return api::ActionAnswer{};
//   }
//   {.name = "binding", .serves = SubresourceKind::kAction, .kind = "Binding", .action = bind}
//
// What needs parts of the server that kinds do not know (who may do what, who signs tokens) is answered by an Answerer that the server
// hands in before it serves, for a kind of its own ("") or for a subresource that serves kAction:
//
//   class SubjectAccessReviews final : public api::Answerer { ... };
//   registry->answer("authorization.k8s.io", "v1", "subjectaccessreviews", "", std::make_shared<SubjectAccessReviews>(authorizer));
//   registry->answer("", "v1", "serviceaccounts", "token", std::make_shared<TokenRequests>(...));
//
// It answers with the body itself, its status filled in, whose managedFields are up to date by then.
//
// Before the hook the verb has read the options, decoded and defaulted the body and asked the admission that may change it. The hook
// validates, asks the admission that may only refuse, and writes, by write.h like all verbs.
// Lives on the request's loop, for one request. Errors: the hook's, as of any verb.
// Source: apiserver/pkg/endpoints/handlers/create.go (rest.NamedCreater).
#pragma once

#include <optional>
#include <string>

#include "admission/admission.h"
#include "api/call.h"
#include "api/options.h"
#include "object/document.h"

namespace pintle::api {

struct ActionCall {
  Call& call;
  std::string name;  // in the URL; of a kind without a parent, in the body
  object::Document body;
  WriteOptions options;
  admission::Attributes attributes;  // of the body

  Task<Result<void>> validate_admission();
};

// What is answered, with 201: an object, a Status that says why nothing was done, or that it was done.
struct ActionAnswer {
  std::optional<object::Document> object;
  std::optional<Status> failure;
};

// Shared by the requests that it answers; it outlives them. Thread: called on any loop.
class Answerer {
 public:
  virtual ~Answerer() = default;
  virtual Task<Result<ActionAnswer>> answer(ActionCall& action) const = 0;
};

// A call for another resource (or another subresource) in the same request: an action's way to the objects it concerns.
Call call_of(const Call& call, const Resource& resource, const Subresource* subresource = nullptr);

}  // namespace pintle::api
