#include "api/delete_object.h"

#include <algorithm>
#include <optional>

#include "api/lifecycle.h"
#include "api/limits.h"
#include "api/request_audit.h"
#include "api/stored_object.h"
#include "api/write.h"
#include "base/check.h"
#include "base/go_text.h"
#include "object/json.h"
#include "object/mutable_object_meta.h"
#include "object/protobuf.h"
#include "object/storage.h"
#include "object/yaml.h"

namespace pintle::api {
namespace {

using object::Document;

const schema::Type& delete_options_type() {
  const schema::Type* type = schema::find_builtin_type("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions");
  PINTLE_CHECK(type != nullptr);
  return *type;
}

// Kinds that the scheme of delete options knows beside DeleteOptions, at any version.
constexpr std::string_view kOtherKinds[] = {"APIGroup",      "APIGroupList", "APIResourceList", "APIVersions",
                                            "CreateOptions", "Status",       "UpdateOptions"};

// A body may leave out its kind, and name DeleteOptions of any group and version, but no other kind.
Result<void> check_options_kind(std::string_view api_version, std::string_view kind) {
  if (kind.empty() || kind == "DeleteOptions") return {};
  if (std::ranges::find(kOtherKinds, kind) != std::end(kOtherKinds))
    return fail(Status::bad_request("decoded object cannot be converted to DeleteOptions"));
  return fail(Status::bad_request("no kind " + go_quoted(kind) + " is registered for version " +
                                  go_quoted(api_version.empty() ? "v1" : api_version) +
                                  " in scheme \"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\""));
}

Result<Document> decode_options(const Bytes& body, Encoding encoding) {
  const schema::Type& type = delete_options_type();
  if (encoding == Encoding::kProtobuf) {
    PINTLE_TRY(const object::Envelope envelope, object::split_envelope(body));
    PINTLE_TRY_VOID(check_options_kind(envelope.api_version, envelope.kind));
    return object::decode_protobuf(type, Bytes::copy(envelope.message), {envelope.api_version, envelope.kind});
  }
  auto decoded = encoding == Encoding::kYaml ? object::decode_yaml(type, body) : object::decode_json(type, body);
  if (!decoded) {
    const std::string_view prefix = encoding == Encoding::kYaml ? "" : "couldn't get version/kind; json parse error: ";
    return fail(Status::bad_request(std::string(prefix) + decoded.error().message()));
  }
  const object::Value& root = decoded->document.root();
  PINTLE_TRY_VOID(check_options_kind(object::api_version(root, type), object::kind(root, type)));
  return std::move(decoded->document);
}

// Options that do not say what they are are of the common version.
void name_options(Document& document) {
  const schema::Type& type = *document.type();
  if (document.root().is_null()) document.root() = object::Value::empty_struct();
  const std::string api_version(object::api_version(document.root(), type));
  const std::string kind(object::kind(document.root(), type));
  object::set_type_meta(document, api_version.empty() ? "meta.k8s.io/v1" : api_version, kind.empty() ? "DeleteOptions" : kind);
}

// Stores the mark that before_delete has made. Gives the revision that it is at then; nullopt: another write came between.
Task<Result<std::optional<int64_t>>> store_mark(Call& call, const cache::Object& live, Document& document, bool dry_run) {
  if (dry_run) co_return live.revision();
  PINTLE_CO_TRY(Bytes stored, encode_stored(call.resource, document));
  auto operation = store::Operation::put(std::string(live.key()), std::move(stored), store::Expect::revision(live.revision()));
  PINTLE_CO_TRY(const CommitOutcome outcome, co_await commit(call, std::move(operation), nullptr));
  if (outcome.committed != Committed::kYes) co_return std::nullopt;
  object::MutableObjectMeta(document).set_resource_version(std::to_string(outcome.revision));
  co_return outcome.revision;
}

// False: another write came between the mark and this.
Task<Result<bool>> remove_marked(Call& call, const cache::Object& live, int64_t revision, bool dry_run) {
  if (dry_run) co_return true;
  auto operation = store::Operation::erase(std::string(live.key()), store::Expect::revision(revision));
  PINTLE_CO_TRY(const CommitOutcome outcome, co_await commit(call, std::move(operation), nullptr));
  co_return outcome.committed == Committed::kYes;
}

Task<Result<void>> admit(Call& call, const Write& write, const cache::Object& live, const Document& document) {
  admission::Attributes attributes =
      admission_attributes(call, admission::Operation::kDelete, write.namespace_, live.key().substr(live.key().rfind('/') + 1));
  attributes.old = &document.root();
  attributes.dry_run = write.dry_run;
  PINTLE_CO_TRY_VOID(co_await call.backend.admission.admit(attributes));
  co_return co_await call.backend.admission.validate(attributes);
}

// nullopt: another write came between.
Task<Result<std::optional<Deleted>>> try_delete(Call& call, const Write& write, const cache::Object& live, DeleteOptions options,
                                                AskAdmission ask) {
  PINTLE_CO_TRY(Document document, decode_stored(call.resource, live));
  if (ask == AskAdmission::kYes) PINTLE_CO_TRY_VOID(co_await admit(call, write, live, document));
  PINTLE_CO_TRY(const DeletionStep step, before_delete(write, document, options));
  switch (step) {
    case DeletionStep::kAlreadyPending:
      co_return Deleted{std::move(document), false};
    case DeletionStep::kMark: {
      PINTLE_CO_TRY(const std::optional<int64_t> revision, co_await store_mark(call, live, document, write.dry_run));
      if (!revision) co_return std::nullopt;
      co_return Deleted{std::move(document), false};
    }
    case DeletionStep::kMarkAndRemove: {
      PINTLE_CO_TRY(const std::optional<int64_t> revision, co_await store_mark(call, live, document, write.dry_run));
      if (!revision) co_return std::nullopt;
      PINTLE_CO_TRY(const bool removed, co_await remove_marked(call, live, *revision, write.dry_run));
      if (!removed) co_return std::nullopt;
      co_return Deleted{std::move(document), true};
    }
    case DeletionStep::kRemove: {
      PINTLE_CO_TRY(const bool removed, co_await remove_stored(call, write, live, document));
      if (!removed) co_return std::nullopt;
      co_return Deleted{std::move(document), true};
    }
  }
  PINTLE_CHECK(false);
}

}  // namespace

Task<Result<DeleteOptions>> read_delete_options(Call& call) {
  PINTLE_CO_TRY(Bytes body, co_await call.http.body->read_all(kRequestBodyBytesMax));
  if (body.empty()) co_return read_delete_options(call.query);
  PINTLE_CO_TRY(const Encoding encoding, negotiate_input(call.http.headers.get("content-type")));
  PINTLE_CO_TRY(Document document, decode_options(body, encoding));
  name_options(document);
  record_request_object(call, document);
  co_return read_delete_options(document.root(), delete_options_type());
}

Task<Result<Deleted>> delete_object(Call& call, std::string_view namespace_, std::string_view name, DeleteOptions options,
                                    AskAdmission ask) {
  PINTLE_CO_TRY_VOID(check_path_name(name));
  const Write write{.resource = call.resource,
                    .namespace_ = namespace_,
                    .now_seconds = call.now_seconds(),
                    .dry_run = options.dry_run,
                    .warnings = call.warnings};
  for (int attempt = 0; attempt < kUpdateConflictRetriesMax; ++attempt) {
    const cache::ObjectPtr live = read_object(call, namespace_, name);
    if (!live) co_return fail(Status::not_found(call.resource.group_resource(), name));
    PINTLE_CO_TRY(std::optional<Deleted> deleted, co_await try_delete(call, write, *live, options, ask));
    if (deleted) co_return *std::move(deleted);
  }
  co_return fail(Status::conflict(call.resource.group_resource(), name, "the object is being changed by others; please try again"));
}

void warn_of_orphans(Call& call, const DeleteOptions& options) {
  const std::string_view warning = call.resource.kind->orphaning_warning;
  if (warning.empty() || options.orphan_dependents || options.propagation != Propagation::kUnset) return;
  call.warnings.emplace_back(warning);
}

}  // namespace pintle::api
