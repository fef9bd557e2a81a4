// JoinedErrors: several messages as one, as upstream's aggregated errors read: "first", or "[first, second]"; each text once.
//
// Ownership: a value. Thread: one. Source: apimachinery/pkg/util/errors (aggregate.Error).
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace pintle {

class JoinedErrors {
 public:
  void add(std::string message) {
    if (std::ranges::find(messages_, message) == messages_.end()) messages_.push_back(std::move(message));
  }
  bool empty() const { return messages_.empty(); }
  std::string text() const {
    if (messages_.size() == 1) return messages_.front();
    std::string text = "[";
    for (const std::string& message : messages_) text += (text.size() > 1 ? ", " : "") + message;
    return text + "]";
  }

 private:
  std::vector<std::string> messages_;
};

}  // namespace pintle
