// Times in managedFields: a write that changes nothing else keeps the stored times, so that it changes nothing at all and is not stored.
// Source: apimachinery util/managedfields, apiserver handlers/fieldmanager/equality.go (IgnoreManagedFieldsTimestampsTransformer).
#pragma once

#include "object/document.h"

namespace pintle::api {

// `old` is of the document's type.
void keep_managed_times(const object::Value& old, object::Document& document);

}  // namespace pintle::api
