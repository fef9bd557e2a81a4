// For the tests of plugins: a write made of JSON, objects that listers find, and what a plugin makes of both.
//
//   Cluster cluster;
//   cluster.add("", "v1", "ServiceAccount", R"({"metadata":{"name":"default","namespace":"ns"}})");
//   Outcome outcome = run(*service_account(cluster.parts()), {.kind = "Pod", .object = R"({...})"});
//   EXPECT_EQ(outcome.error, "");
#pragma once

#include <gmock/gmock.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/test_loop.h"
#include "groups/all.h"
#include "object/json.h"
#include "object/object_meta.h"
#include "plugins/plugins.h"

namespace pintle::plugins {

inline object::Document document_of(std::string_view group, std::string_view version, std::string_view kind, std::string_view json) {
  const schema::Type* type = schema::find_builtin_kind(group, version, kind);
  auto decoded = object::decode_json(*type, Bytes::copy(json));
  EXPECT_TRUE(decoded) << (decoded ? "" : decoded.error().message());
  return decoded ? std::move(decoded->document) : object::Document(type);
}

inline std::string json_of(const object::Document& document) {
  std::string out;
  object::encode_json(*document.type(), document.root(), out);
  return out;
}

// The objects that listers find.
class Cluster {
 public:
  void add(std::string_view group, std::string_view version, std::string_view kind, std::string_view json) {
    for (const api::Kind* served : groups::all())
      if (served->group == group && served->version == version && served->kind == kind)
        objects_[std::string(served->resource)].push_back(document_of(group, version, kind, json));
  }
  Parts parts() const {
    Parts parts{.authorizer = *authorizer, .clock = *clock};
    parts.lister = [this](std::string_view, std::string_view, std::string_view resource) {
      return std::make_unique<FixedLister>(*this, resource);
    };
    parts.status_writer = [this](std::string_view, std::string_view, std::string_view) { return std::make_unique<NotingWriter>(*this); };
    return parts;
  }

  const Clock* clock = &Clock::system();
  mutable std::vector<std::string> written;  // what a StatusWriter was given, as JSON
  mutable int lost_races = 0;                // so many writes come too late
  std::unique_ptr<auth::Authorizer> authorizer = auth::always_allow();

 private:
  class FixedLister final : public Lister {
   public:
    FixedLister(const Cluster& cluster, std::string_view resource) : cluster_(cluster), resource_(resource) {}
    Result<object::Document> get(std::string_view namespace_, std::string_view name) const override {
      PINTLE_TRY(std::vector<object::Document> all, list(namespace_));
      for (object::Document& document : all)
        if (object::ObjectMeta(*document.type(), document.root()).name() == name) return std::move(document);
      return fail(Status::not_found({"", resource_}, name));
    }
    Result<std::vector<object::Document>> list(std::string_view namespace_) const override {
      std::vector<object::Document> found;
      const auto at = cluster_.objects_.find(resource_);
      if (at == cluster_.objects_.end()) return found;
      for (const object::Document& document : at->second) {
        const object::ObjectMeta meta(*document.type(), document.root());
        if (namespace_.empty() || meta.namespace_name() == namespace_) found.push_back(document.clone());
      }
      return found;
    }

   private:
    const Cluster& cluster_;
    std::string resource_;
  };
  class NotingWriter final : public StatusWriter {
   public:
    explicit NotingWriter(const Cluster& cluster) : cluster_(cluster) {}
    Task<Result<bool>> write(Loop&, std::vector<StatusChange> changes) const override {
      if (cluster_.lost_races > 0) {
        --cluster_.lost_races;
        co_return false;
      }
      for (const StatusChange& change : changes) cluster_.written.push_back(json_of(change.after));
      co_return true;
    }

   private:
    const Cluster& cluster_;
  };
  std::map<std::string, std::vector<object::Document>, std::less<>> objects_;
};

// One write; empty texts are absent objects.
struct Asked {
  admission::Operation operation = admission::Operation::kCreate;
  std::string_view group = "";
  std::optional<std::string_view> resource_group;  // when it is not the kind's
  std::string_view version = "v1";
  std::string_view kind;
  std::string_view resource;
  std::string_view subresource = "";
  std::string_view object;
  std::string_view old = "";
  const auth::User* user = nullptr;
  bool dry_run = false;
};

struct Outcome {
  std::string error;  // "" when it is admitted
  int code = 200;
  std::string object;  // as it is after the plugin
  std::vector<std::string> warnings;
};

inline Task<Result<void>> admit_and_validate(admission::Plugin& plugin, admission::Attributes& attributes) {
  if (!plugin.handles(attributes)) co_return Result<void>();
  PINTLE_CO_TRY_VOID(co_await plugin.admit(attributes));
  co_return co_await plugin.validate(attributes);
}

inline Outcome run(admission::Plugin& plugin, const Asked& asked) {
  TestLoop loop;
  std::optional<object::Document> object;
  std::optional<object::Document> old;
  if (!asked.object.empty()) object = document_of(asked.group, asked.version, asked.kind, asked.object);
  if (!asked.old.empty()) old = document_of(asked.group, asked.version, asked.kind, asked.old);
  const object::Document& subject = object ? *object : *old;
  const object::ObjectMeta meta(*subject.type(), subject.root());
  const std::string name(meta.name());
  const std::string namespace_(meta.namespace_name());

  Outcome outcome;
  admission::Attributes attributes{.operation = asked.operation,
                                   .group = asked.resource_group.value_or(asked.group),
                                   .version = asked.version,
                                   .kind = asked.kind,
                                   .resource = asked.resource,
                                   .subresource = asked.subresource,
                                   .namespace_ = namespace_,
                                   .name = name,
                                   .object = object ? &*object : nullptr,
                                   .old = old ? &old->root() : nullptr,
                                   .dry_run = asked.dry_run,
                                   .user = asked.user,
                                   .loop = &loop,
                                   .warnings = &outcome.warnings};
  const Result<void> result = loop.run(admit_and_validate(plugin, attributes));
  if (!result) {
    outcome.error = result.error().message();
    outcome.code = result.error().code();
  }
  if (object) outcome.object = json_of(*object);
  return outcome;
}

}  // namespace pintle::plugins
