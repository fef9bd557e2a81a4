// MutView: the generated typed views that write (generated/views/core_v1_mut.h, ...), for defaulting and for objects that Pintle makes.
//
//   core::v1::PodSpecMut spec(&root, arena);
//   if (!spec.has_dns_policy()) spec.set_dns_policy("ClusterFirst");
//   spec.ensure_security_context();                        // an empty struct when there was none
//   for (core::v1::ContainerMut container : spec.containers()) ...
//   spec.ensure_tolerations().append().set_key("node.kubernetes.io/not-ready");
//
// What must hold: a setter is called on a view that is present; the document is under construction and belongs to this thread.
// Strings are copied into the arena. A view is valid until its parent gains or loses a field or item: take it again after that.
#pragma once

#include "base/check.h"
#include "object/document.h"
#include "object/view.h"

namespace pintle::object {

// ReadView is the generated view that reads: a MutView can do what it can.
template <class ReadView>
class MutView : public ReadView {
 public:
  MutView() = default;
  MutView(Value* node, Arena& arena, uint16_t base = 0) : ReadView(node, base), arena_(&arena) {}
  // Read-only places see the node as const; it was given as one that may change.
  Value* mutable_node() const { return const_cast<Value*>(this->node()); }
  Arena& arena() const { return *arena_; }

 protected:
  Value* mutable_field(uint16_t index) const { return const_cast<Value*>(this->field_node(index)); }
  Value& put_field(uint16_t index, Value value) const {
    PINTLE_CHECK(this->present());
    return mutable_node()->set(*arena_, static_cast<uint16_t>(this->base() + index), value);
  }
  void put_text(uint16_t index, std::string_view value) const { put_field(index, Value::string(arena_->copy(value))); }
  // The field's node; when it is absent, `empty` is put there first.
  Value* ensure_field(uint16_t index, Value empty) const {
    Value* found = mutable_field(index);
    return found ? found : &put_field(index, empty);
  }
  void erase_field(uint16_t index) const {
    if (this->present()) mutable_node()->erase(static_cast<uint16_t>(this->base() + index));
  }
  // The mutable view of a struct field; absent when the field is.
  template <class Mut>
  Mut mutable_view(uint16_t index) const {
    Value* found = mutable_field(index);
    return found ? Mut(found, *arena_) : Mut();
  }

 private:
  Arena* arena_ = nullptr;
};

// A list that may change. Of structs: a range of mutable views; append() adds an empty one.
template <class Mut>
class ListMut {
 public:
  class Iterator {
   public:
    Iterator(Value* at, Arena* arena) : at_(at), arena_(arena) {}
    Mut operator*() const { return Mut(at_, *arena_); }
    Iterator& operator++() { return ++at_, *this; }
    bool operator==(const Iterator&) const = default;

   private:
    Value* at_;
    Arena* arena_;
  };

  ListMut(Value* node, Arena& arena) : node_(node), arena_(&arena) {}
  size_t size() const { return node_ ? node_->items().size() : 0; }
  bool empty() const { return size() == 0; }
  Mut operator[](size_t index) const { return Mut(&node_->items()[index], *arena_); }
  Iterator begin() const { return {node_ ? node_->items().data() : nullptr, arena_}; }
  Iterator end() const { return {node_ ? node_->items().data() + size() : nullptr, arena_}; }
  // The new item; earlier views of items are invalid.
  Mut append() const {
    PINTLE_CHECK(node_);
    return Mut(&node_->append(*arena_, Value::empty_struct()), *arena_);
  }
  Value* node() const { return node_; }

 private:
  Value* node_;
  Arena* arena_;
};

// A list of scalars that may change.
class ScalarListMut {
 public:
  ScalarListMut(Value* node, Arena& arena) : node_(node), arena_(&arena) {}
  void append(std::string_view value) const { append_node(Value::string(arena_->copy(value))); }
  void append(int64_t value) const { append_node(Value::integer(value)); }
  Value* node() const { return node_; }

 private:
  void append_node(Value value) const {
    PINTLE_CHECK(node_);
    node_->append(*arena_, value);
  }
  Value* node_;
  Arena* arena_;
};

// A map of scalars that may change: labels, resource lists, data.
class ScalarMapMut {
 public:
  ScalarMapMut(Value* node, Arena& arena) : node_(node), arena_(&arena) {}
  // Key and value are copied.
  void set(std::string_view key, std::string_view value) const {
    PINTLE_CHECK(node_);
    node_->set(*arena_, arena_->copy(key), Value::string(arena_->copy(value)));
  }
  bool erase(std::string_view key) const { return node_ && node_->erase(key); }
  Value* node() const { return node_; }

 private:
  Value* node_;
  Arena* arena_;
};

}  // namespace pintle::object
