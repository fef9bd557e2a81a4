#include "auth/request_header.h"

#include <algorithm>
#include <map>

#include "base/percent_decode.h"

namespace pintle::auth {
namespace {

bool is_any(const std::vector<std::string>& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }
bool starts_any(const std::vector<std::string>& prefixes, std::string_view name) {
  return std::ranges::any_of(prefixes, [name](const std::string& prefix) { return name.starts_with(prefix); });
}
bool is_proxy_header(const ProxyHeaders& names, std::string_view name) {
  return is_any(names.usernames, name) || is_any(names.uids, name) || is_any(names.groups, name) || starts_any(names.extra_prefixes, name);
}

std::string first_value(const net::Headers& headers, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (std::string_view value = headers.get(name); !value.empty()) return std::string(value);
  return "";
}

std::vector<std::string> all_values(const net::Headers& headers, const std::vector<std::string>& names) {
  std::vector<std::string> values;
  for (const std::string& name : names)
    for (std::string_view value : headers.all(name))
      if (!value.empty()) values.emplace_back(value);
  return values;
}

decltype(User::extra) extra_of(const net::Headers& headers, const std::vector<std::string>& prefixes) {
  std::map<std::string, std::vector<std::string>> extra;
  for (const std::string& prefix : prefixes) {
    for (const net::Header& header : headers.fields()) {
      if (!header.name.starts_with(prefix)) continue;
      const std::string encoded = header.name.substr(prefix.size());
      extra[percent_decode(encoded).value_or(encoded)].push_back(header.value);
    }
  }
  return {extra.begin(), extra.end()};
}

}  // namespace

ProxyHeaders standard_proxy_headers() {
  return {.usernames = {"x-remote-user"}, .uids = {"x-remote-uid"}, .groups = {"x-remote-group"}, .extra_prefixes = {"x-remote-extra-"}};
}

void remove_proxy_headers(net::Headers& headers, const ProxyHeaders& names) {
  std::vector<std::string> found;
  for (const net::Header& header : headers.fields())
    if (is_proxy_header(names, header.name)) found.push_back(header.name);
  for (const std::string& name : found) headers.remove(name);
}

Task<Result<Identity>> RequestHeaderAuthenticator::authenticate(const Credentials& credentials) const {
  if (credentials.certificates_der.empty() || credentials.headers == nullptr) co_return Identity{};
  PINTLE_CO_TRY(const VerifiedChainRef chain, chains_->verify(credentials.certificates_der));
  if (!allowed_names_.empty() && !is_any(allowed_names_, chain->common_name)) {
    co_return fail(Status::unauthorized("x509: subject with cn=" + chain->common_name + " is not in the allowed list"));
  }
  const net::Headers& headers = *credentials.headers;
  User user{.name = first_value(headers, names_.usernames)};
  if (user.name.empty()) co_return Identity{};
  user.uid = first_value(headers, names_.uids);
  user.groups = all_values(headers, names_.groups);
  user.extra = extra_of(headers, names_.extra_prefixes);
  co_return Identity{.user = std::make_shared<const User>(with_authenticated_group(std::move(user)))};
}

}  // namespace pintle::auth
