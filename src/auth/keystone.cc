#include "auth/keystone.h"

#include "object/json.h"

namespace pintle::auth {
namespace {

using object::Value;

std::unexpected<Status> refuse(std::string why) { return fail(Status::unauthorized("Failed to authenticate: " + std::move(why))); }

std::string tokens_url(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url + (url.ends_with("/v3") ? "/auth/tokens" : "/v3/auth/tokens");
}

std::string request_of(const BasicCredentials& credentials) {
  std::string json = R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":)";
  object::append_json_string(credentials.name, json);
  json += R"(,"domain":{"id":)";
  object::append_json_string(kKeystoneDomain, json);
  json += R"(},"password":)";
  object::append_json_string(credentials.password, json);
  return json + "}}}}}";
}

const Value* member(const Value* object, std::string_view name) { return object && object->is_map() ? object->get(name) : nullptr; }
std::string text(const Value* value) { return value ? std::string(value->as_string()) : ""; }

}  // namespace

KeystonePasswords::KeystonePasswords(const std::string& url, std::shared_ptr<const net::ClientTls> tls, net::Client& client)
    : tokens_url_(tokens_url(url)), tls_(std::move(tls)), client_(client) {}

Result<UserRef> keystone_user(std::string_view json) {
  const auto answer = object::decode_json(object::any_object_type(), Bytes::copy(json));
  if (!answer) return refuse("the answer is no JSON object");
  const Value* said = member(member(&answer->document.root(), "token"), "user");
  User user{.name = text(member(said, "name")), .uid = text(member(said, "id"))};
  if (user.name.empty()) return refuse("the answer names no user");
  if (user.name.starts_with("system:")) return refuse("names that begin with system: are the cluster's own");
  return std::make_shared<const User>(with_authenticated_group(std::move(user)));
}

Task<Result<std::optional<UserRef>>> KeystonePasswords::authenticate(const BasicCredentials& credentials) const {
  net::ClientRequest request{.method = "POST",
                             .url = tokens_url_,
                             .body = Bytes::take(request_of(credentials)),
                             .tls = tls_,
                             .timeout = kKeystoneTimeout,
                             .response_bytes_max = kKeystoneAnswerBytesMax};
  request.headers.add("content-type", "application/json");
  request.headers.add("accept", "application/json");
  const Result<net::ClientResponse> answer = co_await client_.send(std::move(request));
  if (!answer) co_return refuse(answer.error().message());
  if (answer->status == 401) co_return std::nullopt;
  if (answer->status != 201) co_return refuse("the service answers " + std::to_string(answer->status));
  PINTLE_CO_TRY(UserRef user, keystone_user(answer->body.view()));
  co_return user;
}

}  // namespace pintle::auth
