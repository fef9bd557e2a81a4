#include "api/openapi/route.h"

#include <cctype>

namespace pintle::api::openapi {
namespace {

// The longer ones of upstream's list that begin with another one (deletecollection) are never found by it.
constexpr std::string_view kVerbs[] = {"get", "log", "read", "replace", "patch", "delete", "create", "watch", "connect", "proxy", "list"};

std::string_view verb_of(std::string_view operation) {
  for (const std::string_view verb : kVerbs)
    if (operation.starts_with(verb)) return verb;
  return "";
}

enum class First : uint8_t { kAsIs, kUpper };

// Letters, digits (not first) and underscores; what follows another character begins in upper case.
std::string identifier(std::string_view text, First first) {
  std::string out;
  bool upper = first == First::kUpper;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (!std::isalpha(c) && c != '_' && !(i != 0 && std::isdigit(c))) {
      upper = true;
      continue;
    }
    out += upper ? static_cast<char>(std::toupper(c)) : static_cast<char>(c);
    upper = false;
  }
  return out;
}

// At most the first three: ["apis", "apps", "v1"]; /api is read as /apis/core.
std::vector<std::string_view> leading_parts(std::string_view path) {
  constexpr size_t kParts = 3;
  std::vector<std::string_view> parts;
  while (!path.empty() && parts.size() < kParts) {
    const size_t slash = path.find('/');
    if (const std::string_view part = path.substr(0, slash); !part.empty()) parts.push_back(part);
    if (parts.size() == 1 && parts[0] == "api") parts = {"apis", "core"};
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return parts;
}

std::string_view without_suffix(std::string_view text, std::string_view suffix) {
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  return text;
}

}  // namespace

OperationName operation_name(const Route& route) {
  const std::string_view verb = verb_of(route.operation);
  OperationName name{.id = std::string(verb), .tag = ""};
  const std::vector<std::string_view> parts = leading_parts(route.path);
  if (parts.size() >= 2 && parts[0] == "apis") {
    const std::string_view group = without_suffix(parts[1], ".k8s.io");
    name.id += identifier(group, First::kUpper);
    name.tag = identifier(group, First::kAsIs);
    if (parts.size() > 2) {
      name.id += identifier(parts[2], First::kUpper);
      name.tag += "_" + identifier(parts[2], First::kAsIs);
    }
  } else if (!parts.empty()) {
    name.tag = identifier(parts[0], First::kAsIs);
  }
  name.id += identifier(std::string_view(route.operation).substr(verb.size()), First::kUpper);
  return name;
}

}  // namespace pintle::api::openapi
