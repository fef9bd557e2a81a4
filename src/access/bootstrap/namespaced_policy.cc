// Roles within kube-system and kube-public, and who has them.
#include "access/bootstrap/policy.h"

namespace pintle::access {
namespace {

constexpr std::string_view kSystem = "kube-system";
constexpr std::string_view kPublic = "kube-public";
constexpr std::string_view kControllerManager = "system:kube-controller-manager";
constexpr std::string_view kScheduler = "system:kube-scheduler";

SubjectRow user(std::string_view name) { return {"User", name, ""}; }
SubjectRow account(std::string_view name) { return {"ServiceAccount", name, kSystem}; }

// A controller's role in kube-system, to its ServiceAccount.
BindingRow controller(std::string_view role, std::string_view name) { return {role, role, {account(name)}, kSystem}; }

}  // namespace

std::vector<RoleRow> namespaced_roles() {
  const std::vector<RuleRow> locks = {
      {"create,get,list,update,watch", "coordination.k8s.io", "leases"},
      {"create,get,list,update,watch", "coordination.k8s.io", "leasecandidates"},
  };
  return {
      {.name = "system:controller:bootstrap-signer",
       .rules = {{"get,list,watch", "", "configmaps"},
                 {"update", "", "configmaps", "cluster-info"},
                 {"create,patch,update", ",events.k8s.io", "events"}},
       .namespace_ = kPublic},
      {.name = "extension-apiserver-authentication-reader",
       .rules = {{"get,list,watch", "", "configmaps", "extension-apiserver-authentication"}},
       .namespace_ = kSystem},
      {.name = "system:controller:bootstrap-signer", .rules = {{"get,list,watch", "", "secrets"}}, .namespace_ = kSystem},
      {.name = "system:controller:cloud-provider", .rules = {{"create,get,list,watch", "", "configmaps"}}, .namespace_ = kSystem},
      {.name = "system:controller:token-cleaner",
       .rules = {{"delete,get,list,watch", "", "secrets"}, {"create,patch,update", ",events.k8s.io", "events"}},
       .namespace_ = kSystem},
      {.name = "system::leader-locking-kube-controller-manager", .rules = locks, .namespace_ = kSystem},
      {.name = "system::leader-locking-kube-scheduler", .rules = locks, .namespace_ = kSystem},
  };
}

std::vector<BindingRow> namespaced_bindings() {
  constexpr std::string_view kSigner = "system:controller:bootstrap-signer";
  constexpr std::string_view kManagerLock = "system::leader-locking-kube-controller-manager";
  constexpr std::string_view kSchedulerLock = "system::leader-locking-kube-scheduler";
  return {
      {kSigner, kSigner, {account("bootstrap-signer")}, kPublic},
      {"system::extension-apiserver-authentication-reader",
       "extension-apiserver-authentication-reader",
       {user(kControllerManager), user(kScheduler)},
       kSystem},
      {kManagerLock,
       kManagerLock,
       {user(kControllerManager), account("kube-controller-manager"), account("leader-election-controller")},
       kSystem},
      {kSchedulerLock, kSchedulerLock, {user(kScheduler), account("kube-scheduler")}, kSystem},
      controller(kSigner, "bootstrap-signer"),
      controller("system:controller:cloud-provider", "cloud-provider"),
      controller("system:controller:token-cleaner", "token-cleaner"),
  };
}

}  // namespace pintle::access
