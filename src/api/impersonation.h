// Impersonation: a client acts as somebody else, whom it names in headers.
//
//   Impersonate-User: jane            Impersonate-Group: devs (may repeat)
//   Impersonate-Uid: 7                Impersonate-Extra-Scopes: view (may repeat; what is behind the prefix is the key, %-encoded)
//
// Five modes are tried, each with checks of its own, until one lets the client be the one it names:
//
//   associated-node   a service account's Pod acts as the node that it runs on       only Impersonate-User: system:node:<its node>
//   arbitrary-node    as any node                                                    only Impersonate-User: system:node:<node>
//   serviceaccount    as a service account                                           only Impersonate-User
//   user-info         as anybody else
//   legacy            as anybody, for every request
//
// All but the legacy one ask two things: may the client do this very request in this mode (verb "impersonate-on:<mode>:<verb>"), and
// be each thing that it names (verb "impersonate:<mode>")? The legacy mode asks only for the verb "impersonate" on each thing. The
// mode that worked last for a client is tried first, and its refusal is the one that is told.
//
// Errors: 400 without a name, else the 403 of the first refusal.
// Thread: any. What is remembered is one number for a hash of each client's name, at most kRememberedClients of them.
// DIFFERS: upstream remembers what it allowed in the first four modes for 10 s; here every request is decided anew, because a decision
// costs microseconds and a role that was taken away counts at once.
// Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation; KEP-5284.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "auth/authorizer.h"
#include "auth/user.h"
#include "net/http.h"

namespace pintle::api {

struct ImpersonationMode;

inline constexpr size_t kRememberedClients = 8192;

enum class Impersonated : uint8_t { kDenied, kAllowed };

// Is told how requests of clients that act as somebody else fare. `mode` is one of the above; "" when all have refused. Must not block.
class ImpersonationObserver {
 public:
  virtual ~ImpersonationObserver() = default;
  virtual void attempted(std::string_view mode, Impersonated outcome, std::chrono::steady_clock::duration took) = 0;
  // One question to the authorizer.
  virtual void checked(std::string_view mode, Impersonated outcome, std::chrono::steady_clock::duration took) = 0;
};

class Impersonation {
 public:
  struct Answer {
    auth::UserRef user;           // null: nobody is impersonated
    std::string_view constraint;  // for the audit event: "impersonate:<mode>"; "" in the legacy mode
  };
  // `observer` outlives it; null: nobody is told.
  explicit Impersonation(const auth::Authorizer& authorizer, ImpersonationObserver* observer = nullptr)
      : authorizer_(authorizer), observer_(observer) {}

  // `attributes` are those of the request with the client as its user. The headers that were followed are removed from `headers`.
  Task<Result<Answer>> apply(net::Headers& headers, const auth::Attributes& attributes) const;

 private:
  // `worked`: the mode that has.
  Task<Result<Answer>> become(const auth::User& wanted, const auth::Attributes& attributes, const ImpersonationMode*& worked) const;
  Task<Result<auth::UserRef>> try_one(const ImpersonationMode& mode, const auth::User& wanted, const auth::Attributes& attributes) const;
  std::atomic<uint64_t>& remembered(std::string_view client) const;

  const auth::Authorizer& authorizer_;
  ImpersonationObserver* const observer_;
  mutable std::array<std::atomic<uint64_t>, kRememberedClients> modes_{};  // hash of the name, its lowest bits the mode + 1
};

// Whom the headers name, as they name it: nothing is added. A user without a name: nobody. Error: 400 for anything else without a name.
Result<auth::User> wanted_user(const net::Headers& headers);

}  // namespace pintle::api
