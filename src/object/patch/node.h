// Node: the object that a patch is applied to, seen as JSON and opened only where the patch touches it.
//
//   NodeTree tree(arena);
//   Node* root = tree.typed(pod_type, pod);
//   tree.open(*root);                             // now an object of members: apiVersion, kind, metadata, spec, status
//   Node* spec = root->find("spec");              // still one closed node of PodSpec
//
// A closed node holds a value of some type, or a plain one (from the patch). Opening shows its members or items, as nodes.
// Ownership: the tree owns the nodes; values are those of the object and the patch, which must outlive it. One thread.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "object/document.h"
#include "object/unstructured.h"
#include "object/value.h"
#include "schema/type.h"

namespace pintle::object {

// The kinds of JSON values, as Go tells them apart after decoding.
enum class JsonKind : uint8_t { kNull, kBool, kInt, kDouble, kString, kArray, kObject };
JsonKind json_kind(const Value& plain);
// Go's name of the decoded type: "map[string]interface {}", "int64".
std::string_view go_type_name(JsonKind kind);

// The 422 that does not say what is wrong: what upstream answers to operations that cannot be done.
Status rejected_patch();

class Node {
 public:
  struct Member {
    std::string_view key;
    Node* node;
  };

  JsonKind kind() const;
  bool is_open() const { return form_ == Form::kObject || form_ == Form::kArray; }

  // Of an open object. Members are sorted by key.
  std::vector<Member>& members() { return members_; }
  Node* find(std::string_view key);
  void set(std::string_view key, Node* node);
  bool erase(std::string_view key);
  // Of an open array.
  std::vector<Node*>& items() { return items_; }

  // The member of an object, open or not, that is a scalar: merge keys are read with it. Null value: none.
  const Value* scalar_member(std::string_view key) const;

 private:
  friend class NodeTree;
  // The schema type of a plain value is null.
  enum class Form : uint8_t { kClosed, kObject, kArray };
  Form form_ = Form::kClosed;
  const schema::Type* type_ = nullptr;
  Value value_;
  std::vector<Member> members_;
  std::vector<Node*> items_;
};

class NodeTree {
 public:
  explicit NodeTree(Arena& arena) : arena_(arena) {}

  Node* typed(const schema::Type& type, const Value& value);
  Node* plain(const Value& value);
  Node* object();
  Node* array(std::vector<Node*> items);
  // Shows the members or items; false when the node is neither an object nor an array.
  bool open(Node& node);
  // A deep copy. `bytes`: the size of its JSON.
  Node* copy(Node& node, size_t& bytes);

  // The plain value of a node.
  Value to_plain(const Node& node);
  // Appends the node's JSON: open objects with sorted keys, closed ones as they are written.
  void append_json(const Node& node, std::string& out) const;
  // The value of `type` that the node shows, with all memory in the converter's arena.
  Result<Value> to_value(const Node& node, const schema::Type& type, FromUnstructured& converter);

  Arena& arena() { return arena_; }

 private:
  Node* add();
  Result<Value> to_struct(const Node& node, const schema::Type& type, FromUnstructured& converter);
  Result<Value> to_map(const Node& node, const schema::Type& type, FromUnstructured& converter);
  Result<Value> to_list(const Node& node, const schema::Type& type, FromUnstructured& converter);
  void open_struct(Node& node);

  Arena& arena_;
  std::deque<Node> nodes_;
};

}  // namespace pintle::object
