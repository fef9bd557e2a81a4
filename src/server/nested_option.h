// A flag's destination inside a struct of Options: a row of the flags table gives the path to it.
//
//   flag("audit-log-path", ...).to(nested<&Options::audit, &AuditOptions::log, &AuditLogFlags::path>)
//
// The values are canonical: they were checked when they were read.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "server/flag_value.h"
#include "server/options.h"

namespace pintle::server {

void set_option(bool& option, const FlagValue& value);
void set_option(int64_t& option, const FlagValue& value);
void set_option(double& option, const FlagValue& value);
void set_option(std::string& option, const FlagValue& value);
void set_option(std::vector<std::string>& option, const FlagValue& value);
void set_option(std::chrono::milliseconds& option, const FlagValue& value);

template <auto... kPath>
void nested(Options& options, const FlagValue& value) {
  set_option((options.*....*kPath), value);
}

}  // namespace pintle::server
