// What of an object outlives protobuf, in which it is stored: an empty list or map is none, and an absent item of bytes is empty. A write
// answers with the object as a read will show it.
//
//   to_stored_form(document);               // "rules": [] -> "rules": null
//
// Types without protobuf (custom resources) are stored as JSON and stay as they are. Thread: that of the document. Pure otherwise.
// Source: apiserver/pkg/storage/etcd3/store.go (Create and GuaranteedUpdate decode what they have written).
#pragma once

#include "object/document.h"

namespace pintle::object {

void to_stored_form(Document& document);

}  // namespace pintle::object
