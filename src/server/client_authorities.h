// ClientAuthorities: who may vouch for clients and for authenticating proxies: the server's own authority, --client-ca-file and
// --requestheader-client-ca-file, followed while the files change.
//
//   PINTLE_TRY(auto authorities, ClientAuthorities::create(options, own_authority_pem, Clock::system()));
//   authorities->proxy_parts(), authorities->client_parts()        // among the request authenticators, in this order
//   authorities->follow(files, [&] { ... });                       // called after each change
//
// A file with nothing usable in it changes nothing. Ownership: main; options, clock and the watcher outlive it. Thread: main's;
// the change is told on the watcher's. Errors: a file that cannot be read or holds no certificate.
// Source: k8s.io/apiserver/pkg/server/dynamiccertificates, pkg/server/options/authentication.go.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "auth/authenticator.h"
#include "auth/request_header.h"
#include "auth/verified_chains.h"
#include "base/watched_file.h"
#include "server/options.h"

namespace pintle::server {

// PEM texts, "" for none.
struct AuthorityTexts {
  std::string clients;  // the server's own authority first
  std::string proxies;
};

class ClientAuthorities {
 public:
  static Result<std::unique_ptr<ClientAuthorities>> create(const Options& options, std::string own_authority_pem, const Clock& clock);

  // The proxy's headers; none without --requestheader-client-ca-file.
  std::vector<std::unique_ptr<auth::RequestAuthenticator>> proxy_parts() const;
  // Client certificates.
  std::vector<std::unique_ptr<auth::RequestAuthenticator>> client_parts() const;
  void follow(FileWatcher& files, std::function<void()> on_change);
  void stop() { watch_.reset(); }
  AuthorityTexts texts() const;

 private:
  ClientAuthorities(const Options& options, std::string own) : options_(options), own_authority_pem_(std::move(own)) {}
  std::vector<std::string> paths() const;
  Result<void> take(const FileContents& contents);

  const Options& options_;
  const std::string own_authority_pem_;
  std::shared_ptr<auth::VerifiedChains> clients_;
  std::shared_ptr<auth::VerifiedChains> proxies_;  // null without --requestheader-client-ca-file
  FileContents contents_;                          // as at the start
  mutable std::mutex mutex_;
  AuthorityTexts texts_;  // guarded by mutex_
  std::unique_ptr<FileWatcher::Watch> watch_;
};

}  // namespace pintle::server
