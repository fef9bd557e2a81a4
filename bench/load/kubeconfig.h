// The part of a kubeconfig that the tool needs: the current context's server and its user's token or client certificate.
//
// Data embedded in the file and files that it names are both read; exec and auth-provider users are refused.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "load/target.h"

namespace pintle::load {

// Errors: 400 for a file without a server, 503 for one that cannot be read.
Result<Target> read_kubeconfig(const std::string& path);
// The same of its text. Files that it names are read relative to the folder of `path`.
Result<Target> parse_kubeconfig(std::string_view text, const std::string& path);

}  // namespace pintle::load
