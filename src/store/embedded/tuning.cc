#include "store/embedded/tuning.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

#include "store/embedded/records.h"

namespace pintle::store::embedded {
namespace {

constexpr size_t kMemtableBytes = 8 << 20;
constexpr size_t kArenaBlockBytes = 64 << 10;  // what an idle store allocates
constexpr size_t kBlockCacheBytes = 4 << 20;   // the cache above holds the objects; this is for keys and filters
constexpr size_t kBlockBytes = 16 << 10;       // neighbours are alike, so that larger blocks compress better
constexpr int kOpenFilesMax = 256;
constexpr int kFilterBitsPerKey = 10;

// Finds all versions of one object together, so that a filter can say that there is none.
class ObjectSpace final : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "pintle.object"; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override { return {key.data(), object_space_size(key.ToStringView())}; }
  bool InDomain(const rocksdb::Slice& key) const override { return object_space_size(key.ToStringView()) > 0; }
};

void set_tables(rocksdb::Options& options) {
  rocksdb::BlockBasedTableOptions tables;
  tables.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes, /*num_shard_bits=*/0);
  tables.cache_index_and_filter_blocks = true;
  tables.block_size = kBlockBytes;
  tables.format_version = 5;
  tables.checksum = rocksdb::kXXH3;
  tables.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kFilterBitsPerKey));
  tables.whole_key_filtering = false;
  options.prefix_extractor = std::make_shared<ObjectSpace>();
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(tables));
}

// The objects of a kind are alike: LZ4 makes a third of them, and so pays for the rewriting of compaction.
void set_compaction(rocksdb::Options& options) {
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  options.level0_file_num_compaction_trigger = 8;
  options.level0_slowdown_writes_trigger = 40;
  options.level0_stop_writes_trigger = 64;
  options.max_bytes_for_level_base = 32 << 20;
  options.target_file_size_base = 8 << 20;
  options.max_background_jobs = 2;
}

void set_memory(rocksdb::Options& options) {
  options.write_buffer_size = kMemtableBytes;
  options.max_write_buffer_number = 4;
  options.arena_block_size = kArenaBlockBytes;
  options.max_open_files = kOpenFilesMax;
  options.allow_concurrent_memtable_write = false;  // there is one writer
  options.enable_write_thread_adaptive_yield = false;
}

// Nothing runs on a timer and nothing grows without bound.
void set_quiet(rocksdb::Options& options) {
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.keep_log_file_num = 2;
  options.max_log_file_size = 1 << 20;
  options.max_manifest_file_size = 4 << 20;
  options.max_bgerror_resume_count = 0;  // Database reopens it
}

}  // namespace

rocksdb::Options tuned_options() {
  rocksdb::Options options;
  set_memory(options);
  set_tables(options);
  set_compaction(options);
  set_quiet(options);
  // The end of the log that a crash tore is dropped. WalAudit has made sure that nothing else is.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  return options;
}

}  // namespace pintle::store::embedded
