// Proves that the history keeps its limits in count, bytes and age, says from where on it is complete, and that a view never changes.
#include "cache/history.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cache/object_reader.h"
#include "cache/test_pods.h"

namespace pintle::cache {
namespace {

using Time = std::chrono::steady_clock::time_point;

class HistoryTest : public testing::Test {
 protected:
  ObjectPtr pod(int64_t revision, size_t filler_bytes = 0) {
    object::Attributes scratch;
    return reader.read({"/registry/pods/default/web", revision, 1}, pod_bytes({.filler_bytes = filler_bytes}), scratch);
  }
  void append(int64_t revision, ObjectPtr previous = nullptr, Time time = {}) {
    history.append(Change(revision, pod(revision), std::move(previous), time));
  }

  EncodingBudget budget;
  ObjectReader reader = *ObjectReader::create(pods_spec(), budget);
  History history{10};
};

TEST_F(HistoryTest, EmptyIsCompleteAfterItsStart) {
  const HistoryView view = history.view();
  EXPECT_TRUE(view.empty());
  EXPECT_EQ(view.complete_after(), 10);
  EXPECT_EQ(view.after(10), view.end());
}

TEST_F(HistoryTest, AfterFindsTheFirstPlace) {
  for (int64_t revision : {12, 15, 15, 15, 20}) append(revision);
  const HistoryView view = history.view();
  struct Case {
    int64_t revision;
    uint64_t wanted;
  };
  for (const Case& c : {Case{0, 0}, {11, 0}, {12, 1}, {14, 1}, {15, 4}, {19, 4}, {20, 5}, {99, 5}}) {
    EXPECT_EQ(view.after(c.revision), c.wanted) << c.revision;
  }
}

TEST_F(HistoryTest, KeepsTheMaximumOfChanges) {
  for (int64_t i = 0; i < static_cast<int64_t>(kHistoryChangesMax) + 500; ++i) {
    history.append(Change(11 + i, nullptr, nullptr, {}));
    history.trim({});
  }
  const HistoryView view = history.view();
  EXPECT_EQ(view.size(), kHistoryChangesMax);
  EXPECT_EQ(view.complete_after(), 11 + 499);
  EXPECT_EQ(view.at(view.begin()).revision(), 11 + 500);
  EXPECT_EQ(view.at(view.end() - 1).revision(), static_cast<int64_t>(kHistoryChangesMax) + 510);
}

TEST_F(HistoryTest, KeepsTheMaximumOfBytes) {
  constexpr size_t kBytes = size_t{4} << 20;
  for (int64_t revision = 11; revision < 60; ++revision) {
    append(revision, pod(revision, kBytes));
    history.trim({});
  }
  const HistoryView view = history.view();
  EXPECT_LE(view.size() * kBytes, kHistoryBytesMax);
  EXPECT_GT((view.size() + 2) * kBytes, kHistoryBytesMax);
  EXPECT_EQ(view.complete_after(), view.at(view.begin()).revision() - 1);
}

TEST_F(HistoryTest, OldChangesGoButForTheLast) {
  for (int64_t revision = 11; revision < 11 + 300; ++revision) append(revision, nullptr, Time(std::chrono::seconds(revision)));
  history.trim(Time(std::chrono::seconds(11) + kHistoryAgeMax));
  EXPECT_EQ(history.view().size(), 300u);
  history.trim(Time(std::chrono::seconds(111) + kHistoryAgeMax));
  EXPECT_EQ(history.view().complete_after(), 110);
  history.trim(Time(std::chrono::hours(9)));
  EXPECT_EQ(history.view().size(), kHistoryChangesMin);
  EXPECT_EQ(history.view().complete_after(), 310 - static_cast<int64_t>(kHistoryChangesMin));
}

TEST_F(HistoryTest, ViewsKeepWhatTheySaw) {
  std::vector<HistoryView> views;
  for (int64_t revision = 11; revision < 11 + 1000; ++revision) {
    append(revision, nullptr, Time(std::chrono::seconds(revision)));
    history.trim(Time(std::chrono::seconds(revision) + kHistoryAgeMax - std::chrono::seconds(150)));
    views.push_back(history.view());
  }
  int64_t newest = 11;
  for (const HistoryView& view : views) {
    ASSERT_EQ(view.at(view.end() - 1).revision(), newest++);
    ASSERT_EQ(view.at(view.begin()).revision(), view.complete_after() + 1);
    for (uint64_t place = view.begin(); place < view.end(); ++place) {
      ASSERT_EQ(view.at(place).current()->revision(), view.at(place).revision());
    }
  }
}

TEST_F(HistoryTest, DepartedIsThePreviousVersionWithTheRevisionOfTheChange) {
  history.append(Change(20, nullptr, pod(15), {}));
  const HistoryView view = history.view();
  const ObjectPtr departed = view.at(0).departed(reader);
  EXPECT_EQ(departed->revision(), 20);
  EXPECT_EQ(view.at(0).departed(reader), departed);
  EXPECT_EQ(view.at(0).previous()->revision(), 15);
}

}  // namespace
}  // namespace pintle::cache
