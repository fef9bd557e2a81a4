#include "server/client_authorities.h"

#include "auth/client_certificate.h"
#include "base/log.h"
#include "server/identity_options.h"

namespace pintle::server {

Result<std::unique_ptr<ClientAuthorities>> ClientAuthorities::create(const Options& options, std::string own_authority_pem,
                                                                     const Clock& clock) {
  std::unique_ptr<ClientAuthorities> authorities(new ClientAuthorities(options, std::move(own_authority_pem)));
  PINTLE_TRY(authorities->clients_, auth::VerifiedChains::create({authorities->own_authority_pem_}, clock));
  if (!options.requestheader_client_ca_file.empty()) {
    PINTLE_TRY(authorities->proxies_, auth::VerifiedChains::create({}, clock));
  }
  PINTLE_TRY(authorities->contents_, read_files(authorities->paths()));
  PINTLE_TRY_VOID(authorities->take(authorities->contents_));
  return authorities;
}

std::vector<std::string> ClientAuthorities::paths() const {
  std::vector<std::string> paths;
  for (const std::string& path : {options_.client_ca_file, options_.requestheader_client_ca_file})
    if (!path.empty()) paths.push_back(path);
  return paths;
}

// `contents` are those of paths().
Result<void> ClientAuthorities::take(const FileContents& contents) {
  AuthorityTexts texts{.clients = own_authority_pem_};
  size_t next = 0;
  if (!options_.client_ca_file.empty()) {
    const std::string& given = contents[next++];
    PINTLE_TRY_VOID(clients_->trust({own_authority_pem_, given}));
    texts.clients += given;
  }
  if (proxies_) {
    texts.proxies = contents[next];
    PINTLE_TRY_VOID(proxies_->trust({texts.proxies}));
  }
  std::lock_guard lock(mutex_);
  texts_ = std::move(texts);
  return {};
}

std::vector<std::unique_ptr<auth::RequestAuthenticator>> ClientAuthorities::proxy_parts() const {
  std::vector<std::unique_ptr<auth::RequestAuthenticator>> parts;
  if (proxies_) {
    parts.push_back(
        std::make_unique<auth::RequestHeaderAuthenticator>(proxies_, options_.requestheader_allowed_names, proxy_headers_of(options_)));
  }
  return parts;
}

std::vector<std::unique_ptr<auth::RequestAuthenticator>> ClientAuthorities::client_parts() const {
  std::vector<std::unique_ptr<auth::RequestAuthenticator>> parts;
  parts.push_back(std::make_unique<auth::ClientCertificateAuthenticator>(clients_));
  return parts;
}

void ClientAuthorities::follow(FileWatcher& files, std::function<void()> on_change) {
  if (paths().empty()) return;
  const auto changed = [this, told = std::move(on_change)](const FileContents& now) -> Result<void> {
    PINTLE_TRY_VOID(take(now));
    log_info("The authorities that vouch for clients have changed");
    told();
    return {};
  };
  watch_ = files.watch({.subject = "client authorities", .paths = paths(), .contents = contents_, .on_change = changed});
}

AuthorityTexts ClientAuthorities::texts() const {
  std::lock_guard lock(mutex_);
  return texts_;
}

}  // namespace pintle::server
