// pintle: one program under several names. As `kube-apiserver` it takes exactly that program's flags; as `etcd` it is what test
// harnesses start before it (server/etcd_stand_in.h); under its own name it has subcommands.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <string_view>
#include <vector>

#include "server/etcd_stand_in.h"
#include "server/flags.h"
#include "server/serve.h"
#include "server/storage_place.h"

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
    "Called as kube-apiserver it takes exactly that program's flags; called as etcd it tells a kube-apiserver that is given its\n"
    "address by --etcd-servers where to keep its data.\n";

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// 0 when standard output is no terminal.
size_t terminal_columns() {
  winsize size = {};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int failed(const pintle::Status& error) {
  std::fprintf(stderr, "Error: %s\n", error.message().c_str());
  return 1;
}

int run_server(Program program, std::span<const std::string_view> arguments) {
  auto line = pintle::server::parse_command_line(program, arguments);
  if (!line) return failed(line.error());
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
  if (auto located = pintle::server::locate_store(line->options); !located) return failed(located.error());
  return pintle::server::serve(line->options, line->values);
}

int run_etcd(std::span<const std::string_view> arguments) {
  const auto line = pintle::server::parse_etcd_command_line(arguments);
  if (!line) return failed(line.error());
  if (!line->help) return pintle::server::run_etcd_stand_in(*line);
  std::fputs(pintle::server::etcd_help_text().c_str(), stdout);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (base_name(argv[0]) == "kube-apiserver") return run_server(Program::kKubeApiserver, words);
  if (base_name(argv[0]) == "etcd") return run_etcd(words);
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
