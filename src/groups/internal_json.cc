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
    {"v1.DeviceAttribute", "bool", "BoolValue"},
    {"v1.DeviceAttribute", "bools", "BoolValues"},
    {"v1.DeviceAttribute", "int", "IntValue"},
    {"v1.DeviceAttribute", "ints", "IntValues"},
    {"v1.DeviceAttribute", "string", "StringValue"},
    {"v1.DeviceAttribute", "strings", "StringValues"},
    {"v1.DeviceAttribute", "version", "VersionValue"},
    {"v1.DeviceAttribute", "versions", "VersionValues"},
    {"v1.RBDPersistentVolumeSource", "monitors", "CephMonitors"},
    {"v1.RBDPersistentVolumeSource", "image", "RBDImage"},
    {"v1.RBDPersistentVolumeSource", "pool", "RBDPool"},
    {"v1.RBDPersistentVolumeSource", "user", "RadosUser"},
    {"v1.GlusterfsPersistentVolumeSource", "endpoints", "EndpointsName"},
    {"v1.GlusterfsVolumeSource", "endpoints", "EndpointsName"},
    {"v1.RBDVolumeSource", "image", "RBDImage"},
    {"v1.RBDVolumeSource", "monitors", "CephMonitors"},
    {"v1.RBDVolumeSource", "pool", "RBDPool"},
    {"v1.RBDVolumeSource", "user", "RadosUser"},
    {"", "apiGroup", "APIGroup"},
    {"", "apiGroups", "APIGroups"},
    {"", "apiVersion", "APIVersion"},
    {"", "apiVersions", "APIVersions"},
    {"", "awsElasticBlockStore", "AWSElasticBlockStore"},
    {"", "cephfs", "CephFS"},
    {"", "chapAuthDiscovery", "DiscoveryCHAPAuth"},
    {"", "chapAuthSession", "SessionCHAPAuth"},
    {"", "cel", "CEL"},
    {"", "ips", "IPs"},
    {"", "csi", "CSI"},
    {"", "dnsConfig", "DNSConfig"},
    {"", "dnsPolicy", "DNSPolicy"},
    {"", "diskURI", "DataDiskURI"},
    {"", "fc", "FC"},
    {"", "fsGroup", "FSGroup"},
    {"", "fsGroupChangePolicy", "FSGroupChangePolicy"},
    {"", "fsType", "FSType"},
    {"", "gcePersistentDisk", "GCEPersistentDisk"},
    {"", "gmsaCredentialSpec", "GMSACredentialSpec"},
    {"", "gmsaCredentialSpecName", "GMSACredentialSpecName"},
    {"", "grpc", "GRPC"},
    {"", "httpGet", "HTTPGet"},
    {"", "httpHeaders", "HTTPHeaders"},
    {"", "ip", "IP"},
    {"", "iqn", "IQN"},
    {"", "iscsi", "ISCSI"},
    {"", "iscsiInterface", "ISCSIInterface"},
    {"", "nfs", "NFS"},
    {"", "os", "OS"},
    {"", "pdName", "PDName"},
    {"", "rbd", "RBD"},
    {"", "seLinuxChangePolicy", "SELinuxChangePolicy"},
    {"", "seLinuxOptions", "SELinuxOptions"},
    {"", "sslEnabled", "SSLEnabled"},
    {"", "storageos", "StorageOS"},
    {"", "tcpSocket", "TCPSocket"},
    {"", "ttlSecondsAfterFinished", "TTLSecondsAfterFinished"},
    {"", "tty", "TTY"},
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
    {"v1.PersistentVolumeSpec", "quobyte", "rbd"},
    {"v1.PersistentVolumeSpec", "flexVolume", "iscsi"},
    {"v1.PodSecurityContext", "fsGroupChangePolicy", "fsGroup"},
    {"v1.PodSpec", "overhead", "runtimeClassName"},
    {"v1.PodSpec", "preemptionPolicy", "priority"},
    {"v1.PodSpec", "setHostnameAsFQDN", "subdomain"},
    {"v1.Volume", "quobyte", "rbd"},
};

// A field of PodSpec that the internal type does not have: an old name, or what stands in its SecurityContext.
constexpr std::string_view kPodSpecType = "v1.PodSpec";
constexpr std::string_view kPodSecurityContextType = "v1.PodSecurityContext";
constexpr std::string_view kObjectMetaType = "v1.ObjectMeta";
constexpr std::string_view kOldServiceAccount = "serviceAccount";
constexpr std::string_view kHostFields[] = {"hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers"};

bool is_left_out(const Type& type, std::string_view json) {
  return type.go_name == kPodSpecType && (json == kOldServiceAccount || std::ranges::find(kHostFields, json) != std::end(kHostFields));
}

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
  enum class Form : uint8_t { kIndented, kOneLine };
  Writer(std::string& out, Form form) : out_(out), one_line_(form == Form::kOneLine) {}

  void structure(const Type& type, const Value* node, uint16_t base) {
    if (type.fields.empty()) {
      out_ += "{}";
      return;
    }
    if (type.go_name == kPodSpecType) pod_spec_ = node;
    open('{');
    if (type.go_name == kPodSecurityContextType) host_fields();
    for (const uint16_t index : internal_order(type)) {
      if (is_left_out(type, type.fields[index].name)) continue;
      if (type.fields[index].type->go_name == kObjectMetaType)
        embedded(*type.fields[index].type, node ? node->get(static_cast<uint16_t>(base + index)) : nullptr);
      else
        member(type, index, node, base);
    }
    close('}');
  }

 private:
  void member(const Type& type, uint16_t index, const Value* node, uint16_t base) {
    next();
    out_.append("\"").append(go_name(type, type.fields[index].name)).append(one_line_ ? "\":" : "\": ");
    const Value* found = node ? node->get(static_cast<uint16_t>(base + index)) : nullptr;
    field(type.fields[index], found && !found->is_null() ? found : nullptr);
  }

  // ObjectMeta has no name of its own in internal types: its fields are those of the struct around it, by their tags.
  void embedded(const Type& type, const Value* node) {
    if (!node) return;
    for (const Value& found : node->fields()) {
      const bool can_be_empty = found.is_string() || found.is_list() || found.is_map();
      if (found.is_null() || (can_be_empty && found.size() == 0)) continue;
      const Field& meta_field = type.fields[found.field()];
      next();
      out_.append("\"").append(meta_field.name).append(one_line_ ? "\":" : "\": ");
      value(*meta_field.type, &found);
    }
  }

  // The Pod's, told as part of its SecurityContext.
  void host_fields() {
    const Type& pod_spec = *schema::find_builtin_type("io.k8s.api.core.v1.PodSpec");
    for (const std::string_view name : kHostFields) member(pod_spec, static_cast<uint16_t>(pod_spec.find(name)), pod_spec_, 0);
  }

  void field(const Field& field, const Value* node) {
    const bool is_always_there = field.type->go_name == kPodSecurityContextType;
    if (!node && field.pointer && !is_always_there) {
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
      out_ += one_line_ ? ":" : ": ";
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
    if (one_line_) {
      out_ += compact;
      return;
    }
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
    if (!first_) out_ += ',';
    new_line();
    first_ = false;
  }
  void new_line() {
    if (!one_line_) out_.append("\n").append(depth_, ' ');
  }
  void close(char bracket) {
    --depth_;
    new_line();
    out_ += bracket;
    first_ = false;
  }

  std::string& out_;
  size_t depth_ = 0;
  bool first_ = true;
  bool one_line_;
  const Value* pod_spec_ = nullptr;
};

}  // namespace

std::string internal_json(const Type& type, const Value* node, uint16_t base) {
  std::string out;
  Writer(out, Writer::Form::kIndented).structure(type, node, base);
  return out;
}

std::string internal_json_line(const Type& type, const Value* node, uint16_t base) {
  std::string out;
  Writer(out, Writer::Form::kOneLine).structure(type, node, base);
  return out;
}

std::string list_json(object::ListView<std::string_view> texts) {
  if (texts.empty()) return "null";
  std::string out;
  for (const std::string_view text : texts) {
    out += out.empty() ? '[' : ',';
    object::append_json_string(text, out);
  }
  return out + "]";
}

}  // namespace pintle::groups
