#include "workload.h"

#include <cstdio>
#include <random>
#include <set>
#include <utility>

namespace pintle::crash {

using store::Expect;
using store::Operation;
using store::Transaction;

Transaction transaction_of(const Name& name) {
  std::seed_seq seed{name.round, name.client, name.step};
  std::minstd_rand random(seed);
  auto pick = [&random](int n) { return static_cast<int>(random() % static_cast<uint32_t>(n)); };
  Transaction transaction;
  std::set<int> keys;
  for (int wanted = 1 + pick(5); static_cast<int>(keys.size()) < wanted;) keys.insert(pick(kKeys));
  for (int key : keys) {
    const std::string path = "/registry/crash/k" + std::to_string(key);
    const bool erase = !transaction.operations.empty() && pick(3) == 0;
    const size_t padding = pick(8) == 0 ? static_cast<size_t>(pick(30'000)) : static_cast<size_t>(pick(500));
    transaction.operations.push_back(
        erase ? Operation::erase(path, Expect::any())
              : Operation::put(path, Bytes::copy(text(name) + std::string(padding, static_cast<char>('a' + key % 26))), Expect::any()));
  }
  return transaction;
}

std::string text(const Name& name) {
  return std::to_string(name.round) + "." + std::to_string(name.client) + "." + std::to_string(name.step) + ":";
}

std::optional<Name> name_in(std::string_view value) {
  Name name;
  const std::string head(value.substr(0, 40));
  if (std::sscanf(head.c_str(), "%u.%u.%u:", &name.round, &name.client, &name.step) != 3) return std::nullopt;
  return name;
}

}  // namespace pintle::crash
