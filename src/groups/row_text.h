// What the rows of several kinds are made of: lists cut short, selectors and containers as text.
//
//   cells.text(shortened(hosts, 3, total))       // "a,b,c + 2 more..."
//   cells.text(selector_text(spec.selector()))   // "app=web", "<none>"
//
// Thread: pure. Source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "object/view.h"

namespace pintle::core::v1 {
class Container;
}
namespace pintle::meta::v1 {
class LabelSelector;
}

namespace pintle::groups {

inline constexpr std::string_view kNone = "<none>";
inline constexpr std::string_view kUnset = "<unset>";
inline constexpr size_t kShownMax = 3;  // of a list's items in one cell

std::string joined(const std::vector<std::string>& texts, std::string_view separator = ",");
std::string joined(object::ListView<std::string_view> texts);
// `texts` has what is shown, `total` counts all there are: "a,b,c + 2 more...".
std::string shortened(const std::vector<std::string>& texts, size_t total);
std::string_view or_else(std::string_view text, std::string_view otherwise);

// "a=b,c=d"; "<none>" when empty.
std::string labels_text(object::MapView<std::string_view> labels);
// "a=b,c in (d,e)"; "<none>" when it selects everything, "<error>" when it is invalid.
std::string selector_text(meta::v1::LabelSelector selector);

std::string container_names(object::ListView<core::v1::Container> containers);
std::string container_images(object::ListView<core::v1::Container> containers);

std::string text_of(object::IntOrString value);

}  // namespace pintle::groups
