// The command line of the server: kube-apiserver's flag syntax (pflag) over the flags table, checked as upstream checks it.
//
//   auto line = parse_command_line(Program::kServe, {"--secure-port=0", "--data-dir", "/tmp/x", "-v2"});
//   if (!line) { print "Error: " + line.error().message() to stderr; exit 1; }
//
// Syntax: --name=value, --name value, bools without a value, underscores for dashes, -v 2, -v=2, -v2, -- ends the flags; lists grow
// when repeated. A flag that does not act yet is refused unless its value is the default (flags_table.h).
// Errors: 400 with one line, worded as kube-apiserver's: `unknown flag: --x`, `invalid argument "x" for "--y" flag: why`.
// Source: github.com/spf13/pflag FlagSet.Parse, cmd/kube-apiserver/app/server.go.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/options.h"

namespace pintle::server {

enum class Action : uint8_t { kServe, kHelp, kVersion, kVersionRaw };

struct CommandLine {
  Action action = Action::kServe;
  Options options;
  std::vector<std::string> warnings;          // deprecated flags; a line each, for stderr
  std::map<std::string, std::string> values;  // of every flag by its name, as pflag prints it
};

// `arguments` without the program's (and the subcommand's) name. With --help or --version nothing else is checked.
Result<CommandLine> parse_command_line(Program program, std::span<const std::string_view> arguments);

// What --help prints. `columns` is the terminal's width; 0: lines are not broken.
std::string help_text(Program program, size_t columns);
// What --version (kVersion) and --version=raw (kVersionRaw) print.
std::string version_text(Action action);

}  // namespace pintle::server
