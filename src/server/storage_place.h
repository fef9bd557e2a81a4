// Where the store is, when --etcd-servers names Pintle's stand-in for etcd (etcd_stand_in.h): asked of it once, before the store is
// opened, by GET /pintle/storage. The answer is text, a line for each setting; lines that are not known are left for later versions:
//
//   data-dir=/tmp/x           absolute; the store is kept in its folder `store`, as under `pintle serve --data-dir`
//   unsafe-no-fsync=true      do not wait for the disk
//
// Asking blocks the calling thread (main's, before anything is served): at most kStandInPatience while nobody listens there yet.
// Errors: 503 with a line for the operator: nobody listens, or it is another program, such as a real etcd.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/options.h"

namespace pintle::server {

inline constexpr std::string_view kStoragePath = "/pintle/storage";

// Where a store is kept, and how safely.
struct StoragePlace {
  std::string data_dir;
  bool unsafe_no_fsync = false;
  bool operator==(const StoragePlace&) const = default;
};

std::string storage_place_text(const StoragePlace& place);
// Errors: 400 when `text` is not what storage_place_text() makes.
Result<StoragePlace> parse_storage_place(std::string_view text);

inline constexpr std::chrono::seconds kStandInPatience{20};  // as kube-apiserver waits for etcd; storage/storagebackend/factory dialTimeout

Result<StoragePlace> ask_storage_place(const std::vector<std::string>& etcd_servers, std::chrono::milliseconds patience = kStandInPatience);

// Fills in where the store is. Under the name kube-apiserver, which has no --data-dir, all data goes to the stand-in's folder.
Result<void> locate_store(Options& options);

}  // namespace pintle::server
