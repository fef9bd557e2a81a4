// WalAudit: reads RocksDB's write-ahead logs before RocksDB does, to tell the end that a crash tore, which nobody was promised, from
// damage to what was acknowledged. RocksDB itself stops at the first bad record and drops whatever follows, without a word.
//
// A write is on its way only after the one before is on the disk. So a torn write is the last of its file: when any write begins
// after the first bad record, something acknowledged is damaged.
// Errors: 503 a log cannot be read.
// Source: RocksDB's log format (github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle::store::embedded {

struct WalAudit {
  bool damaged = false;
  std::string where;        // the first damage: file and offset
  int64_t bytes_after = 0;  // of all logs, from the first damage on: more than there were commits
};

// All logs of the database in `folder`; a folder that is missing has none.
Result<WalAudit> audit_wals(const std::string& folder);

// One log. Returns the offset of the damage, or npos.
size_t audit_wal(std::string_view log);

}  // namespace pintle::store::embedded
