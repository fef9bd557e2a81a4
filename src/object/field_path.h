// FieldPath: where in an object a fault is, in Kubernetes' notation: spec.containers[0].env[name].  metadata.labels[a/b]
//
//   FieldPath path = FieldPath("spec").child("containers").index(0).child("image");   // path.to_string() == "spec.containers[0].image"
//
// A persistent linked list: child() allocates one small node and shares its parent, the text is made only for an error.
// Thread: a path and what is made from it belong to one thread (its nodes are counted without atomics).
// The two roots print as upstream's: FieldPath() (a nil path) is "<nil>", FieldPath("") is "[]".
// Source: k8s.io/apimachinery/pkg/util/validation/field/path.go.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace pintle::object {

class FieldPath {
 public:
  FieldPath() = default;  // the root
  FieldPath(const FieldPath& other) : node_(shared(other.node_)) {}
  FieldPath(FieldPath&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  FieldPath& operator=(FieldPath other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~FieldPath() {
    if (node_) release(node_);
  }
  explicit FieldPath(std::string_view name) : FieldPath(FieldPath().child(name)) {}
  FieldPath child(std::string_view name) const;
  FieldPath index(size_t index) const;
  FieldPath key(std::string_view key) const;
  bool is_root() const { return node_ == nullptr; }
  std::string to_string() const;

 private:
  struct Node;
  static Node* shared(Node* node);
  static void release(Node* node);
  FieldPath append(std::string_view text, bool is_subscript) const;

  Node* node_ = nullptr;  // one of its references is this path's
};

}  // namespace pintle::object
