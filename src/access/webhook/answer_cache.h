// AnswerCache: what a webhook said lately, by the question: the newest kAnswersCachedMax answers, each until its own time.
//
// Thread: any; a look takes one lock for the time of a table lookup. Source: apimachinery/pkg/util/cache LRUExpireCache.
#pragma once

#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "access/webhook/subject_access_review.h"

namespace pintle::access {

inline constexpr size_t kAnswersCachedMax = 8192;

class AnswerCache {
 public:
  using Time = std::chrono::steady_clock::time_point;

  std::optional<ReviewStatus> find(std::string_view question, Time now);
  void keep(std::string question, ReviewStatus answer, Time until);

 private:
  struct Entry {
    std::string question;
    ReviewStatus answer;
    Time until;
  };
  using Entries = std::list<Entry>;  // the one that was used last comes first

  std::mutex mutex_;
  Entries entries_;
  std::unordered_map<std::string_view, Entries::iterator> by_question_;  // views into entries_
};

}  // namespace pintle::access
