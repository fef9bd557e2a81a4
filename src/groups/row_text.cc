#include "groups/row_text.h"

#include "object/label_selector.h"
#include "views/core_v1.h"
#include "views/meta_v1.h"

namespace pintle::groups {

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string out;
  for (const std::string& text : texts) {
    if (&text != &texts.front()) out += separator;
    out += text;
  }
  return out;
}

std::string joined(object::ListView<std::string_view> texts) {
  std::vector<std::string> list;
  for (const std::string_view text : texts) list.emplace_back(text);
  return joined(list);
}

std::string shortened(const std::vector<std::string>& texts, size_t total) {
  std::string out = joined(texts);
  if (total > texts.size()) out += " + " + std::to_string(total - texts.size()) + " more...";
  return out;
}

std::string_view or_else(std::string_view text, std::string_view otherwise) { return text.empty() ? otherwise : text; }

std::string labels_text(object::MapView<std::string_view> labels) {
  std::vector<std::string> pairs;
  for (auto [key, value] : labels) pairs.push_back(std::string(key) + "=" + std::string(value));
  return std::string(or_else(joined(pairs), kNone));
}

std::string selector_text(meta::v1::LabelSelector selector) {
  const auto parsed = object::LabelSelector::from_value(selector.node());
  if (!parsed) return "<error>";
  return std::string(or_else(parsed->to_string(), kNone));
}

std::string container_names(object::ListView<core::v1::Container> containers) {
  std::vector<std::string> names;
  for (const core::v1::Container container : containers) names.emplace_back(container.name());
  return joined(names);
}

std::string container_images(object::ListView<core::v1::Container> containers) {
  std::vector<std::string> images;
  for (const core::v1::Container container : containers) images.emplace_back(container.image());
  return joined(images);
}

std::string text_of(object::IntOrString value) {
  return value.is_string() ? std::string(value.as_string()) : std::to_string(value.as_int());
}

}  // namespace pintle::groups
