#include "groups/apiextensions/convert.h"

#include "base/check.h"
#include "groups/convert.h"
#include "object/equality.h"
#include "schema/type.h"
#include "views/apiextensions_v1_mut.h"
#include "views/apiextensions_v1beta1_mut.h"

namespace pintle::apiextensions {
namespace {

using object::Arena;
using object::Document;
using object::Value;
using schema::Type;

constexpr groups::Rename kRenames[] = {{"jsonPath", "JSONPath"}};

// What a version and, for all of them, spec may have: under these names in v1beta1.
struct Shared {
  std::string_view in_version;
  std::string_view in_spec;
};
constexpr Shared kShared[] = {
    {"schema", "validation"},
    {"subresources", "subresources"},
    {"additionalPrinterColumns", "additionalPrinterColumns"},
    {"selectableFields", "selectableFields"},
};

uint16_t index_of(const Type& type, std::string_view name) {
  const int index = type.find(name);
  PINTLE_CHECK(index >= 0);
  return static_cast<uint16_t>(index);
}

bool all_same(std::span<const Value> versions, const Type& version_type, uint16_t index) {
  for (const Value& version : versions)
    if (!object::semantic_equal(*version_type.fields[index].type, versions.front().get(index), version.get(index))) return false;
  return true;
}

// Moves what all versions have alike to spec.
void hoist(Value& spec, std::span<Value> versions, Arena& arena) {
  const Type& version_type = v1beta1::CustomResourceDefinitionVersion::schema_type();
  const Type& spec_type = v1beta1::CustomResourceDefinitionSpec::schema_type();
  for (const Shared& shared : kShared) {
    const uint16_t index = index_of(version_type, shared.in_version);
    if (!all_same(versions, version_type, index)) continue;
    if (const Value* common = versions.front().get(index)) spec.set(arena, index_of(spec_type, shared.in_spec), *common);
    for (Value& version : versions) version.erase(index);
  }
}

// Gives each version what spec has for all.
void lower(Value& spec, std::span<Value> versions, Arena& arena) {
  const Type& version_type = v1beta1::CustomResourceDefinitionVersion::schema_type();
  const Type& spec_type = v1beta1::CustomResourceDefinitionSpec::schema_type();
  for (const Shared& shared : kShared) {
    const Value* common = spec.get(index_of(spec_type, shared.in_spec));
    if (!common) continue;
    for (Value& version : versions) version.set(arena, index_of(version_type, shared.in_version), object::deep_copy(*common, arena));
  }
}

std::span<Value> versions_of(v1beta1::CustomResourceDefinitionSpecMut spec) {
  return spec.has_versions() ? spec.ensure_versions().node()->items() : std::span<Value>();
}

// The same node under the type of the other version.
template <class From, class To>
Value converted(const From& view, Arena& arena) {
  return groups::convert_value(*view.node(), From::schema_type(), To::schema_type(), kRenames, arena);
}

void open_webhook(v1beta1::CustomResourceConversionMut conversion, v1::WebhookConversion webhook, Arena& arena) {
  if (webhook.client_config().present())
    conversion.set_webhook_client_config(converted<v1::WebhookClientConfig, v1beta1::WebhookClientConfig>(webhook.client_config(), arena));
  for (const std::string_view version : webhook.conversion_review_versions())
    conversion.ensure_conversion_review_versions().append(version);
}

void close_webhook(v1::CustomResourceConversionMut conversion, v1beta1::CustomResourceConversion open, Arena& arena) {
  if (!open.webhook_client_config().present() && open.conversion_review_versions().empty()) return;
  const v1::WebhookConversionMut webhook = conversion.ensure_webhook();
  if (open.webhook_client_config().present())
    webhook.set_client_config(converted<v1beta1::WebhookClientConfig, v1::WebhookClientConfig>(open.webhook_client_config(), arena));
  for (const std::string_view version : open.conversion_review_versions()) webhook.ensure_conversion_review_versions().append(version);
}

// A definition of before versions were a list has one version.
void list_only_version(v1beta1::CustomResourceDefinitionSpecMut spec) {
  if (!spec.versions().empty() || spec.version().empty()) return;
  const v1beta1::CustomResourceDefinitionVersionMut version = spec.ensure_versions().append();
  version.set_name(spec.version());
  version.set_served(true);
  version.set_storage(true);
}

}  // namespace

Result<void> convert_to_v1beta1(Document& document) {
  const Value given_root = document.root();
  const v1::CustomResourceDefinition given(&given_root);
  groups::convert_document(document, v1beta1::CustomResourceDefinition::schema_type(), kRenames);
  const v1beta1::CustomResourceDefinitionMut stored(&document.root(), document.arena());
  const v1beta1::CustomResourceDefinitionSpecMut spec = stored.ensure_spec();
  spec.set_preserve_unknown_fields(given.spec().preserve_unknown_fields());
  if (given.spec().conversion().has_webhook())
    open_webhook(spec.ensure_conversion(), given.spec().conversion().webhook(), document.arena());
  const std::span<Value> versions = versions_of(spec);
  if (versions.empty()) return {};
  spec.set_version(given.spec().versions()[0].name());
  hoist(*spec.mutable_node(), versions, document.arena());
  return {};
}

Result<void> convert_to_v1(Document& document) {
  {
    const v1beta1::CustomResourceDefinitionMut stored(&document.root(), document.arena());
    const v1beta1::CustomResourceDefinitionSpecMut spec = stored.ensure_spec();
    list_only_version(spec);
    lower(*spec.mutable_node(), versions_of(spec), document.arena());
    if (!spec.has_preserve_unknown_fields()) spec.set_preserve_unknown_fields(true);
  }
  const Value stored_root = document.root();
  const v1beta1::CustomResourceDefinition stored(&stored_root);
  groups::convert_document(document, v1::CustomResourceDefinition::schema_type(), kRenames);
  const v1::CustomResourceDefinitionMut served(&document.root(), document.arena());
  if (stored.spec().has_conversion()) close_webhook(served.ensure_spec().ensure_conversion(), stored.spec().conversion(), document.arena());
  return {};
}

}  // namespace pintle::apiextensions
