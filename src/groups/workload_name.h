// What a name means that ends up in the names of Pods.
//
// Thread: pure. Source: WarningsOnCreate of the strategies of Deployment, ReplicaSet, ReplicationController, Job and CronJob.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pintle::groups {

// A name that is no DNS label is allowed, and may surprise.
void pod_name_warnings(std::string_view name, std::vector<std::string>& warnings);

}  // namespace pintle::groups
