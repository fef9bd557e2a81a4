#include "access/webhook/answer_cache.h"

namespace pintle::access {

std::optional<ReviewStatus> AnswerCache::find(std::string_view question, Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = by_question_.find(question);
  if (found == by_question_.end()) return std::nullopt;
  const Entries::iterator entry = found->second;
  if (now < entry->until) {
    entries_.splice(entries_.begin(), entries_, entry);
    return entry->answer;
  }
  by_question_.erase(found);
  entries_.erase(entry);
  return std::nullopt;
}

void AnswerCache::keep(std::string question, ReviewStatus answer, Time until) {
  const std::lock_guard lock(mutex_);
  if (const auto found = by_question_.find(question); found != by_question_.end()) {
    const Entries::iterator old = found->second;
    by_question_.erase(found);
    entries_.erase(old);
  } else if (entries_.size() >= kAnswersCachedMax) {
    by_question_.erase(entries_.back().question);
    entries_.pop_back();
  }
  entries_.push_front({std::move(question), std::move(answer), until});
  by_question_.emplace(entries_.front().question, entries_.begin());
}

}  // namespace pintle::access
