// SystemControllers: what a server keeps doing for the API beside answering requests: flow configuration, its identity lease.
//
//   SystemControllers controllers(backend);
//   controllers.report_to({&healthz, &livez, &readyz});   // before anything is served
//   controllers.start();                                  // when the system namespaces are there
//
// Ownership: main; the backend outlives it. stop() before the store stops. Thread: main's.
#pragma once

#include <initializer_list>

#include "api/call.h"
#include "api/health.h"
#include "server/flow_configuration.h"
#include "server/identity_lease.h"

namespace pintle::server {

class SystemControllers {
 public:
  explicit SystemControllers(const api::Backend& backend);

  void report_to(std::initializer_list<api::HealthChecks*> checks);
  void start();
  void stop();

 private:
  FlowConfiguration flow_;
  IdentityLease lease_;
};

}  // namespace pintle::server
