// Proves which --audit-* settings refuse the start, and with which words.
#include "server/audit_options.h"

#include <gtest/gtest.h>

#include <functional>

namespace pintle::server {
namespace {

struct FaultCase {
  std::function<void(AuditOptions&)> change;
  std::vector<std::string> faults;
};

TEST(AuditOptions, FaultsAreToldInUpstreamsWords) {
  const FaultCase cases[] = {
      {[](AuditOptions&) {}, {}},
      {[](AuditOptions& o) { o.log.batch.mode = "fast"; },
       {"invalid audit log mode fast, allowed modes are \"batch,blocking,blocking-strict\""}},
      {[](AuditOptions& o) { o.log.batch.buffer_size = 0; }, {}},
      {[](AuditOptions& o) { o.log.batch = {.mode = "batch", .buffer_size = 0}; },
       {"invalid audit batch log buffer size 0, must be a positive number"}},
      {[](AuditOptions& o) { o.webhook.batch.max_size = -1; },
       {"invalid audit batch webhook max batch size -1, must be a positive number"}},
      {[](AuditOptions& o) { o.webhook.batch.throttle_qps = -0.5; },
       {"invalid audit batch webhook throttle QPS -0.5, must be a positive number"}},
      {[](AuditOptions& o) { o.webhook.batch.throttle_burst = 0; },
       {"invalid audit batch webhook throttle burst 0, must be a positive number"}},
      {[](AuditOptions& o) { o.log.truncate.max_event_size = 0; },
       {"invalid audit truncate log max event size 0, must be a positive number"}},
      {[](AuditOptions& o) { o.log.truncate.max_batch_size = 5; },
       {"invalid audit truncate log max batch size 5, must be greater than max event size (102400)"}},
      {[](AuditOptions& o) { o.log.version = "audit.k8s.io/v2"; },
       {"invalid group version, allowed versions are [{\"audit.k8s.io\" \"v1\"}]"}},
      {[](AuditOptions& o) {
         o.log.format = "xml";
         o.log.max_age = -1;
       },
       {"invalid audit log format xml, allowed formats are \"legacy,json\"", "--audit-log-maxage -1 can't be a negative number"}},
      // What is not used is not looked at.
      {[](AuditOptions& o) {
         o = {};
         o.log.format = "xml";
         o.webhook.version = "v9";
       },
       {}},
  };
  for (const FaultCase& test : cases) {
    AuditOptions options;
    options.log.path = "-";
    options.webhook.config_file = "/webhook";
    test.change(options);
    std::vector<std::string> faults;
    check_audit_options(options, faults);
    EXPECT_EQ(faults, test.faults);
  }
}

}  // namespace
}  // namespace pintle::server
