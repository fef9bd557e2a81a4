// FieldPath: where in an object a fault is, in Kubernetes' notation: spec.containers[0].env[name].  metadata.labels[a/b]
//
//   FieldPath path = FieldPath("spec").child("containers").index(0).child("image");   // path.to_string() == "spec.containers[0].image"
//
// A persistent linked list: child() allocates one small node and shares its parent, the text is made only for an error.
// The two roots print as upstream's: FieldPath() (a nil path) is "<nil>", FieldPath("") is "[]".
// Source: k8s.io/apimachinery/pkg/util/validation/field/path.go.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pintle::object {

class FieldPath {
 public:
  FieldPath() = default;  // the root
  explicit FieldPath(std::string_view name) : FieldPath(FieldPath().child(name)) {}
  FieldPath child(std::string_view name) const;
  FieldPath index(size_t index) const;
  FieldPath key(std::string_view key) const;
  bool is_root() const { return node_ == nullptr; }
  std::string to_string() const;

 private:
  struct Node;
  std::shared_ptr<const Node> node_;
};

}  // namespace pintle::object
