#include "server/rbac_bootstrap.h"

#include <iterator>
#include <vector>

#include "access/bootstrap/policy.h"
#include "access/bootstrap/reconcile.h"
#include "api/stored_object.h"
#include "api/system_write.h"
#include "base/check.h"
#include "base/finish_now.h"
#include "base/log.h"
#include "cache/resource_cache.h"
#include "object/managed_fields.h"
#include "object/mutable_object_meta.h"
#include "object/time.h"
#include "server/blocking_commit.h"
#include "views/rbac_v1_mut.h"

namespace pintle::server {
namespace {

using object::Document;

constexpr int kAttemptsMax = 10;  // of one object, while other servers write it as well

class BootstrapPolicy {
 public:
  explicit BootstrapPolicy(const api::Backend& backend) : backend_(backend) {}

  Result<void> write() {
    PINTLE_TRY_VOID(prime_aggregated_roles());
    PINTLE_TRY_VOID(prime_discovery_binding());
    std::vector<Document> documents;
    for (const access::RoleRow& row : access::bootstrap_roles()) documents.push_back(access::role_document(row));
    for (const access::BindingRow& row : access::bootstrap_bindings()) documents.push_back(access::binding_document(row));
    PINTLE_TRY_VOID(create_missing(documents));
    for (const Document& document : documents) PINTLE_TRY_VOID(ensure(document));
    return {};
  }

 private:
  const api::Resource& resource_of(const Document& document) const {
    for (const auto& resource : backend_.registry.resources())
      if (resource->type == document.type()) return *resource;
    PINTLE_CHECK(false);
  }
  static object::ObjectMeta meta_of(const Document& document) { return {*document.type(), document.root()}; }

  cache::ObjectPtr stored(const Document& document) const {
    const api::Resource& resource = resource_of(document);
    return resource.cache->snapshot().get(resource.key(meta_of(document).namespace_name(), meta_of(document).name()));
  }
  Result<store::Transaction> creation(const Document& document) const {
    return finish_now(api::system_creation(resource_of(document), backend_.clock, document.clone()));
  }

  // All at once, as far as a transaction holds them; who loses a race is looked at again by ensure().
  Result<void> create_missing(const std::vector<Document>& documents) const {
    store::Transaction together;
    for (const Document& document : documents) {
      if (stored(document)) continue;
      PINTLE_TRY(store::Transaction one, creation(document));
      if (together.operations.size() + one.operations.size() > store::kTransactionOperationsMax) {
        PINTLE_TRY_VOID(commit_and_wait(backend_.store, std::exchange(together, {})));
      }
      std::ranges::move(one.operations, std::back_inserter(together.operations));
    }
    if (!together.operations.empty()) PINTLE_TRY_VOID(commit_and_wait(backend_.store, std::move(together)));
    return {};
  }

  Result<void> ensure(const Document& expected) const {
    for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
      PINTLE_TRY(const bool done, try_ensure(expected));
      if (done) return {};
    }
    log_error("A bootstrap role or binding could not be brought up to date", {{"name", meta_of(expected).name()}});
    return {};
  }

  // False: somebody else has written it meanwhile.
  Result<bool> try_ensure(const Document& expected) const {
    const cache::ObjectPtr object = stored(expected);
    if (!object) {
      PINTLE_TRY(store::Transaction transaction, creation(expected));
      return commit(std::move(transaction));
    }
    const api::Resource& resource = resource_of(expected);
    PINTLE_TRY(const Document live, api::decode_stored(resource, *object));
    Document document = live.clone();
    switch (access::reconcile(document, expected)) {
      case access::Reconciliation::kNothing:
        return true;
      case access::Reconciliation::kUpdate:
        return update(resource, *object, live, document);
      case access::Reconciliation::kReplace:
        return replace(*object, expected);
    }
    return true;
  }

  Result<bool> update(const api::Resource& resource, const cache::Object& object, const Document& live, Document& document) const {
    const int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(backend_.clock.now().time_since_epoch()).count();
    const std::string now = object::format_time({.seconds = seconds});
    object::update_managed_fields(
        *resource.type, &live.root(), document,
        {.manager = api::kSystemManager, .api_version = resource.api_version, .kind = resource.kind->kind, .time = now});
    PINTLE_TRY(Bytes bytes, api::encode_stored(resource, document));
    store::Transaction transaction;
    transaction.operations.push_back(
        store::Operation::put(std::string(object.key()), std::move(bytes), store::Expect::revision(object.revision())));
    log_info("Added to a role or binding what the bootstrap policy gives it", {{"key", object.key()}});
    return commit(std::move(transaction));
  }

  // Watchers see that the old one is gone.
  Result<bool> replace(const cache::Object& object, const Document& expected) const {
    store::Transaction removal;
    removal.operations.push_back(store::Operation::erase(std::string(object.key()), store::Expect::revision(object.revision())));
    PINTLE_TRY(const bool removed, commit(std::move(removal)));
    if (!removed) return false;
    PINTLE_TRY(store::Transaction transaction, creation(expected));
    return commit(std::move(transaction));
  }

  Result<bool> commit(store::Transaction transaction) const {
    PINTLE_TRY(const store::CommitResult result, commit_and_wait(backend_.store, std::move(transaction)));
    return result.applied;
  }

  // A copy of a stored object under another name, as a client would send it.
  static Document renamed(const Document& source, std::string_view name) {
    Document copy = source.clone();
    object::MutableObjectMeta meta(copy);
    meta.set_name(name);
    meta.set_resource_version("");
    meta.set_uid("");
    return copy;
  }

  Result<std::optional<Document>> read(const Document& named) const {
    const cache::ObjectPtr object = stored(named);
    if (!object) return std::nullopt;
    PINTLE_TRY(Document document, api::decode_stored(resource_of(named), *object));
    return document;
  }

  // Clusters from before aggregation have rules of their own in admin, edit and view: they go to the roles that these are the sums of.
  Result<void> prime_aggregated_roles() const {
    for (const std::string_view name : {"admin", "edit", "view"}) {
      const std::string part = "system:aggregate-to-" + std::string(name);
      if (stored(access::role_document({.name = part}))) continue;
      PINTLE_TRY(const std::optional<Document> old, read(access::role_document({.name = name})));
      if (!old) continue;
      if (rbac::v1::ClusterRole(&old->root()).aggregation_rule()) return {};
      PINTLE_TRY(store::Transaction transaction, creation(renamed(*old, part)));
      PINTLE_TRY_VOID(commit(std::move(transaction)));
    }
    return {};
  }

  // Clusters from before system:public-info-viewer have said by system:discovery who may see what is public.
  Result<void> prime_discovery_binding() const {
    constexpr std::string_view kPublic = "system:public-info-viewer";
    PINTLE_TRY(const std::optional<Document> old, read(access::binding_document({.name = "system:discovery", .role = "system:discovery"})));
    if (!old || stored(access::binding_document({.name = kPublic, .role = kPublic}))) return {};
    Document split = renamed(*old, kPublic);
    rbac::v1::ClusterRoleBindingMut(&split.root(), split.arena()).ensure_role_ref().set_name(kPublic);
    PINTLE_TRY(store::Transaction transaction, creation(split));
    PINTLE_TRY_VOID(commit(std::move(transaction)));
    return {};
  }

  const api::Backend& backend_;
};

}  // namespace

Result<void> write_bootstrap_policy(const api::Backend& backend) { return BootstrapPolicy(backend).write(); }

}  // namespace pintle::server
