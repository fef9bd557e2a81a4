// hook<rule>: makes a rule that is written on typed views the plain function that a Kind holds.
//
//   void validate(v1::ConfigMap map, object::ErrorList& errors);
//   const api::Kind kConfigMap = {..., .validate = hook<validate>, ...};
//
// The rule's parameters say which hook it is for; V is a view that reads, M one that writes:
//   void (M)                                  set_defaults, canonicalize
//   void (M, const HookContext&)              prepare_create, prepare_delete
//   void (M, V old, const HookContext&)       prepare_update
//   void (V, ErrorList&)                      validate
//   void (V, V old, ErrorList&)               validate_update
//   void (V, V old, std::vector<std::string>&)  warnings; `old` is absent on create
//   void (V, int64_t now_seconds, Cells&)     row
//   bool (V), int64_t (V, optional<int64_t>)  held, grace_seconds
#pragma once

#include "api/kind.h"
#include "object/view_mut.h"

namespace pintle::groups {

namespace hook_detail {

template <auto kRule, class Signature = decltype(kRule)>
struct Adapter;

template <auto kRule, class M>
struct Adapter<kRule, void (*)(M)> {
  static void call(object::Document& document) { kRule(M(&document.root(), document.arena())); }
};

template <auto kRule, class M>
struct Adapter<kRule, void (*)(M, const api::HookContext&)> {
  static void call(object::Document& document, const api::HookContext& context) { kRule(M(&document.root(), document.arena()), context); }
};

template <auto kRule, class M, class V>
struct Adapter<kRule, void (*)(M, V, const api::HookContext&)> {
  static void call(object::Document& document, const object::Value& old, const api::HookContext& context) {
    kRule(M(&document.root(), document.arena()), V(&old), context);
  }
};

template <auto kRule, class V>
struct Adapter<kRule, void (*)(V, object::ErrorList&)> {
  static void call(const object::Value& object, object::ErrorList& errors) { kRule(V(&object), errors); }
};

template <auto kRule, class V>
struct Adapter<kRule, void (*)(V, V, object::ErrorList&)> {
  static void call(const object::Value& object, const object::Value& old, object::ErrorList& errors) { kRule(V(&object), V(&old), errors); }
};

template <auto kRule, class V>
struct Adapter<kRule, void (*)(V, V, std::vector<std::string>&)> {
  static void call(const object::Value& object, const object::Value* old, std::vector<std::string>& warnings) {
    kRule(V(&object), V(old), warnings);
  }
};

template <auto kRule, class V>
struct Adapter<kRule, void (*)(V, int64_t, api::Cells&)> {
  static void call(const object::Value& object, int64_t now_seconds, api::Cells& cells) { kRule(V(&object), now_seconds, cells); }
};

template <auto kRule, class V>
struct Adapter<kRule, bool (*)(V)> {
  static bool call(const object::Value& object) { return kRule(V(&object)); }
};

template <auto kRule, class V>
struct Adapter<kRule, int64_t (*)(V, std::optional<int64_t>)> {
  static int64_t call(const object::Value& object, std::optional<int64_t> asked) { return kRule(V(&object), asked); }
};

}  // namespace hook_detail

template <auto kRule>
inline constexpr auto hook = &hook_detail::Adapter<kRule>::call;

}  // namespace pintle::groups
