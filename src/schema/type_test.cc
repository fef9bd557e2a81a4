// Proves that the tables hold what the official modules declare: counts, look-ups, what must hold in every table, and the spots where
// JSON and protobuf part ways.
#include "schema/type.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace pintle::schema {
namespace {

const Type& model(std::string_view name) {
  const Type* type = find_builtin_type("io.k8s." + std::string(name));
  EXPECT_NE(type, nullptr) << name;
  static const Type none;
  return type ? *type : none;
}

// model("api.core.v1.Pod") and "spec.volumes": the field at the end, lists and maps stepped through.
const Field& field(const Type& type, std::string_view path) {
  static const Field none;
  auto dot = path.find('.');
  int index = type.find(path.substr(0, dot));
  EXPECT_GE(index, 0) << type.name << " " << path;
  if (index < 0) return none;
  const Field& found = type.fields[static_cast<size_t>(index)];
  if (dot == path.npos) return found;
  const Type* next = found.type;
  while (next->kind == TypeKind::kList || next->kind == TypeKind::kMap) next = next->element;
  return field(*next, path.substr(dot + 1));
}

const Field& field(std::string_view name, std::string_view path) { return field(model(name), path); }

void for_each_struct(const std::function<void(const Type&)>& check) {
  for (const Type* type : builtin_types())
    if (type->kind == TypeKind::kStruct) check(*type);
}

TEST(BuiltinKinds, CountsAreTheModules) {
  std::set<std::string_view> groups;
  std::set<std::pair<std::string_view, std::string_view>> versions;
  size_t lists = 0;
  for (const KindEntry& entry : builtin_kinds()) {
    groups.insert(entry.group);
    versions.insert({entry.group, entry.version});
    if (entry.type->find("items") >= 0 && entry.kind.ends_with("List") && entry.kind != "List") ++lists;
  }
  EXPECT_EQ(groups.size(), 28u);
  EXPECT_EQ(versions.size(), 64u);
  EXPECT_EQ(builtin_kinds().size(), 336u + 4u);  // and APIGroup, APIGroupList, APIResourceList, APIVersions
  EXPECT_EQ(lists, 146u);
  EXPECT_EQ(shared_kinds().size(), 7u);
}

TEST(BuiltinKinds, AreFoundAndSorted) {
  const KindEntry* previous = nullptr;
  for (const KindEntry& entry : builtin_kinds()) {
    EXPECT_EQ(find_builtin_kind(entry.group, entry.version, entry.kind), entry.type)
        << entry.group << "/" << entry.version << " " << entry.kind;
    if (previous) EXPECT_LT(std::tie(previous->group, previous->version, previous->kind), std::tie(entry.group, entry.version, entry.kind));
    previous = &entry;
  }
}

TEST(BuiltinKinds, LookUps) {
  struct Case {
    std::string_view group, version, kind, go_name;  // go_name "" when there is none
  };
  const Case cases[] = {
      {"", "v1", "Pod", "v1.Pod"},
      {"apps", "v1", "Deployment", "v1.Deployment"},
      {"", "v1", "Status", "v1.Status"},
      {"", "v1", "APIResourceList", "v1.APIResourceList"},
      {"", "v1", "List", "v1.List"},
      {"autoscaling", "v1", "Scale", "v1.Scale"},
      {"policy", "v1", "Eviction", "v1.Eviction"},
      {"authentication.k8s.io", "v1", "TokenRequest", "v1.TokenRequest"},
      {"apidiscovery.k8s.io", "v2", "APIGroupDiscoveryList", "v2.APIGroupDiscoveryList"},
      {"meta.k8s.io", "v1", "Table", "v1.Table"},
      {"meta.k8s.io", "v1beta1", "Table", "v1.Table"},  // an alias
      {"meta.k8s.io", "v1", "PartialObjectMetadata", "v1.PartialObjectMetadata"},
      {"apps", "v1", "DeleteOptions", "v1.DeleteOptions"},  // shared
      {"apps", "v1", "WatchEvent", "v1.WatchEvent"},
      {"apiextensions.k8s.io", "v1", "CustomResourceDefinition", "v1.CustomResourceDefinition"},
      {"apiregistration.k8s.io", "v1", "APIService", "v1.APIService"},
      {"apps", "v9", "DeleteOptions", ""},
      {"zoo", "v1", "DeleteOptions", ""},
      {"apps", "v1", "Pod", ""},
      {"", "v1", "pod", ""},
      {"", "", "", ""},
  };
  for (const Case& c : cases) {
    const Type* type = find_builtin_kind(c.group, c.version, c.kind);
    EXPECT_EQ(type ? type->go_name : "", c.go_name) << c.group << "/" << c.version << " " << c.kind;
  }
}

TEST(ConfigKinds, AreJsonOnlyAndNoBuiltinKinds) {
  struct Case {
    std::string_view group, version, kind, go_name;
  };
  const Case cases[] = {
      {"apiserver.config.k8s.io", "v1", "EncryptionConfiguration", "v1.EncryptionConfiguration"},
      {"", "v1", "EncryptionConfig", "v1.EncryptionConfiguration"},  // the name before 1.13
      {"apiserver.config.k8s.io", "v1", "WebhookAdmissionConfiguration", "v1.WebhookAdmission"},
      {"apiserver.config.k8s.io", "v1beta1", "AuthenticationConfiguration", "v1beta1.AuthenticationConfiguration"},
      {"apiserver.k8s.io", "v1beta1", "EgressSelectorConfiguration", "v1beta1.EgressSelectorConfiguration"},
      {"audit.k8s.io", "v1", "Policy", "v1.Policy"},
      {"config.k8s.io", "v1beta1", "Statusz", "v1beta1.Statusz"},
  };
  for (const Case& c : cases) {
    const Type* type = find_config_kind(c.group, c.version, c.kind);
    ASSERT_NE(type, nullptr) << c.kind;
    EXPECT_EQ(type->go_name, c.go_name);
    EXPECT_FALSE(type->has_proto) << c.kind;
    EXPECT_EQ(find_builtin_kind(c.group, c.version, c.kind), nullptr) << c.kind;
  }
  const Type& tracing = *find_config_kind("apiserver.config.k8s.io", "v1", "TracingConfiguration");
  EXPECT_EQ(field(tracing, "samplingRatePerMillion").type->kind, TypeKind::kInt32);  // inlined from component-base
  EXPECT_EQ(field(*find_config_kind("audit.k8s.io", "v1", "Event"), "requestObject").type->kind, TypeKind::kRawExtension);
}

TEST(BuiltinTypes, AreFoundByModelName) {
  for (const Type* type : builtin_types()) EXPECT_EQ(find_builtin_type(type->name), type) << type->name;
  EXPECT_EQ(find_builtin_type("io.k8s.api.core.v1.Nothing"), nullptr);
  EXPECT_EQ(find_builtin_type(""), nullptr);
  EXPECT_NE(find_builtin_type("io.k8s.apimachinery.pkg.version.Info"), nullptr);
}

TEST(EveryStruct, FieldsAreFoundByName) {
  for_each_struct([](const Type& type) {
    ASSERT_EQ(type.by_name.size(), type.fields.size()) << type.name;
    for (size_t i = 0; i < type.fields.size(); ++i) EXPECT_EQ(type.find(type.fields[i].name), static_cast<int>(i)) << type.name;
    EXPECT_EQ(type.find(""), -1);
    EXPECT_EQ(type.find("no such field"), -1);
  });
}

// The number that a field's bytes are under in the message of `type`: its own, or that of the embed it is in.
uint16_t outer_number(const Type& type, const Field& field) { return field.embed ? type.embeds[field.embed - 1u].number : field.number; }

TEST(EveryStruct, WriteOrderAscendsAndIsWhole) {
  for_each_struct([](const Type& type) {
    std::vector<bool> written(type.fields.size());
    uint16_t last = 0;
    for (uint16_t index : type.by_number) {
      ASSERT_LT(index, type.fields.size()) << type.name;
      EXPECT_FALSE(written[index]) << type.name << " " << type.fields[index].name;
      written[index] = true;
      uint16_t number = outer_number(type, type.fields[index]);
      EXPECT_GE(number, last) << type.name << " " << type.fields[index].name;
      if (!type.fields[index].embed) EXPECT_GT(number, last) << type.name << " " << type.fields[index].name << ": a number twice";
      last = number;
    }
    for (size_t i = 0; i < written.size(); ++i)
      EXPECT_EQ(written[i], type.fields[i].number != 0) << type.name << " " << type.fields[i].name;
  });
}

TEST(EveryStruct, OnlyTypeMetaHasNoNumber) {
  for_each_struct([](const Type& type) {
    for (const Field& f : type.fields) {
      bool type_meta = f.name == "kind" || f.name == "apiVersion";
      if (f.number == 0) EXPECT_TRUE(type_meta || !type.has_proto) << type.name << " " << f.name;
      if (!type.has_proto) EXPECT_EQ(f.number, 0) << type.name << " " << f.name;
    }
  });
}

TEST(EveryStruct, EmbedsHoldTheFieldsOfTheirType) {
  size_t embeds = 0;
  for_each_struct([&](const Type& type) {
    for (size_t e = 0; e < type.embeds.size(); ++e) {
      const Embed& embed = type.embeds[e];
      ++embeds;
      ASSERT_LE(size_t{embed.first} + embed.count, type.fields.size()) << type.name;
      ASSERT_EQ(embed.count, embed.type->fields.size()) << type.name;
      EXPECT_GT(embed.number, 0) << type.name;
      EXPECT_FALSE(embed.name.empty()) << type.name;
      for (size_t i = 0; i < embed.count; ++i) {
        const Field& f = type.fields[embed.first + i];
        EXPECT_EQ(f.embed, e + 1) << type.name << " " << f.name;
        EXPECT_EQ(f.name, embed.type->fields[i].name) << type.name;
        EXPECT_EQ(f.number, embed.type->fields[i].number) << type.name << " " << f.name;
        EXPECT_EQ(f.type, embed.type->fields[i].type) << type.name << " " << f.name;
      }
    }
    for (const Field& f : type.fields) EXPECT_LE(f.embed, type.embeds.size()) << type.name << " " << f.name;
  });
  EXPECT_EQ(embeds, 27u);
}

TEST(EveryType, HasTheElementThatItsKindNeeds) {
  std::set<const Type*> seen;
  std::function<void(const Type&)> visit = [&](const Type& type) {
    if (!seen.insert(&type).second) return;
    bool choice = type.kind == TypeKind::kJsonSchemaOrBool || type.kind == TypeKind::kJsonSchemaOrArray ||
                  type.kind == TypeKind::kJsonSchemaOrStrings;
    EXPECT_EQ(type.element != nullptr, type.kind == TypeKind::kList || type.kind == TypeKind::kMap || choice) << type.go_name;
    EXPECT_FALSE(type.go_name.empty());
    if (type.kind == TypeKind::kStruct) EXPECT_FALSE(type.name.empty()) << type.go_name;
    if (type.element) visit(*type.element);
    for (const Field& f : type.fields) {
      ASSERT_NE(f.type, nullptr);
      if (f.merge == MergeKind::kMap) EXPECT_FALSE(f.list_map_keys.empty()) << type.name << " " << f.name;
      for (std::string_view key : f.list_map_keys) EXPECT_GE(f.type->element->find(key), 0) << type.name << " " << f.name << " " << key;
      visit(*f.type);
    }
  };
  for (const Type* type : builtin_types()) visit(*type);
  EXPECT_GT(seen.size(), 1500u);
}

TEST(Spot, InlinedInJsonNestedInProtobuf) {
  const Type& volume = model("api.core.v1.Volume");
  ASSERT_EQ(volume.embeds.size(), 1u);
  EXPECT_EQ(volume.embeds[0].name, "volumeSource");
  EXPECT_EQ(volume.embeds[0].number, 2);
  EXPECT_EQ(volume.embeds[0].type, &model("api.core.v1.VolumeSource"));
  EXPECT_EQ(field(volume, "hostPath").embed, 1);
  EXPECT_EQ(field(volume, "hostPath").number, 1);
  EXPECT_EQ(field(volume, "name").embed, 0);

  // Two levels: NamedRuleWithOperations inlines RuleWithOperations, which inlines Rule.
  const Type& named = model("api.admissionregistration.v1.NamedRuleWithOperations");
  ASSERT_EQ(named.embeds.size(), 1u);
  EXPECT_EQ(named.embeds[0].type->go_name, "v1.RuleWithOperations");
  ASSERT_EQ(named.embeds[0].type->embeds.size(), 1u);
  EXPECT_EQ(named.embeds[0].type->embeds[0].type->go_name, "v1.Rule");
  EXPECT_EQ(field(named, "apiGroups").embed, 1);
}

TEST(Spot, WrappedLists) {
  const Field& extra = field("api.authentication.v1.UserInfo", "extra");
  EXPECT_EQ(extra.type->kind, TypeKind::kMap);
  EXPECT_EQ(extra.type->element->kind, TypeKind::kList);
  EXPECT_TRUE(extra.type->element->proto_wrapper);
  EXPECT_TRUE(field("apimachinery.pkg.apis.meta.v1.APIResource", "verbs").type->proto_wrapper);
  EXPECT_FALSE(field("api.rbac.v1.PolicyRule", "verbs").type->proto_wrapper);
}

TEST(Spot, RedefinedAndAliasedStructs) {
  const Type& condition = model("api.admissionregistration.v1alpha1.MatchCondition");
  EXPECT_NE(&condition, &model("api.admissionregistration.v1.MatchCondition"));
  EXPECT_EQ(condition.fields.size(), 2u);
  EXPECT_EQ(field(condition, "expression").number, 2);
  EXPECT_EQ(field("api.core.v1.List", "items").type->element->kind, TypeKind::kRawExtension);
  EXPECT_EQ(field("api.admissionregistration.v1beta1.ValidatingWebhook", "rules").type->element,
            &model("api.admissionregistration.v1.RuleWithOperations"));
}

TEST(Spot, HandCodedTypes) {
  struct Case {
    std::string_view model, path;
    TypeKind kind;
    bool pointer;
  };
  const Case cases[] = {
      {"apimachinery.pkg.apis.meta.v1.ObjectMeta", "creationTimestamp", TypeKind::kTime, false},
      {"apimachinery.pkg.apis.meta.v1.ObjectMeta", "deletionTimestamp", TypeKind::kTime, true},
      {"apimachinery.pkg.apis.meta.v1.ObjectMeta", "managedFields.fieldsV1", TypeKind::kFieldsV1, true},
      {"api.coordination.v1.Lease", "spec.renewTime", TypeKind::kMicroTime, true},
      {"api.core.v1.EmptyDirVolumeSource", "sizeLimit", TypeKind::kQuantity, true},
      {"api.core.v1.ServicePort", "targetPort", TypeKind::kIntOrString, false},
      {"api.apps.v1.RollingUpdateDeployment", "maxSurge", TypeKind::kIntOrString, true},
      {"api.apps.v1.ControllerRevision", "data", TypeKind::kRawExtension, false},
      {"apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "default", TypeKind::kAny, true},
      {"apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "items", TypeKind::kJsonSchemaOrArray, true},
      {"apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "additionalProperties", TypeKind::kJsonSchemaOrBool, true},
      {"api.core.v1.Secret", "data", TypeKind::kMap, false},
      {"api.core.v1.PodSpec", "priority", TypeKind::kInt32, true},
      {"api.core.v1.PodSpec", "activeDeadlineSeconds", TypeKind::kInt64, true},
      {"apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "maximum", TypeKind::kDouble, true},
      {"apimachinery.pkg.apis.meta.v1.WatchEvent", "object", TypeKind::kRawExtension, false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(field(c.model, c.path).type->kind, c.kind) << c.model << " " << c.path;
    EXPECT_EQ(field(c.model, c.path).pointer, c.pointer) << c.model << " " << c.path;
  }
  EXPECT_EQ(field("api.core.v1.Secret", "data").type->element->kind, TypeKind::kBytes);
  EXPECT_EQ(field("apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "dependencies").type->element->kind,
            TypeKind::kJsonSchemaOrStrings);
  EXPECT_EQ(field("apimachinery.pkg.apis.meta.v1.TableRow", "cells").type->element->kind, TypeKind::kAny);
  EXPECT_EQ(model("apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool").element,
            &model("apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"));
}

TEST(Spot, WhenJsonIsWritten) {
  EXPECT_EQ(field("apimachinery.pkg.apis.meta.v1.ObjectMeta", "creationTimestamp").emit, Emit::kOmitZero);
  EXPECT_EQ(field("apimachinery.pkg.apis.meta.v1.ObjectMeta", "labels").emit, Emit::kOmitEmpty);
  EXPECT_EQ(field("api.core.v1.PodSpec", "containers").emit, Emit::kAlways);  // null when nil
  EXPECT_EQ(field("api.core.v1.DaemonEndpoint", "Port").number, 1);
  EXPECT_EQ(field("apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps", "$ref").emit, Emit::kOmitEmpty);
}

TEST(Spot, NoProtobufForm) {
  for (const char* name :
       {"apimachinery.pkg.apis.meta.v1.Table", "apimachinery.pkg.apis.meta.v1.TableRow", "apimachinery.pkg.version.Info"})
    EXPECT_FALSE(model(name).has_proto) << name;
  EXPECT_TRUE(model("apimachinery.pkg.apis.meta.v1.PartialObjectMetadata").has_proto);
}

TEST(Spot, HowListsAndStructsMerge) {
  const Field& ports = field("api.core.v1.ServiceSpec", "ports");
  EXPECT_EQ(ports.merge, MergeKind::kMap);
  EXPECT_TRUE(std::ranges::equal(ports.list_map_keys, std::vector<std::string_view>{"port", "protocol"}));
  EXPECT_EQ(ports.patch_merge_key, "port");
  EXPECT_EQ(ports.patch_strategy, kPatchMerge);
  EXPECT_EQ(field("api.core.v1.PodSpec", "volumes").patch_strategy, kPatchMerge | kPatchRetainKeys);
  EXPECT_EQ(field("api.apps.v1.DeploymentSpec", "strategy").patch_strategy, kPatchRetainKeys);
  EXPECT_EQ(field("api.policy.v1.PodDisruptionBudgetSpec", "selector").patch_strategy, kPatchReplace);
  EXPECT_EQ(field("apimachinery.pkg.apis.meta.v1.ObjectMeta", "finalizers").patch_merge_key, "");
  EXPECT_EQ(field("api.core.v1.PersistentVolumeSpec", "claimRef").merge, MergeKind::kGranular);
  EXPECT_EQ(field("api.batch.v1.JobStatus", "conditions").merge, MergeKind::kAtomic);
  EXPECT_EQ(model("apimachinery.pkg.apis.meta.v1.LabelSelector").merge, MergeKind::kAtomic);
}

TEST(Spot, DefaultsEnumsMarkersUnions) {
  EXPECT_EQ(field("api.core.v1.AzureDiskVolumeSource", "kind").default_json, "\"Shared\"");  // +default=ref(AzureSharedBlobDisk)
  EXPECT_EQ(field("api.core.v1.ContainerPort", "protocol").default_json, "\"TCP\"");
  EXPECT_EQ(field("api.core.v1.ReplicationControllerSpec", "replicas").default_json, "1");
  EXPECT_EQ(field("api.core.v1.PodSpec", "nodeName").default_json, "");

  const Field& address_type = field("api.discovery.v1.EndpointSlice", "addressType");
  std::vector<std::string_view> values;
  for (const EnumValue& value : address_type.enum_values) values.push_back(value.value);
  EXPECT_EQ(values, (std::vector<std::string_view>{"FQDN", "IPv4", "IPv6"}));  // two are conversions of another type's constants
  EXPECT_EQ(address_type.type->enum_values.data(), address_type.enum_values.data());
  EXPECT_TRUE(address_type.required);
  EXPECT_FALSE(field("api.discovery.v1.EndpointSlice", "ports").required);

  bool found = false;
  for (const Marker& marker : field("api.resource.v1.DeviceRequestAllocationResult", "pool").markers)
    found |= marker.text.contains("+k8s:");
  EXPECT_TRUE(found);

  const Type& profile = model("api.core.v1.SeccompProfile");
  ASSERT_EQ(profile.unions.size(), 1u);
  EXPECT_EQ(profile.unions[0].discriminator, "type");
  ASSERT_EQ(profile.unions[0].members.size(), 1u);
  EXPECT_EQ(profile.unions[0].members[0].name, "localhostProfile");
  EXPECT_EQ(profile.unions[0].members[0].discriminated_by, "LocalhostProfile");
}

TEST(Spot, Descriptions) {
  EXPECT_EQ(model("api.core.v1.ConfigMap").doc, "ConfigMap holds configuration data for pods to consume.");
  EXPECT_EQ(
      field("api.core.v1.ContainerPort", "protocol").doc,
      "Protocol for port. Must be UDP, TCP, or SCTP. Defaults to \"TCP\".\n\nPossible enum values:\n - `\"SCTP\"` is the SCTP protocol.\n"
      " - `\"TCP\"` is the TCP protocol.\n - `\"UDP\"` is the UDP protocol.");
}

}  // namespace
}  // namespace pintle::schema
