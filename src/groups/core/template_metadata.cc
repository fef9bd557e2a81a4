#include "groups/core/template_metadata.h"

#include <utility>

#include "object/object_meta.h"
#include "views/meta_v1.h"

namespace pintle::core {

using object::ErrorList;
using object::FieldPath;

// Labels and annotations are all that a template's metadata may have. Go's names, with a small first letter.
void validate_template_metadata(meta::v1::ObjectMeta metadata, const FieldPath& path, ErrorList& errors) {
  const object::ObjectMeta meta(metadata.node());
  object::validate_annotations(meta.annotations(), path.child("annotations"), errors);
  object::validate_labels(meta.labels(), path.child("labels"), errors);
  const object::ObjectMetaFields& fields = object::ObjectMetaFields::get();
  const std::pair<std::string_view, uint16_t> kBarred[] = {
      {"name", fields.name},
      {"generateName", fields.generate_name},
      {"namespace", fields.namespace_},
      {"selfLink", fields.self_link},
      {"uID", fields.uid},
      {"resourceVersion", fields.resource_version},
      {"generation", fields.generation},
      {"creationTimestamp", fields.creation_timestamp},
      {"deletionTimestamp", fields.deletion_timestamp},
      {"deletionGracePeriodSeconds", fields.deletion_grace_period_seconds},
      {"ownerReferences", fields.owner_references},
      {"finalizers", fields.finalizers},
      {"managedFields", fields.managed_fields},
  };
  for (const auto& [name, field] : kBarred)
    if (meta.get(field)) errors.forbidden(path.child(name), "cannot be set");
}

}  // namespace pintle::core
