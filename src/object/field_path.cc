#include "object/field_path.h"

#include <array>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

namespace pintle::object {

// A name, or a subscript: upstream's two cases; a child of name "" prints "[]". Paths are made for every field that is looked at and
// printed for few, so that a node is one small piece of memory that was used just before: field names fit in it.
struct FieldPath::Node {
  static constexpr size_t kInlineBytes = 39;

  Node(Node* parent, std::string_view text, bool is_subscript) : parent(parent), is_subscript(is_subscript) {
    if (text.size() <= kInlineBytes) {
      size = static_cast<uint8_t>(text.size());
      std::memcpy(bytes, text.data(), text.size());
    } else {
      long_text = std::make_unique<std::string>(text);
    }
  }
  static void* operator new(size_t bytes);
  static void operator delete(void* node);

  std::string_view text() const { return long_text ? std::string_view(*long_text) : std::string_view(bytes, size); }

  Node* const parent;  // one of its references is this node's
  std::unique_ptr<const std::string> long_text;
  uint32_t references = 1;
  const bool is_subscript;
  uint8_t size = 0;
  char bytes[kInlineBytes];
};

namespace {

// Memory of nodes that are gone, for those that come next: a thread has few at a time.
class NodeMemory {
 public:
  static NodeMemory& of_thread() {
    static thread_local NodeMemory memory;
    return memory;
  }
  ~NodeMemory() {
    while (size_ > 0) ::operator delete(pieces_[--size_]);
  }
  void* take(size_t bytes) { return size_ > 0 ? pieces_[--size_] : ::operator new(bytes); }
  void give(void* piece) {
    if (size_ == pieces_.size()) return ::operator delete(piece);
    pieces_[size_++] = piece;
  }

 private:
  std::array<void*, 32> pieces_;
  size_t size_ = 0;
};

}  // namespace

void* FieldPath::Node::operator new(size_t bytes) { return NodeMemory::of_thread().take(bytes); }
void FieldPath::Node::operator delete(void* node) { NodeMemory::of_thread().give(node); }

FieldPath::Node* FieldPath::shared(Node* node) {
  if (node) ++node->references;
  return node;
}

void FieldPath::release(Node* node) {
  while (node && --node->references == 0) delete std::exchange(node, node->parent);
}

FieldPath FieldPath::append(std::string_view text, bool is_subscript) const {
  FieldPath path;
  path.node_ = new Node(shared(node_), text, is_subscript);
  return path;
}

FieldPath FieldPath::child(std::string_view name) const { return append(name, name.empty()); }

FieldPath FieldPath::index(size_t index) const { return key(std::to_string(index)); }

FieldPath FieldPath::key(std::string_view key) const { return append(key, true); }

std::string FieldPath::to_string() const {
  if (is_root()) return "<nil>";
  std::vector<const Node*> nodes;
  for (const Node* node = node_; node != nullptr; node = node->parent) nodes.push_back(node);
  std::string text;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    if ((*node)->is_subscript) {
      text.append("[").append((*node)->text()).append("]");
      continue;
    }
    if ((*node)->parent != nullptr) text += '.';
    text += (*node)->text();
  }
  return text;
}

}  // namespace pintle::object
