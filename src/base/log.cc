#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

#include "base/go_text.h"

namespace pintle {
namespace {

std::atomic<int> verbosity_limit{0};

spdlog::logger& logger() {
  static spdlog::logger& instance = []() -> spdlog::logger& {
    // Never destroyed: other threads may log until the very end of the process.
    auto* made = new spdlog::logger("pintle", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%L%m%d %H:%M:%S.%f %7t %s:%#] %v");
    made->flush_on(spdlog::level::info);
    return *made;
  }();
  return instance;
}

void write(spdlog::level::level_enum level, std::string_view message, LogFields fields, const std::source_location& where) {
  std::string line = go_quoted(message);
  for (const LogField& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    line += field.text;
  }
  spdlog::source_loc at(where.file_name(), static_cast<int>(where.line()), where.function_name());
  logger().log(at, level, spdlog::string_view_t(line));  // catches what it throws and says so on stderr
}

}  // namespace

LogField::LogField(std::string_view key, std::string_view text) : key(key), text(go_quoted(text)) {}
LogField::LogField(std::string_view key, const Status& error) : key(key), text(go_quoted(error.message())) {}
LogField::LogField(std::string_view key, std::chrono::nanoseconds duration) : key(key), text(go_quoted(go_duration(duration))) {}

void set_log_verbosity(int verbosity) { verbosity_limit.store(verbosity, std::memory_order_relaxed); }
bool log_verbose(int verbosity) { return verbosity <= verbosity_limit.load(std::memory_order_relaxed); }

void log_info(std::string_view message, LogFields fields, std::source_location where) {
  write(spdlog::level::info, message, fields, where);
}
void log_warning(std::string_view message, LogFields fields, std::source_location where) {
  write(spdlog::level::warn, message, fields, where);
}
void log_error(std::string_view message, LogFields fields, std::source_location where) {
  write(spdlog::level::err, message, fields, where);
}

}  // namespace pintle
