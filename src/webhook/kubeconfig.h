// A kubeconfig file as webhooks have them: what its current context says of a server and of who calls it.
//
//   PINTLE_TRY(Kubeconfig config, load_kubeconfig("/etc/kubernetes/webhook.yaml"));
//   config.server, config.authorities.pem(), config.token ...
//
// Without a current context the first cluster is not guessed: as in client-go, there is none then. Relative file names are relative to
// the folder of the kubeconfig. exec and auth-provider plugins and proxies are refused: a server runs no programs of its configuration.
// Errors: in client-go's words, which quote names of the file but never a credential. Thread: any; reads files.
// Source: client-go tools/clientcmd (loader.go, validation.go, client_config.go), tools/clientcmd/api/v1 types.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace pintle::webhook {

// PEM or another text, given in the file itself or by the name of another file.
struct FileOrData {
  std::string file;
  std::string data;  // counts when both are there
  bool given() const { return !file.empty() || !data.empty(); }
  // Whether it can change under a running server.
  bool watched() const { return data.empty() && !file.empty(); }
  Result<std::string> read() const;
};

struct Kubeconfig {
  std::string server;  // URL: what calls are sent to
  FileOrData authorities;
  std::string tls_server_name;
  bool insecure_skip_tls_verify = false;
  FileOrData client_certificate;
  FileOrData client_key;
  FileOrData token;
  std::string username;
  std::string password;
};

// `folder`: what file names are relative to.
Result<Kubeconfig> parse_kubeconfig(std::string_view text, const std::string& folder);
Result<Kubeconfig> load_kubeconfig(const std::string& path);

}  // namespace pintle::webhook
