#include "auth/token_webhook.h"

#include <algorithm>

#include "object/byte_writer.h"
#include "object/json.h"
#include "object/json_text.h"

namespace pintle::auth {
namespace {

using object::Value;

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized(std::move(why))); }

std::string_view name_of(ReviewVersion version) { return version == ReviewVersion::kV1 ? "v1" : "v1beta1"; }

std::string json_string(std::string_view text) {
  std::string json;
  object::ByteWriter writer(json);
  object::write_json_string(text, writer);
  writer.finish();
  return json;
}

Bytes review_of(std::string_view token, const Audiences* wanted, ReviewVersion version) {
  std::string audiences;
  if (wanted)
    for (const std::string& audience : *wanted) audiences += (audiences.empty() ? R"(,"audiences":[)" : ",") + json_string(audience);
  if (!audiences.empty()) audiences += "]";
  return Bytes::copy(R"({"kind":"TokenReview","apiVersion":"authentication.k8s.io/)" + std::string(name_of(version)) +
                     R"(","metadata":{},"spec":{"token":)" + json_string(token) + audiences + R"(},"status":{"user":{}}})");
}

const Value* member(const Value* object, std::string_view name) { return object && object->is_map() ? object->get(name) : nullptr; }
std::string text(const Value* value) { return value && value->is_string() ? std::string(value->as_string()) : ""; }
std::vector<std::string> texts(const Value* value) {
  std::vector<std::string> all;
  if (!value || !value->is_list()) return all;
  for (const Value& item : value->items()) all.push_back(text(&item));
  return all;
}

User user_of(const Value* said) {
  User user{.name = text(member(said, "username")), .uid = text(member(said, "uid")), .groups = texts(member(said, "groups"))};
  if (const Value* extra = member(said, "extra"); extra && extra->is_map())
    for (const auto& entry : extra->entries()) user.extra.emplace_back(std::string(entry.key), texts(&entry.value));
  std::ranges::sort(user.extra);
  return user;
}

}  // namespace

std::optional<ReviewVersion> find_review_version(std::string_view text) {
  if (text == "v1") return ReviewVersion::kV1;
  if (text == "v1beta1") return ReviewVersion::kV1beta1;
  return std::nullopt;
}

Task<Result<TokenAnswerRef>> TokenWebhook::authenticate(std::string_view token, const Audiences* wanted) const {
  const Result<Bytes> body = co_await endpoint_->post(review_of(token, wanted, version_), {});
  if (!body) co_return refuse(body.error().message());
  const auto review = object::decode_json(object::any_object_type(), *body);
  if (!review) co_return refuse("the token webhook's answer is no review: " + review.error().message());
  const Value& root = review->document.root();
  const std::string wanted_version = "authentication.k8s.io/" + std::string(name_of(version_));
  if (text(member(&root, "kind")) != "TokenReview" || text(member(&root, "apiVersion")) != wanted_version)
    co_return refuse("the token webhook's answer is no TokenReview of " + wanted_version);
  const Value* status = member(&root, "status");
  TokenAnswer answer;
  if (wanted) {
    const Audiences said = texts(member(status, "audiences"));
    answer.audiences = intersect(said.empty() ? implicit_ : said, *wanted);
    if (answer.audiences.empty()) co_return nullptr;
  }
  const Value* authenticated = member(status, "authenticated");
  if (!authenticated || !authenticated->as_bool()) {
    const std::string why = text(member(status, "error"));
    if (!why.empty()) co_return refuse(why);
    co_return nullptr;
  }
  answer.user = std::make_shared<const User>(with_authenticated_group(user_of(member(status, "user"))));
  co_return std::make_shared<const TokenAnswer>(std::move(answer));
}

}  // namespace pintle::auth
