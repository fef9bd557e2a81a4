#include "api/kube_version.h"

#include <charconv>
#include <compare>
#include <optional>

namespace pintle::api {
namespace {

enum class Stability { kAlpha, kBeta, kStable };

struct KubeVersion {
  Stability stability;
  int major;
  int minor;
  auto operator<=>(const KubeVersion&) const = default;
};

// Takes the digits from the front of `text`; none or too many fail.
std::optional<int> take_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  text.remove_prefix(end - text.data());
  return number;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// ^v(\d+)((alpha|beta)(\d+))?$
std::optional<KubeVersion> parse(std::string_view text) {
  if (!take(text, "v")) return std::nullopt;
  const std::optional<int> major = take_number(text);
  if (!major) return std::nullopt;
  if (text.empty()) return KubeVersion{Stability::kStable, *major, 0};
  const bool alpha = take(text, "alpha");
  if (!alpha && !take(text, "beta")) return std::nullopt;
  const std::optional<int> minor = take_number(text);
  if (!minor || !text.empty()) return std::nullopt;
  return KubeVersion{alpha ? Stability::kAlpha : Stability::kBeta, *major, *minor};
}

}  // namespace

bool comes_before(std::string_view a, std::string_view b) {
  const auto version_a = parse(a);
  const auto version_b = parse(b);
  if (version_a && version_b) return *version_a > *version_b;
  if (version_a.has_value() != version_b.has_value()) return version_a.has_value();
  return a < b;
}

}  // namespace pintle::api
