#include "server/system_controllers.h"

#include "server/addresses.h"

namespace pintle::server {

SystemControllers::SystemControllers(const api::Backend& backend) : flow_(backend), lease_(backend, host_name()) {}

void SystemControllers::report_to(std::initializer_list<api::HealthChecks*> checks) {
  for (api::HealthChecks* one : checks) one->set("poststarthook/priority-and-fairness-config-producer", [this] { return flow_.fault(); });
}

void SystemControllers::start() {
  flow_.start();
  lease_.start();
}

void SystemControllers::stop() {
  flow_.stop();
  lease_.stop();
}

}  // namespace pintle::server
