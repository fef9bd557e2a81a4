// --help: the flags by section, laid out as pflag lays them out; --version as component-base's verflag prints it.
#include <algorithm>

#include "api/version.h"
#include "base/go_text.h"
#include "server/flags.h"
#include "server/flags_table.h"

namespace pintle::server {
namespace {

constexpr size_t kTextColumnsMin = 24;  // narrower than this, lines are not broken

std::string_view introduction(Program program) {
  if (program == Program::kServe) {
    return "Runs the Kubernetes API server on its embedded store. Without flags it listens on 127.0.0.1:6443, makes its own\n"
           "certificates and writes a kubeconfig for the administrator.\n\n"
           "All flags of kube-apiserver are known; those marked (not yet) are accepted only at their default.\n\n"
           "Usage:\n  pintle serve [flags]\n";
  }
  return "The Kubernetes API server, served by Pintle: it validates and stores the objects of the cluster and answers the\n"
         "clients that read, change and watch them.\n\n"
         "All flags of kube-apiserver are known; those marked (not yet) are accepted only at their default.\n\n"
         "Usage:\n  kube-apiserver [flags]\n";
}

std::string left_of(const FlagRow& row) {
  std::string text = row.shorthand ? std::string("  -") + row.shorthand + ", --" : "      --";
  text += row.name;
  if (std::string_view type = type_name(row.kind); !type.empty()) text += " " + std::string(type);
  return text;
}

std::string right_of(const FlagRow& row, Program program) {
  std::string text(row.help);
  std::string_view preset = row.default_for(program);
  bool is_text = row.kind == FlagKind::kString;
  bool is_list = row.kind == FlagKind::kStrings || row.kind == FlagKind::kStringArray;
  if (!preset.empty() && preset != "false") {
    std::string_view open = is_text ? "\"" : is_list ? "[" : "", close = is_text ? "\"" : is_list ? "]" : "";
    text += " (default " + std::string(open) + std::string(preset) + std::string(close) + ")";
  }
  if (!row.acts()) text += " (not yet)";
  if (!row.deprecation.empty()) text += " (DEPRECATED: " + std::string(row.deprecation) + ")";
  return text;
}

// `text` in lines of at most `width` bytes where its spaces allow it; the lines after the first begin at column `indent`.
std::string wrapped(std::string_view text, size_t width, size_t indent) {
  std::string out;
  while (text.size() > width) {
    size_t space = text.rfind(' ', width);
    if (space == std::string_view::npos) space = text.find(' ');
    if (space == std::string_view::npos) break;
    out += std::string(text.substr(0, space)) + "\n" + std::string(indent, ' ');
    text.remove_prefix(space + 1);
  }
  return out + std::string(text);
}

}  // namespace

std::string help_text(Program program, size_t columns) {
  std::string out(introduction(program));
  for (const FlagSection& section : flag_sections(program)) {
    size_t left_columns = 0;
    for (const FlagRow& row : section.rows) {
      if (!row.hidden) left_columns = std::max(left_columns, left_of(row).size());
    }
    if (left_columns == 0) continue;
    out += "\n" + std::string(section.title) + " flags:\n\n";
    size_t indent = left_columns + 3;
    size_t width = columns >= indent + kTextColumnsMin ? columns - indent : std::string::npos;
    for (const FlagRow& row : section.rows) {
      if (row.hidden) continue;
      std::string left = left_of(row);
      left.resize(indent, ' ');
      out += left + wrapped(right_of(row, program), width, indent) + "\n";
    }
  }
  return out;
}

std::string version_text(Action action) {
  const api::BuildInfo build;
  if (action != Action::kVersionRaw) return "Kubernetes " + std::string(build.git_version) + "\n";
  std::string text = "version.Info{";
  const std::pair<std::string_view, std::string_view> fields[] = {
      {"Major", api::kMajor},
      {"Minor", api::kMinor},
      {"GitVersion", build.git_version},
      {"GitCommit", build.git_commit},
      {"GitTreeState", build.git_tree_state},
      {"BuildDate", build.build_date},
      {"GoVersion", build.go_version},
      {"Compiler", build.compiler},
      {"Platform", build.platform},
  };
  for (const auto& [name, value] : fields) text += (text.ends_with('{') ? "" : ", ") + std::string(name) + ":" + go_quoted(value);
  return text + "}\n";
}

}  // namespace pintle::server
