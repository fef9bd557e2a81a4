// Proves the texts of field errors: each type's, the limits with one and with many, and how a list is joined into a Status.
#include "object/field_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pintle::object {
namespace {

using testing::ElementsAre;

TEST(ErrorList, PrintsEachType) {
  const FieldPath path("spec");
  ErrorList errors;
  errors.required(path, "");
  errors.required(path, "must be set");
  errors.invalid(path, quoted("x y"), "must be a word");
  errors.type_invalid(path, "5", "must be a string");
  errors.not_supported(path, quoted("b"), std::vector<std::string_view>{"a", "c"});
  errors.not_supported(path, quoted("b"), {});
  errors.forbidden(path, "may not be set");
  errors.duplicate(path, quoted("a"));
  errors.not_found(path, quoted("a"));
  errors.too_long(path, 63);
  errors.too_long(path, 1);
  errors.too_long(path, -1);
  errors.too_long_characters(path, 2);
  errors.too_short(path, 1);
  errors.too_many(path, 9, 8);
  errors.too_many(path, -1, 1);
  errors.too_few(path, 0, 1);
  errors.internal(path, "broken");
  std::vector<std::string> bodies;
  for (const FieldError& error : errors.errors()) {
    EXPECT_EQ(error.field, "spec");
    bodies.push_back(error.body());
  }
  EXPECT_THAT(bodies, ElementsAre("Required value", "Required value: must be set", "Invalid value: \"x y\": must be a word",
                                  "Invalid value: 5: must be a string", "Unsupported value: \"b\": supported values: \"a\", \"c\"",
                                  "Unsupported value: \"b\"", "Forbidden: may not be set", "Duplicate value: \"a\"", "Not found: \"a\"",
                                  "Too long: may not be more than 63 bytes", "Too long: may not be more than 1 byte",
                                  "Too long: value is too long", "Too long: may not be more than 2 characters",
                                  "Too short: must be at least 1 character", "Too many: 9: must have at most 8 items",
                                  "Too many: must have at most 1 item", "Too few: 0: must have at least 1 item", "Internal error: broken"));
}

TEST(ErrorList, JoinsEachMessageOnce) {
  ErrorList errors;
  EXPECT_EQ(errors.joined(), "");
  errors.required(FieldPath("a"), "");
  EXPECT_EQ(errors.joined(), "a: Required value");
  errors.required(FieldPath("a"), "");
  EXPECT_EQ(errors.joined(), "a: Required value") << "one message, however often, has no brackets";
  errors.required(FieldPath("b"), "");
  EXPECT_EQ(errors.joined(), "[a: Required value, b: Required value]");
}

TEST(ErrorList, StatusHasACauseForEveryError) {
  ErrorList errors;
  errors.invalid(FieldPath("spec").child("replicas"), "-1", "must be greater than or equal to 0");
  errors.required(FieldPath("a"), "");
  errors.required(FieldPath("a"), "");
  const Status status = errors.to_status("apps", "Deployment", "web");
  EXPECT_EQ(status.code(), 422);
  EXPECT_EQ(
      status.message(),
      "Deployment.apps \"web\" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, a: Required value]");
  EXPECT_THAT(
      status.details().causes,
      ElementsAre(StatusCause{"FieldValueInvalid", "Invalid value: -1: must be greater than or equal to 0", "spec.replicas"},
                  StatusCause{"FieldValueRequired", "Required value", "a"}, StatusCause{"FieldValueRequired", "Required value", "a"}));
}

TEST(ErrorList, PrintsListsAsJson) {
  EXPECT_EQ(printed_list({}), "null");
  EXPECT_EQ(printed_list(std::vector<std::string_view>{"a", "<b>"}), "[\"a\",\"\\u003cb\\u003e\"]");
  EXPECT_EQ(json_quoted("a\"&"), "\"a\\\"\\u0026\"");
}

}  // namespace
}  // namespace pintle::object
