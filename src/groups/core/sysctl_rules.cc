#include "groups/core/sysctl_rules.h"

#include <algorithm>
#include <set>
#include <string>

namespace pintle::core {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr size_t kNameBytesMax = 253;
constexpr std::string_view kNameFault =
    R"(must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$)";
constexpr std::string_view kIpcNames[] = {
    "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced",
    "kernel.shm", "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.msg",
};

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_segment(std::string_view text) {
  return !text.empty() && is_alphanumeric(text.front()) && is_alphanumeric(text.back()) &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

bool is_name(std::string_view name) {
  if (name.size() > kNameBytesMax) return false;
  for (;;) {
    const size_t separator = name.find_first_of("./");
    if (!is_segment(name.substr(0, separator))) return false;
    if (separator == std::string_view::npos) return true;
    name.remove_prefix(separator + 1);
  }
}

// "net/ipv4/conf/eno2.100" is net.ipv4.conf.eno2/100: what separates comes first.
std::string with_dots(std::string_view name) {
  std::string text(name);
  const size_t separator = text.find_first_of("./");
  if (separator == std::string::npos || text[separator] == '.') return text;
  for (char& c : text) c = c == '.' ? '/' : c == '/' ? '.' : c;
  return text;
}

enum class Namespace : uint8_t { kUnknown, kNet, kIpc };

Namespace namespace_of(std::string_view sysctl) {
  std::string name = with_dots(sysctl);
  name.resize(std::min(name.size(), name.find('*')));
  if (std::ranges::find(kIpcNames, name) != std::end(kIpcNames) || name.starts_with("fs.mqueue.")) return Namespace::kIpc;
  return name.starts_with("net.") ? Namespace::kNet : Namespace::kUnknown;
}

// "" for a parameter that is the Pod's own.
std::string_view host_fault(v1::PodSpec spec, std::string_view sysctl) {
  const Namespace of = namespace_of(sysctl);
  if (spec.host_network() && of == Namespace::kNet) return "may not be specified when 'hostNetwork' is true";
  if (spec.host_ipc() && of == Namespace::kIpc) return "may not be specified when 'hostIPC' is true";
  return {};
}

}  // namespace

void validate_sysctls(v1::PodSpec spec, HostSysctls host, const FieldPath& path, ErrorList& errors) {
  std::set<std::string_view> names;
  for (auto [index, sysctl] : spec.security_context().sysctls().enumerate()) {
    const FieldPath at = path.index(index).child("name");
    const std::string_view name = sysctl.name();
    if (name.empty())
      errors.required(at, "");
    else if (!is_name(name))
      errors.invalid(at, quoted(name), kNameFault);
    else if (names.contains(name))
      errors.duplicate(at, quoted(name));
    if (const std::string_view fault = host_fault(spec, name); host == HostSysctls::kForbidden && !fault.empty())
      errors.invalid(at, quoted(name), fault);
    names.insert(name);
  }
}

bool sets_host_sysctl(v1::PodSpec spec) {
  for (const v1::Sysctl sysctl : spec.security_context().sysctls())
    if (!host_fault(spec, sysctl.name()).empty()) return true;
  return false;
}

}  // namespace pintle::core
