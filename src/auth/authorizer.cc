#include "auth/authorizer.h"

#include <algorithm>
#include <iterator>

#include "base/go_text.h"

namespace pintle::auth {
namespace {

class Union final : public Authorizer {
 public:
  Union(std::vector<NamedAuthorizer> parts, DecisionObserver* observer) : parts_(std::move(parts)), observer_(observer) {}
  Task<Decision> authorize(const Attributes& attributes) const override {
    std::string reasons;
    std::vector<std::string> errors;
    for (const NamedAuthorizer& part : parts_) {
      Decision decision = co_await part.authorizer->authorize(attributes);
      if (decision.kind != Decision::Kind::kNoOpinion) {
        if (observer_ && !part.type.empty()) observer_->decided(part, decision.kind);
        co_return decision;
      }
      if (!decision.reason.empty()) reasons += (reasons.empty() ? "" : "\n") + decision.reason;
      if (!decision.error.empty()) errors.push_back(std::move(decision.error));
    }
    co_return Decision{.reason = std::move(reasons), .error = joined_errors(errors)};
  }
  UserRules rules_for(const User& user, std::string_view namespace_) const override {
    UserRules all;
    for (const NamedAuthorizer& part : parts_) {
      UserRules rules = part.authorizer->rules_for(user, namespace_);
      std::ranges::move(rules.resources, std::back_inserter(all.resources));
      std::ranges::move(rules.paths, std::back_inserter(all.paths));
      std::ranges::move(rules.errors, std::back_inserter(all.errors));
      all.incomplete |= rules.incomplete;
    }
    return all;
  }

 private:
  const std::vector<NamedAuthorizer> parts_;
  DecisionObserver* const observer_;
};

class Masters final : public Authorizer {
 public:
  Task<Decision> authorize(const Attributes& attributes) const override {
    bool master = attributes.user != nullptr && attributes.user->in_group(kMastersGroup);
    co_return Decision{.kind = master ? Decision::Kind::kAllow : Decision::Kind::kNoOpinion};
  }
};

class Always final : public Authorizer {
 public:
  explicit Always(Decision decision) : decision_(std::move(decision)) {}
  Task<Decision> authorize(const Attributes&) const override { co_return decision_; }
  UserRules rules_for(const User&, std::string_view) const override {
    if (!decision_.allowed()) return {};
    return {.resources = {{.verbs = {"*"}, .groups = {"*"}, .resources = {"*"}}}, .paths = {{.verbs = {"*"}, .paths = {"*"}}}};
  }

 private:
  Decision decision_;
};

}  // namespace

std::string without_markup(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

namespace {

std::string what_is_refused(const Attributes& attributes) {
  std::string who =
      "User " + go_quoted(attributes.user == nullptr ? "" : attributes.user->name) + " cannot " + std::string(attributes.verb);
  if (!attributes.is_resource) return who + " path " + go_quoted(attributes.path);
  std::string resource(attributes.resource);
  if (!attributes.subresource.empty()) resource += "/" + std::string(attributes.subresource);
  std::string what = who + " resource " + go_quoted(resource) + " in API group " + go_quoted(attributes.group);
  if (attributes.namespace_.empty()) return what + " at the cluster scope";
  return what + " in the namespace " + go_quoted(attributes.namespace_);
}

}  // namespace

std::string joined_errors(const std::vector<std::string>& errors) {
  std::vector<std::string> once;
  for (const std::string& error : errors)
    if (std::ranges::find(once, error) == once.end()) once.push_back(error);
  if (once.empty()) return "";
  if (once.size() == 1) return once[0];
  std::string text = "[";
  for (const std::string& error : once) text += (text.size() > 1 ? ", " : "") + error;
  return text + "]";
}

std::unique_ptr<Authorizer> union_of(std::vector<std::unique_ptr<Authorizer>> parts) {
  std::vector<NamedAuthorizer> named;
  for (auto& part : parts) named.push_back({.authorizer = std::move(part)});
  return union_of(std::move(named), nullptr);
}
std::unique_ptr<Authorizer> union_of(std::vector<NamedAuthorizer> parts, DecisionObserver* observer) {
  return std::make_unique<Union>(std::move(parts), observer);
}
std::unique_ptr<Authorizer> allow_masters() { return std::make_unique<Masters>(); }
std::unique_ptr<Authorizer> always_allow() { return std::make_unique<Always>(Decision{.kind = Decision::Kind::kAllow}); }
std::unique_ptr<Authorizer> always_deny() { return std::make_unique<Always>(Decision{.reason = "Everything is forbidden."}); }

Status forbidden(const Attributes& attributes, std::string_view reason) {
  std::string why = without_markup(what_is_refused(attributes));
  if (!reason.empty()) why += ": " + std::string(reason);
  return Status::forbidden({.group = attributes.group, .resource = attributes.resource}, attributes.name, why);
}

}  // namespace pintle::auth
