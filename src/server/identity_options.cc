#include "server/identity_options.h"

#include <algorithm>

#include "base/go_text.h"

namespace pintle::server {
namespace {

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return text;
}
std::vector<std::string> lower_case(std::vector<std::string> texts) {
  for (std::string& text : texts) text = lower_case(std::move(text));
  return texts;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n\v\f") == std::string::npos; }

void check_blank(std::string_view flag, const std::vector<std::string>& values, std::vector<std::string>& faults) {
  if (std::ranges::any_of(values, is_blank)) faults.push_back("empty value in " + go_quoted(flag));
}

}  // namespace

std::vector<std::string> identity_faults(const Options& options) {
  std::vector<std::string> faults;
  check_blank("requestheader-username-headers", options.requestheader_username_headers, faults);
  check_blank("requestheader-group-headers", options.requestheader_group_headers, faults);
  check_blank("requestheader-extra-headers-prefix", options.requestheader_extra_headers_prefixes, faults);
  check_blank("requestheader-allowed-names", options.requestheader_allowed_names, faults);
  const std::vector<std::string> uids = lower_case(options.requestheader_uid_headers);
  check_blank("requestheader-uid-headers", uids, faults);
  if (!uids.empty() && std::ranges::find(uids, "x-remote-uid") == uids.end()) {
    faults.emplace_back(
        "--requestheader-uid-headers is set without specifying the standard X-Remote-Uid header - API aggregation will not work");
  }
  return faults;
}

auth::ProxyHeaders proxy_headers_of(const Options& options) {
  return {.usernames = lower_case(options.requestheader_username_headers),
          .uids = lower_case(options.requestheader_uid_headers),
          .groups = lower_case(options.requestheader_group_headers),
          .extra_prefixes = lower_case(options.requestheader_extra_headers_prefixes)};
}

}  // namespace pintle::server
