// The columns of a kind's Table and what they say of themselves.
//
//   for (const Column& column : columns_of(kind)) ... describe(column) ...
//   write_row(kind, object, metadata, now, cells);      // cells.count() may exceed the columns: IPAddress has one cell more, as upstream
//
// A kind without columns gets upstream's default table: Name and Created At.
// Thread: any. Source: apiserver/pkg/registry/rest/table.go; pkg/printers/storage.
#pragma once

#include <span>
#include <string_view>

#include "api/kind.h"
#include "object/object_meta.h"

namespace pintle::api {

std::span<const Column> columns_of(const Kind& kind);
// The columns of autoscaling/v1 Scale, which is no Kind of its own.
std::span<const Column> scale_columns();

// The column's description: its own, or the documentation of the field it shows; lives as long as the process.
std::string_view describe(const Column& column);

// Adds the cells of one object.
void write_row(const Kind& kind, const object::Value& object, const object::ObjectMeta& meta, int64_t now_seconds, Cells& cells);

}  // namespace pintle::api
