// What stands under one path: its operations, and the parameters that all of them take.
// Thread: pure, but SharedParameters belongs to one thread.
// Source: kube-openapi pkg/builder and pkg/builder3 (buildOperations, findCommonParameters), pkg/builder/parameters.go.
#pragma once

#include <map>
#include <span>
#include <string>

#include "api/openapi/json_writer.h"
#include "api/openapi/route.h"

namespace pintle::api::openapi {

// Edition 2: parameters that are written once, in the document's "parameters", by name: {"pretty-tJGM1-ng", "{...}"}. The name ends with
// a hash of the text.
class SharedParameters {
 public:
  // The name of a parameter with this text.
  const std::string& name_of(std::string_view parameter, const std::string& json);
  const std::map<std::string, std::string>& by_name() const { return by_name_; }

 private:
  std::map<std::string, std::string> names_;  // by text
  std::map<std::string, std::string> by_name_;
};

// `routes` are of one path, each of another method.
void write_path_item_v2(std::span<const Route> routes, SharedParameters& shared, JsonWriter& out);
void write_path_item_v3(std::span<const Route> routes, JsonWriter& out);

}  // namespace pintle::api::openapi
