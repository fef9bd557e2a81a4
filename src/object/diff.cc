#include "object/diff.h"

#include "object/document.h"
#include "object/equality.h"
#include "object/json.h"
#include "object/unstructured.h"

namespace pintle::object {
namespace {

std::string print(const Value& plain) {
  std::string text;
  encode_json(any_type(), plain, text);
  return text;
}

class Differ {
 public:
  // Null is absent.
  void diff(const Value* left, const Value* right) {
    if (!left || !right) {
      if (left) add("- ", print(*left));
      if (right) add("+ ", print(*right));
    } else if (left->is_map() && right->is_map()) {
      diff_maps(*left, *right);
    } else if (left->is_list() && right->is_list()) {
      diff_lists(*left, *right);
    } else if (!plain_equal(*left, *right)) {
      add("~ ", print(*left) + " -> " + print(*right));
    }
  }

  std::string take() { return std::move(text_); }

 private:
  void add(std::string_view sign, std::string_view change) {
    text_.append(sign).append(path_.empty() ? "." : path_).append(": ").append(change).append("\n");
  }

  void below(std::string_view step, const Value* left, const Value* right) {
    const size_t size = path_.size();
    path_ += step;
    diff(left, right);
    path_.resize(size);
  }

  void diff_maps(const Value& left, const Value& right) {
    for (const Entry& entry : left.entries()) below("." + std::string(entry.key), &entry.value, right.get(entry.key));
    for (const Entry& entry : right.entries()) {
      if (!left.get(entry.key)) below("." + std::string(entry.key), nullptr, &entry.value);
    }
  }

  void diff_lists(const Value& left, const Value& right) {
    const auto item = [](const Value& list, size_t i) { return i < list.size() ? &list.items()[i] : nullptr; };
    for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      below("[" + std::to_string(i) + "]", item(left, i), item(right, i));
    }
  }

  std::string path_;
  std::string text_;
};

}  // namespace

std::string diff(const schema::Type& type, const Value* left, const Value* right) {
  Arena arena;
  const Value plain_left = left ? to_unstructured(type, *left, arena) : Value();
  const Value plain_right = right ? to_unstructured(type, *right, arena) : Value();
  Differ differ;
  differ.diff(left ? &plain_left : nullptr, right ? &plain_right : nullptr);
  return differ.take();
}

}  // namespace pintle::object
