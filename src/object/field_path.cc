#include "object/field_path.h"

#include <vector>

namespace pintle::object {

// A name, or a subscript when `name` is empty: upstream's two cases, so that a child of name "" prints "[]".
struct FieldPath::Node {
  std::shared_ptr<const Node> parent;
  std::string name;
  std::string subscript;
};

FieldPath FieldPath::child(std::string_view name) const {
  FieldPath path;
  path.node_ = std::make_shared<const Node>(node_, std::string(name), std::string());
  return path;
}

FieldPath FieldPath::index(size_t index) const { return key(std::to_string(index)); }

FieldPath FieldPath::key(std::string_view key) const {
  FieldPath path;
  path.node_ = std::make_shared<const Node>(node_, std::string(), std::string(key));
  return path;
}

std::string FieldPath::to_string() const {
  if (is_root()) return "<nil>";
  std::vector<const Node*> nodes;
  for (const Node* node = node_.get(); node != nullptr; node = node->parent.get()) nodes.push_back(node);
  std::string text;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    if ((*node)->name.empty()) {
      text.append("[").append((*node)->subscript).append("]");
      continue;
    }
    if ((*node)->parent != nullptr) text += '.';
    text += (*node)->name;
  }
  return text;
}

}  // namespace pintle::object
