// The log: lines on standard error in klog's structured form, as the log tools of a cluster expect them.
//
//   log_info("Serving securely", {{"address", "127.0.0.1:6443"}, {"threads", 2}});
//   if (log_verbose(4)) log_info("Refused a credential", {{"reason", reason}});
//
//   I1123 04:41:17.123456   12345 serve.cc:42] "Serving securely" address="127.0.0.1:6443" threads=2
//
// The verbosity is the process's (-v): set once at the start. Everything else gets what it needs handed in; the log is the one
// exception, so that the deepest code can say what went wrong.
// Never log a credential, a Secret's data or a request body: fields take only text, numbers and errors that were made for reading.
// Thread: any; a line is written whole. Errors: a line that cannot be written is lost.
// Source: k8s.io/klog/v2 (header, structured fields).
#pragma once

#include <chrono>
#include <concepts>
#include <initializer_list>
#include <source_location>
#include <string>
#include <string_view>

#include "base/status.h"

namespace pintle {

struct LogField {
  LogField(std::string_view key, std::string_view text);
  LogField(std::string_view key, const char* text) : LogField(key, std::string_view(text)) {}
  LogField(std::string_view key, const std::string& text) : LogField(key, std::string_view(text)) {}
  LogField(std::string_view key, const Status& error);
  LogField(std::string_view key, std::chrono::nanoseconds duration);
  LogField(std::string_view key, bool value) : key(key), text(value ? "true" : "false") {}
  LogField(std::string_view key, std::integral auto value) : key(key), text(std::to_string(value)) {}

  std::string_view key;
  std::string text;  // as it is written
};
using LogFields = std::initializer_list<LogField>;

// 0 unless set. At the start, before other threads log.
void set_log_verbosity(int verbosity);
bool log_verbose(int verbosity);

void log_info(std::string_view message, LogFields fields = {}, std::source_location where = std::source_location::current());
void log_warning(std::string_view message, LogFields fields = {}, std::source_location where = std::source_location::current());
void log_error(std::string_view message, LogFields fields = {}, std::source_location where = std::source_location::current());

}  // namespace pintle
