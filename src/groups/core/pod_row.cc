#include "groups/core/pod_row.h"

#include "groups/row_text.h"
#include "views/core_v1.h"

namespace pintle::core {
namespace {

// What the containers tell, as far as they were looked at.
struct Summary {
  std::string reason;
  int64_t restarts = 0;
  std::string_view last_restart;  // RFC 3339: later times compare greater; "" for none
  size_t ready = 0;
};

void count_restarts(v1::ContainerStatus status, Summary& summary) {
  summary.restarts += status.restart_count();
  const std::string_view finished = status.last_state().terminated().finished_at();
  if (finished > summary.last_restart) summary.last_restart = finished;
}

// "OOMKilled", "Signal:9", "ExitCode:1"
std::string termination_text(v1::ContainerStateTerminated terminated) {
  if (!terminated.reason().empty()) return std::string(terminated.reason());
  if (terminated.signal() != 0) return "Signal:" + std::to_string(terminated.signal());
  return "ExitCode:" + std::to_string(terminated.exit_code());
}

bool is_sidecar(v1::Container container) { return container.restart_policy().value_or("") == "Always"; }

bool is_sidecar(v1::PodSpec spec, std::string_view name) {
  bool found = false;
  for (const v1::Container container : spec.init_containers())
    if (container.name() == name) found = is_sidecar(container);
  return found;
}

bool has_condition(v1::PodStatus status, std::string_view type) {
  for (const v1::PodCondition condition : status.conditions())
    if (condition.type() == type) return condition.status() == "True";
  return false;
}

// True of an init container that the Pod need not wait for any longer.
bool is_past(v1::ContainerStatus status, bool sidecar) {
  const v1::ContainerStateTerminated terminated = status.state().terminated();
  return (terminated.present() && terminated.exit_code() == 0) || (sidecar && status.started().value_or(false));
}

// Why initialization waits at this container, the `index`-th.
std::string waiting_text(v1::PodSpec spec, v1::ContainerStatus status, size_t index) {
  const v1::ContainerState state = status.state();
  if (state.terminated().present()) return "Init:" + termination_text(state.terminated());
  const std::string_view waiting = state.waiting().reason();
  if (!waiting.empty() && waiting != "PodInitializing") return "Init:" + std::string(waiting);
  return "Init:" + std::to_string(index) + "/" + std::to_string(spec.init_containers().size());
}

// Goes through the init containers up to the one that is not done; true when there is one. `sidecars` gets the restarts of sidecars.
bool summarize_init_containers(v1::Pod pod, Summary& summary, Summary& sidecars) {
  for (auto [index, status] : pod.status().init_container_statuses().enumerate()) {
    const bool sidecar = is_sidecar(pod.spec(), status.name());
    count_restarts(status, summary);
    if (sidecar) count_restarts(status, sidecars);
    if (!is_past(status, sidecar)) {
      summary.reason = waiting_text(pod.spec(), status, index);
      return true;
    }
    const bool ended = status.state().terminated().present() && status.state().terminated().exit_code() == 0;
    if (!ended && status.ready()) ++summary.ready;
  }
  return false;
}

void summarize_containers(v1::Pod pod, Summary& summary) {
  bool running = false;
  std::string error;
  const object::ListView statuses = pod.status().container_statuses();
  for (size_t i = statuses.size(); i-- > 0;) {
    const v1::ContainerStatus status = statuses[i];
    count_restarts(status, summary);
    const v1::ContainerStateTerminated terminated = status.state().terminated();
    if (!status.state().waiting().reason().empty()) {
      summary.reason = status.state().waiting().reason();
    } else if (terminated.present()) {
      summary.reason = termination_text(terminated);
      if (terminated.exit_code() != 0) error = summary.reason;
    } else if (status.ready() && status.state().running().present()) {
      running = true;
      ++summary.ready;
    }
  }
  if (summary.reason != "Completed") return;
  // Some have ended well; those that still run decide, then those that failed.
  if (running && has_condition(pod.status(), "Ready"))
    summary.reason = "Running";
  else if (!error.empty())
    summary.reason = error;
  else if (running)
    summary.reason = "NotReady";
}

std::string first_reason(v1::PodStatus status) {
  for (const v1::PodCondition condition : status.conditions())
    if (condition.type() == "PodScheduled" && condition.reason() == "SchedulingGated") return "SchedulingGated";
  return std::string(groups::or_else(status.reason(), status.phase()));
}

Summary summarize(v1::Pod pod) {
  const v1::PodStatus status = pod.status();
  Summary summary{.reason = first_reason(status)};
  Summary sidecars;
  const bool initializing = summarize_init_containers(pod, summary, sidecars);
  if (!initializing || has_condition(status, "Initialized")) {
    summary.restarts = sidecars.restarts;
    summary.last_restart = sidecars.last_restart;
    summarize_containers(pod, summary);
  }
  if (pod.metadata().deletion_timestamp()) {
    if (status.reason() == "NodeLost")
      summary.reason = "Unknown";
    else if (status.phase() != "Failed" && status.phase() != "Succeeded")
      summary.reason = "Terminating";
  }
  return summary;
}

size_t container_count(v1::PodSpec spec) {
  size_t count = spec.containers().size();
  for (const v1::Container container : spec.init_containers()) count += is_sidecar(container);
  return count;
}

std::string readiness_gates_of(v1::Pod pod) {
  const object::ListView gates = pod.spec().readiness_gates();
  if (gates.empty()) return std::string(groups::kNone);
  size_t open = 0;
  for (const v1::PodReadinessGate gate : gates) open += has_condition(pod.status(), gate.condition_type());
  return std::to_string(open) + "/" + std::to_string(gates.size());
}

}  // namespace

void pod_row(v1::Pod pod, int64_t now_seconds, api::Cells& cells) {
  const v1::PodStatus status = pod.status();
  const Summary summary = summarize(pod);
  std::string restarts = std::to_string(summary.restarts);
  if (summary.restarts != 0 && !summary.last_restart.empty()) restarts += " (" + api::age_text(summary.last_restart, now_seconds) + " ago)";

  cells.text(pod.metadata().name());
  cells.text(std::to_string(summary.ready) + "/" + std::to_string(container_count(pod.spec())));
  cells.text(summary.reason);
  cells.text(restarts);
  cells.age(pod.metadata().creation_timestamp(), now_seconds);
  cells.text(groups::or_else(status.pod_ips().empty() ? status.pod_ip() : status.pod_ips()[0].ip(), groups::kNone));
  cells.text(groups::or_else(pod.spec().node_name(), groups::kNone));
  cells.text(groups::or_else(status.nominated_node_name(), groups::kNone));
  cells.text(readiness_gates_of(pod));
  if (status.phase() == "Succeeded") cells.completed("Succeeded", "The pod has completed successfully.");
  if (status.phase() == "Failed") cells.completed("Failed", "The pod failed.");
}

}  // namespace pintle::core
