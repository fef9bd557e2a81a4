// Fields that a write may not change: taken over from the stored object.
//
//   keep_fields(type, {"spec", "metadata.labels"}, document, old);
//
// A path is JSON names joined by dots, through structs only. "metadata" is all of metadata but resourceVersion and managedFields.
// Thread: pure.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "api/kind.h"
#include "object/document.h"
#include "schema/type.h"

namespace pintle::api {

// The node at the path, or null.
const object::Value* find_path(const schema::Type& type, const object::Value& root, std::string_view path);

// The paths that a write of the kind, or through its subresource (null: none), may not change and does not own.
std::vector<std::string_view> kept_paths(const Kind& kind, const Subresource* subresource);

// The only paths that a write through the subresource owns; empty: all but the kept ones.
std::span<const std::string_view> written_paths(const Subresource* subresource);

// What `old` does not have is removed.
void keep_fields(std::span<const std::string_view> paths, object::Document& document, const object::Value& old);

// True when a field that counts for metadata.generation differs: all but apiVersion, kind, metadata and status, and what the kind adds.
bool generation_changes(const Kind& kind, const schema::Type& type, const object::Value& old, const object::Value& updated);

}  // namespace pintle::api
