// pintle: one program under several names. As `kube-apiserver` it takes exactly that program's flags; under its own name it has
// subcommands.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <string_view>
#include <vector>

#include "server/flags.h"
#include "server/serve.h"

namespace {

using pintle::server::Action;
using pintle::server::Program;

constexpr std::string_view kUsage =
    "Pintle is a Kubernetes API server.\n"
    "\n"
    "Usage:\n"
    "  pintle serve [flags]    run the server; all flags of kube-apiserver work (pintle serve --help)\n"
    "  pintle --version        print the version\n"
    "\n"
    "Called as kube-apiserver it takes exactly that program's flags.\n";

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// 0 when standard output is no terminal.
size_t terminal_columns() {
  winsize size = {};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int run_server(Program program, std::span<const std::string_view> arguments) {
  const auto line = pintle::server::parse_command_line(program, arguments);
  if (!line) {
    std::fprintf(stderr, "Error: %s\n", line.error().message().c_str());
    return 1;
  }
  switch (line->action) {
    case Action::kHelp:
      std::fputs(pintle::server::help_text(program, terminal_columns()).c_str(), stdout);
      return 0;
    case Action::kVersion:
    case Action::kVersionRaw:
      std::fputs(pintle::server::version_text(line->action).c_str(), stdout);
      return 0;
    case Action::kServe:
      break;
  }
  for (const std::string& warning : line->warnings) std::fprintf(stderr, "%s\n", warning.c_str());
  return pintle::server::serve(line->options);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (base_name(argv[0]) == "kube-apiserver") return run_server(Program::kKubeApiserver, words);
  if (!words.empty() && words[0] == "serve") return run_server(Program::kServe, std::span(words).subspan(1));
  const bool asks_version = !words.empty() && (words[0] == "--version" || words[0] == "version");
  if (asks_version) {
    std::fputs(pintle::server::version_text(Action::kVersion).c_str(), stdout);
    return 0;
  }
  const bool asks_help = words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help";
  std::fwrite(kUsage.data(), 1, kUsage.size(), asks_help ? stdout : stderr);
  if (asks_help) return 0;
  std::fprintf(stderr, "\nError: unknown command \"%.*s\" for \"pintle\"\n", static_cast<int>(words[0].size()), words[0].data());
  return 1;
}
