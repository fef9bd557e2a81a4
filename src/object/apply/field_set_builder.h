// FieldSetBuilder: makes the nodes of FieldSets from the leaves up, on one stack of entries, so that a whole set costs one arena
// allocation per node and no other.
//
//   FieldSetBuilder::Level level(builder);
//   level.add(PathElement::field("image"), /*member=*/true, {});
//   FieldSet::Node node = level.finish();       // sorted, in the builder's arena
//
// Levels nest like calls: the level made last is finished first.
#pragma once

#include <vector>

#include "object/document.h"
#include "object/field_set.h"

namespace pintle::object {

class FieldSetBuilder {
 public:
  explicit FieldSetBuilder(Arena& arena) : arena_(arena) {}

  Arena& arena() { return arena_; }

  class Level {
   public:
    explicit Level(FieldSetBuilder& builder) : builder_(builder), begin_(builder.stack_.size()) {}
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

    // Entries without a member and without children are left out.
    void add(const PathElement& element, bool member, FieldSet::Node children) {
      if (member || !children.empty()) builder_.stack_.push_back({element, member, children});
    }
    // Elements may have been added in any order. Of an element that was added twice, the later children stay.
    FieldSet::Node finish();
    void discard() { builder_.stack_.resize(begin_); }

   private:
    FieldSetBuilder& builder_;
    size_t begin_;
  };

 private:
  Arena& arena_;
  std::vector<FieldSet::Entry> stack_;
};

}  // namespace pintle::object
