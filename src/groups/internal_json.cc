#include "groups/internal_json.h"

#include <algorithm>
#include <span>

#include "object/base64.h"
#include "object/json.h"

namespace pintle::groups {
namespace {

using object::Value;
using schema::Field;
using schema::Type;
using schema::TypeKind;

struct GoName {
  std::string_view type;  // "" for any
  std::string_view json;
  std::string_view go;
};

// Go names that are not the JSON name with a capital letter.
constexpr GoName kGoNames[] = {
    {"v1.RBDPersistentVolumeSource", "monitors", "CephMonitors"},
    {"v1.RBDPersistentVolumeSource", "image", "RBDImage"},
    {"v1.RBDPersistentVolumeSource", "pool", "RBDPool"},
    {"v1.RBDPersistentVolumeSource", "user", "RadosUser"},
    {"v1.GlusterfsPersistentVolumeSource", "endpoints", "EndpointsName"},
    {"", "apiGroup", "APIGroup"},
    {"", "apiVersion", "APIVersion"},
    {"", "awsElasticBlockStore", "AWSElasticBlockStore"},
    {"", "cephfs", "CephFS"},
    {"", "chapAuthDiscovery", "DiscoveryCHAPAuth"},
    {"", "chapAuthSession", "SessionCHAPAuth"},
    {"", "csi", "CSI"},
    {"", "diskURI", "DataDiskURI"},
    {"", "fc", "FC"},
    {"", "fsType", "FSType"},
    {"", "gcePersistentDisk", "GCEPersistentDisk"},
    {"", "gmsaCredentialSpec", "GMSACredentialSpec"},
    {"", "gmsaCredentialSpecName", "GMSACredentialSpecName"},
    {"", "iqn", "IQN"},
    {"", "iscsi", "ISCSI"},
    {"", "iscsiInterface", "ISCSIInterface"},
    {"", "nfs", "NFS"},
    {"", "pdName", "PDName"},
    {"", "rbd", "RBD"},
    {"", "seLinuxOptions", "SELinuxOptions"},
    {"", "sslEnabled", "SSLEnabled"},
    {"", "storageos", "StorageOS"},
    {"", "uid", "UID"},
    {"", "wwids", "WWIDs"},
};

// Fields that stand right after another one, unlike in the versioned type.
struct Moved {
  std::string_view type;
  std::string_view json;
  std::string_view after;
};
constexpr Moved kMoved[] = {
    {"v1.PersistentVolumeSource", "quobyte", "rbd"},
    {"v1.PersistentVolumeSource", "flexVolume", "iscsi"},
};

std::string go_name(const Type& type, std::string_view json) {
  for (const GoName& name : kGoNames)
    if (name.json == json && (name.type.empty() || name.type == type.go_name)) return std::string(name.go);
  std::string go(json);
  if (go[0] >= 'a' && go[0] <= 'z') go[0] = static_cast<char>(go[0] - 'a' + 'A');
  return go;
}

std::vector<uint16_t> internal_order(const Type& type) {
  std::vector<uint16_t> order;
  for (uint16_t i = 0; i < type.fields.size(); ++i) order.push_back(i);
  for (const Moved& moved : kMoved) {
    if (moved.type != type.go_name) continue;
    std::erase(order, static_cast<uint16_t>(type.find(moved.json)));
    const auto after = std::ranges::find(order, static_cast<uint16_t>(type.find(moved.after)));
    order.insert(after + 1, static_cast<uint16_t>(type.find(moved.json)));
  }
  return order;
}

// Types of apimachinery have no internal twin: they are printed by their JSON tags.
bool is_shared(const Type& type) { return type.name.starts_with("io.k8s.apimachinery."); }

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void structure(const Type& type, const Value* node, uint16_t base) {
    if (type.fields.empty()) {
      out_ += "{}";
      return;
    }
    open('{');
    for (const uint16_t index : internal_order(type)) {
      next();
      out_.append("\"").append(go_name(type, type.fields[index].name)).append("\": ");
      const Value* found = node ? node->get(static_cast<uint16_t>(base + index)) : nullptr;
      field(type.fields[index], found && !found->is_null() ? found : nullptr);
    }
    close('}');
  }

 private:
  void field(const Field& field, const Value* node) {
    if (!node && field.pointer) {
      out_ += "null";
      return;
    }
    value(*field.type, node);
  }

  void value(const Type& type, const Value* node) {
    switch (type.kind) {
      case TypeKind::kStruct:
        return is_shared(type) ? shared(type, node) : structure(type, node, 0);
      case TypeKind::kList:
        return list(*type.element, node);
      case TypeKind::kMap:
        return map(*type.element, node);
      default:
        return scalar(type, node);
    }
  }

  void list(const Type& element, const Value* node) {
    if (!node || node->items().empty()) {
      out_ += node ? "[]" : "null";
      return;
    }
    open('[');
    for (const Value& item : node->items()) {
      next();
      value(element, &item);
    }
    close(']');
  }

  void map(const Type& element, const Value* node) {
    if (!node || node->entries().empty()) {
      out_ += node ? "{}" : "null";
      return;
    }
    open('{');
    for (const object::Entry& entry : node->entries()) {
      next();
      object::append_json_string(entry.key, out_);
      out_ += ": ";
      value(element, &entry.value);
    }
    close('}');
  }

  void scalar(const Type& type, const Value* node) {
    switch (type.kind) {
      case TypeKind::kBool:
        out_ += node && node->as_bool() ? "true" : "false";
        return;
      case TypeKind::kInt32:
      case TypeKind::kInt64:
        out_ += std::to_string(node ? node->as_int() : 0);
        return;
      case TypeKind::kDouble:
        object::append_json_double(node ? node->as_double() : 0, out_);
        return;
      case TypeKind::kQuantity:
        object::append_json_string(node ? node->as_string() : "0", out_);
        return;
      case TypeKind::kString:
      case TypeKind::kDuration:
        object::append_json_string(node ? node->as_string() : "", out_);
        return;
      default:
        if (!node)
          out_ += type.kind == TypeKind::kIntOrString ? "0" : "null";
        else
          object::encode_json(type, *node, out_);
    }
  }

  // Written by its tags with two spaces of indent, then brought to one and to this depth.
  void shared(const Type& type, const Value* node) {
    std::string compact;
    object::encode_json(type, node ? *node : Value::empty_struct(), compact);
    std::string indented;
    object::append_indented_json(compact, indented);
    for (size_t at = 0; at < indented.size();) {
      const size_t end = std::min(indented.find('\n', at), indented.size());
      const size_t text = indented.find_first_not_of(' ', at);
      if (at > 0) out_.append("\n").append(depth_ + (text - at) / 2, ' ');
      out_.append(indented, text, end - text);
      at = end + 1;
    }
  }

  void open(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }
  void next() {
    out_.append(first_ ? "\n" : ",\n").append(depth_, ' ');
    first_ = false;
  }
  void close(char bracket) {
    --depth_;
    out_.append("\n").append(depth_, ' ');
    out_ += bracket;
    first_ = false;
  }

  std::string& out_;
  size_t depth_ = 0;
  bool first_ = true;
};

}  // namespace

std::string internal_json(const Type& type, const Value* node, uint16_t base) {
  std::string out;
  Writer(out).structure(type, node, base);
  return out;
}

std::string internal_json_line(const Type& type, const Value* node, uint16_t base) {
  const std::string indented = internal_json(type, node, base);
  std::string line;
  bool in_string = false;
  for (size_t i = 0; i < indented.size(); ++i) {
    const char c = indented[i];
    if (!in_string && (c == '\n' || c == ' ')) continue;
    line += c;
    if (in_string && c == '\\')
      line += indented[++i];
    else if (c == '"')
      in_string = !in_string;
  }
  return line;
}

}  // namespace pintle::groups
