#include "api/columns.h"

#include <array>
#include <string>

#include "schema/type.h"

namespace pintle::api {
namespace {

constexpr std::array kDefaultColumns = {
    kNameColumn,
    Column{.name = "Created At", .type = "date", .documented_by = kCreationTimestampDoc},
};

constexpr std::array kScaleColumns = {
    Column{.name = "Name", .type = "string", .documented_by = kNameDoc},
    Column{.name = "Desired", .type = "integer", .documented_by = {"autoscaling.v1.ScaleSpec", "replicas"}},
    Column{.name = "Available", .type = "integer", .documented_by = {"autoscaling.v1.ScaleStatus", "replicas"}},
    kAgeColumn,
};

// Where OpenAPI goes on with what Go's comment does not have.
constexpr std::string_view kEnumValues = "\n\nPossible enum values:";

std::string full_model_name(std::string_view model) {
  const std::string_view home = model.starts_with("meta.") ? "io.k8s.apimachinery.pkg.apis." : "io.k8s.api.";
  return std::string(home) + std::string(model);
}

}  // namespace

std::span<const Column> columns_of(const Kind& kind) { return kind.columns.empty() ? std::span(kDefaultColumns) : std::span(kind.columns); }

std::span<const Column> scale_columns() { return kScaleColumns; }

std::string_view describe(const Column& column) {
  if (column.documented_by.model.empty()) return column.description;
  const schema::Type* type = schema::find_builtin_type(full_model_name(column.documented_by.model));
  const int field = type ? type->find(column.documented_by.field) : -1;
  if (field < 0) return "";
  const std::string_view doc = type->fields[field].doc;
  return doc.substr(0, doc.find(kEnumValues));
}

void write_row(const Kind& kind, const object::Value& object, const object::ObjectMeta& meta, int64_t now_seconds, Cells& cells) {
  if (kind.row) return kind.row(object, now_seconds, cells);
  cells.text(meta.name());
  cells.text(meta.creation_timestamp());
}

}  // namespace pintle::api
