// ReviewAttributes: what a review asks about, as an authorizer takes it.
//
//   const ReviewAttributes asked(user, review.spec().resource_attributes(), review.spec().non_resource_attributes());
//   co_await authorizer.authorize(asked.attributes());
//
// Selectors become their text form; what of them cannot be read is left out, which asks for more, and told by selector_errors().
// Ownership: holds the texts it makes; the review and the user outlive it. Not movable. Thread: the request's.
// Source: pkg/registry/authorization/util/helpers.go.
#pragma once

#include <string>

#include "auth/authorizer.h"

namespace pintle::authorization::v1 {
class ResourceAttributes;
class NonResourceAttributes;
}  // namespace pintle::authorization::v1

namespace pintle::access {

class ReviewAttributes {
 public:
  ReviewAttributes(const auth::User& user, authorization::v1::ResourceAttributes resource, authorization::v1::NonResourceAttributes other);
  ReviewAttributes(const ReviewAttributes&) = delete;

  const auth::Attributes& attributes() const { return attributes_; }
  // "; " between them; "" for none.
  const std::string& selector_errors() const { return selector_errors_; }

 private:
  void read_selectors(authorization::v1::ResourceAttributes resource);

  auth::Attributes attributes_;
  std::string field_selector_;
  std::string label_selector_;
  std::string selector_errors_;
};

}  // namespace pintle::access
