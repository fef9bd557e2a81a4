// The settings of RocksDB: little memory, no work when idle, every read checked, and a byte written about twice.
// For .cc files only: it includes RocksDB.
#pragma once

#include <rocksdb/options.h>

namespace pintle::store::embedded {

rocksdb::Options tuned_options();

}  // namespace pintle::store::embedded
