#include "store/embedded/heads.h"

#include <rocksdb/iterator.h>
#include <sys/resource.h>
#include <unistd.h>

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "store/embedded/records.h"

namespace pintle::store::embedded {
namespace {

constexpr int kFillNice = 10;            // of the thread: a server that starts has more urgent work
constexpr size_t kFillStepKeys = 4'096;  // read before the index and the database are given free for others

struct Version {
  std::string_view key;
  Head head;
};

// The version that the iterator stands on, which is the newest of its key.
std::optional<Version> newest_version(const rocksdb::Iterator& iterator) {
  auto key = parse_object_key(iterator.key().ToStringView());
  auto record = parse_record(iterator.value().ToStringView());
  if (!key || !record) return std::nullopt;
  if (record->deleted) return Version{.key = key->key};
  return Version{.key = key->key, .head = {.mod_revision = key->revision, .create_revision = record->create_revision}};
}

Result<Head> read_head(const Database& database, std::string_view key) {
  PINTLE_TRY(Database::Use use, database.use());
  auto iterator = use.find(object_key(key, std::numeric_limits<int64_t>::max()));
  if (!iterator->Valid()) {
    if (!iterator->status().ok()) return fail(to_status(iterator->status()));
    return Head{};
  }
  auto version = newest_version(*iterator);
  if (!version) return fail(damaged("the object \"" + std::string(key) + "\" cannot be decoded"));
  return version->key == key ? version->head : Head{};
}

}  // namespace

Heads::Heads(const Database& database) : database_(database) {}

Heads::~Heads() { stop_filling(); }

void Heads::refill() {
  stop_filling();
  index_ = {};
  filled_ = false;
  stop_ = false;
  filler_ = std::thread([this] { fill(); });
}

void Heads::stop_filling() {
  stop_ = true;
  if (filler_.joinable()) filler_.join();
}

Result<Head> Heads::find(Hash128 hash, std::string_view key) {
  {
    std::lock_guard lock(mutex_);
    if (const Head* head = index_.find(hash)) return *head;
    if (filled_) return Head{};
  }
  PINTLE_TRY(Head head, read_head(database_, key));
  set(hash, head);
  return head;
}

void Heads::set(Hash128 hash, Head head) {
  std::lock_guard lock(mutex_);
  index_.set(hash, head);
}

// A store that cannot be read through is served all the same: find() then reads each key.
void Heads::fill() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kFillNice);
  std::string from(kObjectSpace);
  while (!stop_ && fill_some(from)) {
  }
}

// Returns whether there may be more, which then starts at `from`.
bool Heads::fill_some(std::string& from) {
  auto use = database_.use();
  if (!use) return false;
  std::vector<std::pair<Hash128, Head>> found;
  auto iterator = use->scan(kObjectSpace, from);
  for (; iterator->Valid() && found.size() < kFillStepKeys; iterator->Next()) {
    if (iterator->key().ToStringView() < std::string_view(from)) continue;
    auto version = newest_version(*iterator);
    if (!version) {
      log_error("An object in the store cannot be decoded", {{"key", iterator->key().ToString()}});
      return false;
    }
    if (version->head.mod_revision != 0) found.emplace_back(index_.hash(version->key), version->head);
    from = object_key(version->key, 0);  // past all of its versions
  }
  std::lock_guard lock(mutex_);
  for (const auto& [hash, head] : found) {
    if (!index_.find(hash)) index_.set(hash, head);
  }
  if (iterator->Valid()) return true;
  if (iterator->status().ok()) {
    index_.forget_absent();
    filled_ = true;
  }
  return false;
}

}  // namespace pintle::store::embedded
