// Label and field selectors of a query: any text gives a selector or an error, and a selector's canonical form means the same again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "object/field_selector.h"
#include "object/label_selector.h"

using pintle::object::FieldSelector;
using pintle::object::LabelSelector;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto selector = LabelSelector::parse(text)) {
    const auto again = LabelSelector::parse(selector->to_string());
    if (!again || again->to_string() != selector->to_string()) std::abort();
    if (selector->matches(nullptr) != again->matches(nullptr)) std::abort();
  }
  if (const auto selector = FieldSelector::parse(text)) {
    const auto again = FieldSelector::parse(selector->to_string());
    if (!again || again->to_string() != selector->to_string()) std::abort();
  }
  return 0;
}
