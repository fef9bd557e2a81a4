// Proves what Jobs and CronJobs get, what they may be and what of them may change.
#include <gmock/gmock.h>

#include "groups/batch/batch.h"
#include "groups/rule_fixture.h"

namespace pintle::batch {
namespace {

using testing::HasSubstr;

constexpr api::HookContext kContext = {};
constexpr std::string_view kPods =
    R"("template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}})";

std::string job_json(std::string_view spec, std::string_view status = "{}", std::string_view pods = kPods) {
  std::string json = R"({"metadata":{"name":"j","namespace":"n","uid":"u","resourceVersion":"1"},"spec":{)";
  json.append(spec).append(spec.empty() ? "" : ",").append(pods).append("},\"status\":").append(status);
  return json + "}";
}

// As it is after decoding and preparing.
object::Document prepared(std::string_view json) {
  object::Document job = groups::object_from(kJob, json);
  kJob.set_defaults(job);
  kJob.prepare_create(job, kContext);
  return job;
}

std::string faults(std::string_view spec) {
  const object::Document job = prepared(job_json(spec));
  object::ErrorList errors;
  kJob.validate(job.root(), errors);
  return errors.joined();
}

std::string update_faults(std::string_view json, std::string_view old_json, api::ValidateUpdateHook hook) {
  const object::Document job = prepared(json);
  const object::Document old = prepared(old_json);
  object::ErrorList errors;
  hook(job.root(), old.root(), errors);
  return errors.joined();
}

std::string status_faults(std::string_view spec, std::string_view status, std::string_view old_status) {
  return update_faults(job_json(spec, status), job_json(spec, old_status), kJob.subresources[0].validate_update);
}

TEST(JobTest, IsDefaultedAndSelectsItsPods) {
  const std::string json = groups::json_of(prepared(job_json("")));
  EXPECT_THAT(json, HasSubstr(R"("parallelism":1,"completions":1,)"));
  EXPECT_THAT(json, HasSubstr(R"("backoffLimit":6,"selector":{"matchLabels":{"batch.kubernetes.io/controller-uid":"u"}})"));
  EXPECT_THAT(json, HasSubstr(R"("podReplacementPolicy":"TerminatingOrFailed")"));
  // What is made of the template's labels gets the generated ones, too: in upstream they are one map.
  constexpr std::string_view kLabels =
      R"("labels":{"a":"b","batch.kubernetes.io/controller-uid":"u","batch.kubernetes.io/job-name":"j","controller-uid":"u","job-name":"j"})";
  EXPECT_EQ(json.find(kLabels) == json.rfind(kLabels), false) << json;
}

TEST(JobTest, ItsOwnLabelsStay) {
  const std::string json =
      groups::json_of(prepared(R"({"metadata":{"name":"j","uid":"u","labels":{"a":"b"}},"spec":{)" + std::string(kPods) + "}}"));
  EXPECT_THAT(json, HasSubstr(R"("uid":"u","labels":{"a":"b"}})"));
}

struct Case {
  std::string_view spec;
  std::string_view fault;
};

TEST(JobTest, Faults) {
  const Case cases[] = {
      {"", ""},
      {R"("parallelism":-1)", "spec.parallelism: Invalid value: -1: must be greater than or equal to 0"},
      {R"("completionMode":"Indexed","parallelism":1)", "spec.completions: Required value: when completion mode is Indexed"},
      {R"("maxFailedIndexes":1)",
       "[spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified, spec.maxFailedIndexes: Invalid value: 1: requires "
       "indexed completion mode]"},
      {R"("successPolicy":{"rules":[{"succeededCount":1}]})",
       R"(spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode)"},
      {R"("podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":{"operator":"In","values":[2,1,1,0]}}]})",
       "[spec.podFailurePolicy.rules[0].onExitCodes.values[2]: Duplicate value: 1, "
       "spec.podFailurePolicy.rules[0].onExitCodes.values[3]: Invalid value: 0: must not be 0 for the In operator, "
       "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [2,1,1,0]: must be ordered]"},
      {R"("podFailurePolicy":{"rules":[]},"podReplacementPolicy":"TerminatingOrFailed")",
       R"(spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed")"},
      {R"("completionMode":"Indexed","completions":3,"successPolicy":{"rules":[{"succeededIndexes":"0-1","succeededCount":3}]})",
       "spec.successPolicy.rules[0].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the "
       "specified succeededIndexes field)"},
  };
  for (const Case& c : cases) EXPECT_EQ(faults(c.spec), c.fault) << c.spec;
}

TEST(JobTest, WhatMayChange) {
  const std::string running = job_json(R"("parallelism":1,"completions":2)");
  EXPECT_EQ(update_faults(job_json(R"("parallelism":3,"completions":2)"), running, kJob.validate_update), "");
  EXPECT_EQ(update_faults(job_json(R"("parallelism":1,"completions":3)"), running, kJob.validate_update),
            "spec.completions: Invalid value: 3: field is immutable");
  constexpr std::string_view kOtherImage =
      R"("template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"other"}]}})";
  EXPECT_THAT(update_faults(job_json(R"("parallelism":1,"completions":2)", "{}", kOtherImage), running, kJob.validate_update),
              HasSubstr(R"("Image":"other")"));
}

TEST(JobTest, ASuspendedJobMayBeMovedAndResized) {
  constexpr std::string_view kMoved =
      R"("template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","nodeSelector":{"k":"v"},
         "containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"1"}}}]}})";
  EXPECT_EQ(update_faults(job_json(R"("suspend":true)", "{}", kMoved), job_json(R"("suspend":true)"), kJob.validate_update), "");
  EXPECT_THAT(update_faults(job_json("", "{}", kMoved), job_json(""), kJob.validate_update), HasSubstr("field is immutable"));
}

struct StatusCase {
  std::string_view spec;
  std::string_view status;
  std::string_view old_status;
  std::string_view fault;
};

TEST(JobTest, StatusFaults) {
  constexpr std::string_view kComplete =
      R"({"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:00:01Z","succeeded":1,
          "conditions":[{"type":"SuccessCriteriaMet","status":"True"},{"type":"Complete","status":"True"}]})";
  const StatusCase cases[] = {
      {"", kComplete, R"({"startTime":"2026-01-01T00:00:00Z"})", ""},
      {"", R"({"ready":2,"active":1})", "{}", "status.ready: Invalid value: 2: cannot set more ready pods than active"},
      {"", R"({"failed":1})", R"({"failed":2})", "status.failed: Invalid value: 1: cannot decrease the failed counter"},
      {"", R"({"completedIndexes":"0"})", "{}",
       "status.completedIndexes: Invalid value: \"0\": cannot set non-empty completedIndexes when non-indexed completion mode"},
      {"", R"({"uncountedTerminatedPods":{"succeeded":["a","a",""]}})", "{}",
       "[status.uncountedTerminatedPods.succeeded[1]: Duplicate value: \"a\", status.uncountedTerminatedPods.succeeded[2]: Invalid value: "
       "\"\": must not be empty]"},
      {"", R"({"conditions":[{"type":"Failed","status":"True"}],"startTime":"2026-01-01T00:00:00Z"})", "{}",
       "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition"},
      {"", R"({"startTime":"2026-01-01T00:00:09Z"})", R"({"startTime":"2026-01-01T00:00:00Z"})",
       "status.startTime: Invalid value: \"2026-01-01T00:00:09Z\": field is immutable for unsuspended job once set"},
  };
  for (const StatusCase& c : cases) EXPECT_EQ(status_faults(c.spec, c.status, c.old_status), c.fault) << c.status;
}

std::string cron_json(std::string_view spec) {
  return R"({"metadata":{"name":"c","namespace":"n","resourceVersion":"1"},"spec":{)" + std::string(spec) + R"(,"jobTemplate":{"spec":{)" +
         std::string(kPods) + "}}}}";
}

object::Document cron_job(std::string_view spec) {
  object::Document document = groups::object_from(kCronJob, cron_json(spec));
  kCronJob.set_defaults(document);
  return document;
}

TEST(CronJobTest, Faults) {
  const Case cases[] = {
      {R"("schedule":"@daily","timeZone":"UTC")", ""},
      {R"("schedule":"")", "spec.schedule: Required value"},
      {R"("schedule":"TZ=UTC 0 0 * * *")",
       "spec.schedule: Invalid value: \"TZ=UTC 0 0 * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead"},
      {R"("schedule":"@daily","concurrencyPolicy":"x")",
       R"(spec.concurrencyPolicy: Unsupported value: "x": supported values: "Allow", "Forbid", "Replace")"},
      {R"("schedule":"@daily","failedJobsHistoryLimit":-1)",
       "spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0"},
  };
  for (const Case& c : cases) {
    object::ErrorList errors;
    kCronJob.validate(cron_job(c.spec).root(), errors);
    EXPECT_EQ(errors.joined(), c.fault) << c.spec;
  }
}

TEST(CronJobTest, AZoneInTheScheduleStaysAndIsWarnedOf) {
  const object::Document old = cron_job(R"("schedule":"TZ=UTC 0 0 * * *")");
  const object::Document updated = cron_job(R"("schedule":"TZ=UTC 1 0 * * *")");
  object::ErrorList errors;
  kCronJob.validate_update(updated.root(), old.root(), errors);
  EXPECT_EQ(errors.joined(), "");
  std::vector<std::string> warnings;
  kCronJob.warnings(updated.root(), &old.root(), warnings);
  EXPECT_THAT(warnings, testing::ElementsAre(HasSubstr("cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead")));
}

}  // namespace
}  // namespace pintle::batch
