#include "object/document.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace pintle::object {

struct Arena::Block {
  Block* next;
  size_t bytes;  // after this header
};

namespace {
constexpr size_t kBlockBytesMax = size_t{64} << 10;
constexpr size_t kFirstBlockBytesMin = 128;
size_t aligned(size_t bytes) { return (bytes + 7) & ~size_t{7}; }
}  // namespace

Arena::Arena(size_t first_block_bytes) : block_bytes_(aligned(std::max(first_block_bytes, kFirstBlockBytesMin))) {}

Arena::Arena(Arena&& other) noexcept
    : next_(std::exchange(other.next_, nullptr)),
      end_(std::exchange(other.end_, nullptr)),
      blocks_(std::exchange(other.blocks_, nullptr)),
      block_bytes_(other.block_bytes_),
      kept_(std::move(other.kept_)),
      owners_(std::move(other.owners_)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  std::swap(next_, other.next_);
  std::swap(end_, other.end_);
  std::swap(blocks_, other.blocks_);
  std::swap(block_bytes_, other.block_bytes_);
  std::swap(kept_, other.kept_);
  std::swap(owners_, other.owners_);
  return *this;
}

Arena::~Arena() {
  while (blocks_) ::operator delete(std::exchange(blocks_, blocks_->next));
}

// What is larger than a quarter of a block gets one of its own, so that the rest of the current block is not lost.
void* Arena::allocate_slow(size_t bytes) {
  bool own = blocks_ && bytes > block_bytes_ / 4;
  size_t block_bytes = own ? bytes : std::max(bytes, block_bytes_);
  auto* block = static_cast<Block*>(::operator new(sizeof(Block) + block_bytes));
  block->next = blocks_;
  block->bytes = block_bytes;
  blocks_ = block;
  char* memory = reinterpret_cast<char*>(block + 1);
  if (own) return memory;
  next_ = memory + bytes;
  end_ = memory + block_bytes;
  block_bytes_ = std::max(block_bytes_, std::min(2 * block_bytes_, kBlockBytesMax));
  return memory;
}

std::string_view Arena::copy(std::string_view bytes) {
  if (bytes.empty()) return {};
  auto* memory = static_cast<char*>(allocate(bytes.size()));
  std::memcpy(memory, bytes.data(), bytes.size());
  return {memory, bytes.size()};
}

void Arena::keep(Bytes bytes) { kept_.push_back(std::move(bytes)); }

void Arena::keep(std::shared_ptr<const void> owner) { owners_.push_back(std::move(owner)); }

size_t Arena::bytes_allocated() const {
  size_t total = 0;
  for (const Block* block = blocks_; block; block = block->next) total += sizeof(Block) + block->bytes;
  return total;
}

Document Document::clone() const {
  Document copy(type_, Arena(arena_.bytes_allocated()));
  copy.root_ = deep_copy(root_, copy.arena_);
  return copy;
}

namespace {

std::span<Value> copy_items(std::span<const Value> items, Arena& arena) {
  std::span<Value> copies = arena.make_array<Value>(items.size());
  for (size_t i = 0; i < items.size(); ++i) copies[i] = deep_copy(items[i], arena);
  return copies;
}

std::span<Entry> copy_entries(std::span<const Entry> entries, Arena& arena) {
  std::span<Entry> copies = arena.make_array<Entry>(entries.size());
  for (size_t i = 0; i < entries.size(); ++i) copies[i] = {arena.copy(entries[i].key), deep_copy(entries[i].value, arena)};
  return copies;
}

}  // namespace

Value deep_copy(const Value& value, Arena& arena) {
  switch (value.tag()) {
    case Tag::kString:
      return Value::string(arena.copy(value.as_string())).with_field(value.field());
    case Tag::kList:
      return Value::list(copy_items(value.items(), arena)).with_field(value.field());
    case Tag::kStruct:
      return Value::structure(copy_items(value.fields(), arena)).with_field(value.field());
    case Tag::kMap:
      return Value::map(copy_entries(value.entries(), arena)).with_field(value.field());
    case Tag::kNull:
    case Tag::kBool:
    case Tag::kInt:
    case Tag::kDouble:
      return value;
  }
}

}  // namespace pintle::object
