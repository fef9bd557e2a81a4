#include "groups/core/probe_rules.h"

#include <algorithm>
#include <span>

#include "groups/field_rules.h"
#include "object/validation.h"

namespace pintle::core {
namespace {

using groups::validate_port_number_or_name;
using object::ErrorList;
using object::FieldPath;
using object::quoted;

constexpr std::string_view kSchemes[] = {"HTTP", "HTTPS"};
constexpr std::string_view kOneHandler = "may not specify more than 1 handler type";
constexpr std::string_view kWindowsSignals[] = {"SIGKILL", "SIGTERM"};
constexpr std::string_view kLinuxSignals[] = {
    "SIGABRT",     "SIGALRM",     "SIGBUS",      "SIGCHLD",     "SIGCLD",      "SIGCONT",     "SIGFPE",      "SIGHUP",     "SIGILL",
    "SIGINT",      "SIGIO",       "SIGIOT",      "SIGKILL",     "SIGPIPE",     "SIGPOLL",     "SIGPROF",     "SIGPWR",     "SIGQUIT",
    "SIGRTMAX",    "SIGRTMAX-1",  "SIGRTMAX-10", "SIGRTMAX-11", "SIGRTMAX-12", "SIGRTMAX-13", "SIGRTMAX-14", "SIGRTMAX-2", "SIGRTMAX-3",
    "SIGRTMAX-4",  "SIGRTMAX-5",  "SIGRTMAX-6",  "SIGRTMAX-7",  "SIGRTMAX-8",  "SIGRTMAX-9",  "SIGRTMIN",    "SIGRTMIN+1", "SIGRTMIN+10",
    "SIGRTMIN+11", "SIGRTMIN+12", "SIGRTMIN+13", "SIGRTMIN+14", "SIGRTMIN+15", "SIGRTMIN+2",  "SIGRTMIN+3",  "SIGRTMIN+4", "SIGRTMIN+5",
    "SIGRTMIN+6",  "SIGRTMIN+7",  "SIGRTMIN+8",  "SIGRTMIN+9",  "SIGSEGV",     "SIGSTKFLT",   "SIGSTOP",     "SIGSYS",     "SIGTERM",
    "SIGTRAP",     "SIGTSTP",     "SIGTTIN",     "SIGTTOU",     "SIGURG",      "SIGUSR1",     "SIGUSR2",     "SIGVTALRM",  "SIGWINCH",
    "SIGXCPU",     "SIGXFSZ",
};

// A probe's handler or a lifecycle's.
struct Handler {
  v1::ExecAction exec;
  v1::HTTPGetAction http_get;
  v1::TCPSocketAction tcp_socket;
  v1::GRPCAction grpc;
  v1::SleepAction sleep;
};

void validate_exec(v1::ExecAction exec, const FieldPath& path, ErrorList& errors) {
  if (exec.command().empty()) errors.required(path.child("command"), "");
}

void validate_http_get(v1::HTTPGetAction http, const FieldPath& path, ErrorList& errors) {
  if (http.path().empty()) errors.required(path.child("path"), "");
  validate_port_number_or_name(http.port(), path.child("port"), errors);
  if (std::ranges::find(kSchemes, http.scheme()) == std::end(kSchemes))
    errors.not_supported(path.child("scheme"), object::json_quoted(http.scheme()), kSchemes);
  for (const v1::HTTPHeader header : http.http_headers())
    errors.invalid_text_each(path.child("httpHeaders"), header.name(), object::is_http_header_name(header.name()));
}

void validate_grpc(v1::GRPCAction grpc, const FieldPath& path, ErrorList& errors) {
  errors.invalid_each(path.child("port"), std::to_string(grpc.port()), object::is_port_number(grpc.port()));
}

void validate_sleep(v1::SleepAction sleep, std::optional<int64_t> grace_seconds, const FieldPath& path, ErrorList& errors) {
  if (!grace_seconds || (sleep.seconds() >= 0 && sleep.seconds() <= *grace_seconds)) return;
  errors.invalid(path, std::to_string(sleep.seconds()),
                 "must be non-negative and less than terminationGracePeriodSeconds (" + std::to_string(*grace_seconds) + ")");
}

void validate_handler(const Handler& handler, std::optional<int64_t> grace_seconds, const FieldPath& path, ErrorList& errors) {
  bool found = false;
  // Only the first handler there is is looked into.
  const auto first = [&](bool present, const FieldPath& at) {
    if (present && found) errors.forbidden(at, kOneHandler);
    const bool is_first = present && !found;
    found = found || present;
    return is_first;
  };
  if (first(handler.exec.present(), path.child("exec"))) validate_exec(handler.exec, path.child("exec"), errors);
  if (first(handler.http_get.present(), path.child("httpGet"))) validate_http_get(handler.http_get, path.child("httpGet"), errors);
  if (first(handler.tcp_socket.present(), path.child("tcpSocket")))
    validate_port_number_or_name(handler.tcp_socket.port(), path.child("tcpSocket").child("port"), errors);
  if (first(handler.grpc.present(), path.child("grpc"))) validate_grpc(handler.grpc, path.child("grpc"), errors);
  if (first(handler.sleep.present(), path.child("sleep"))) validate_sleep(handler.sleep, grace_seconds, path.child("sleep"), errors);
  if (!found) errors.required(path, "must specify a handler type");
}

void validate_probe(v1::Probe probe, const FieldPath& path, ErrorList& errors) {
  validate_handler({.exec = probe.exec(), .http_get = probe.http_get(), .tcp_socket = probe.tcp_socket(), .grpc = probe.grpc()}, {}, path,
                   errors);
  object::validate_nonnegative(probe.initial_delay_seconds(), path.child("initialDelaySeconds"), errors);
  object::validate_nonnegative(probe.timeout_seconds(), path.child("timeoutSeconds"), errors);
  object::validate_nonnegative(probe.period_seconds(), path.child("periodSeconds"), errors);
  object::validate_nonnegative(probe.success_threshold(), path.child("successThreshold"), errors);
  object::validate_nonnegative(probe.failure_threshold(), path.child("failureThreshold"), errors);
  const auto grace_seconds = probe.termination_grace_period_seconds();
  if (grace_seconds && *grace_seconds <= 0)
    errors.invalid(path.child("terminationGracePeriodSeconds"), std::to_string(*grace_seconds), "must be greater than 0");
}

// Of probes whose first success is enough.
void validate_success_threshold(v1::Probe probe, const FieldPath& path, ErrorList& errors) {
  if (probe.success_threshold() != 1)
    errors.invalid(path.child("successThreshold"), std::to_string(probe.success_threshold()), "must be 1");
}

void validate_lifecycle_handler(v1::LifecycleHandler handler, std::optional<int64_t> grace_seconds, const FieldPath& path,
                                ErrorList& errors) {
  if (!handler) return;
  validate_handler({.exec = handler.exec(), .http_get = handler.http_get(), .tcp_socket = handler.tcp_socket(), .sleep = handler.sleep()},
                   grace_seconds, path, errors);
}

void validate_stop_signal(std::string_view signal, v1::PodOS os, const FieldPath& path, ErrorList& errors) {
  const auto supported = [&](std::span<const std::string_view> signals) {
    if (std::ranges::find(signals, signal) == signals.end()) errors.not_supported(path, object::json_quoted(signal), signals);
  };
  if (!os)
    errors.forbidden(path, "may not be set for containers with empty `spec.os.name`");
  else if (os.name() == "windows")
    supported(kWindowsSignals);
  else if (os.name() == "linux")
    supported(kLinuxSignals);
}

}  // namespace

void validate_probes(v1::Container container, const FieldPath& path, ErrorList& errors) {
  if (v1::Probe probe = container.liveness_probe()) {
    validate_probe(probe, path.child("livenessProbe"), errors);
    validate_success_threshold(probe, path.child("livenessProbe"), errors);
  }
  if (v1::Probe probe = container.readiness_probe()) {
    const FieldPath at = path.child("readinessProbe");
    validate_probe(probe, at, errors);
    if (const auto grace_seconds = probe.termination_grace_period_seconds())
      errors.invalid(at.child("terminationGracePeriodSeconds"), std::to_string(*grace_seconds), "must not be set for readinessProbes");
  }
  if (v1::Probe probe = container.startup_probe()) {
    validate_probe(probe, path.child("startupProbe"), errors);
    validate_success_threshold(probe, path.child("startupProbe"), errors);
  }
}

void validate_lifecycle(v1::Lifecycle lifecycle, std::optional<int64_t> grace_seconds, v1::PodOS os, const FieldPath& path,
                        ErrorList& errors) {
  validate_lifecycle_handler(lifecycle.post_start(), grace_seconds, path.child("postStart"), errors);
  validate_lifecycle_handler(lifecycle.pre_stop(), grace_seconds, path.child("preStop"), errors);
  if (const auto signal = lifecycle.stop_signal()) validate_stop_signal(*signal, os, path.child("stopSignal"), errors);
}

}  // namespace pintle::core
