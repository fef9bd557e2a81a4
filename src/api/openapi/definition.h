// The schema of one type, as OpenAPI says it.
//
//   io.k8s.api.core.v1.Pod -> {"description":"Pod is ...","type":"object","properties":{...},"x-kubernetes-group-version-kind":[...]}
//
// The members stand in the order in which Go writes them, so that a document's hash is the one of kube-apiserver's document.
// Edition 2 has no defaults, and a description may stand beside a $ref; in edition 3 such a $ref is wrapped in allOf.
// Thread: pure functions, any thread.
// Source: kube-openapi pkg/generators/openapi.go (what is generated of a type), pkg/builder3/util (WrapRefs), pkg/handler (PruneDefaults).
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "api/openapi/edition.h"
#include "api/openapi/json_writer.h"
#include "schema/type.h"

namespace pintle::api::openapi {

struct GroupVersionKind {
  std::string_view group, version, kind;
};

// True when schemas refer to the type by its name; lists, maps and scalars are written in place.
bool is_definition(const schema::Type& type);

// Calls `visit` with each definition that the type's fields refer to; the same one may come several times.
void for_each_reference(const schema::Type& type, const std::function<void(const schema::Type&)>& visit);

// `kinds`: what the type is registered as, for x-kubernetes-group-version-kind; may be empty.
void write_definition(const schema::Type& type, Edition edition, std::span<const GroupVersionKind> kinds, JsonWriter& out);

}  // namespace pintle::api::openapi
