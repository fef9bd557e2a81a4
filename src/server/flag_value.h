// FlagValue: the value of one flag, read as pflag and component-base read its type.
//
//   FlagValue value;
//   set_flag_value(FlagKind::kStrings, value, "a,b");   // items: a, b
//   set_flag_value(FlagKind::kStrings, value, "c");     // items: a, b, c (lists and maps grow)
//   set_flag_value(FlagKind::kDuration, value, "60s");  // items: 1m0s
//
// The items are in the type's canonical form, so that two values are the same setting exactly when they are equal.
// Errors: 400 with the message that pflag puts behind `invalid argument "x" for "--flag" flag: `.
// Source: github.com/spf13/pflag, k8s.io/component-base/cli/flag, k8s.io/apimachinery/pkg/util/net (PortRange).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace pintle::server {

enum class FlagKind : uint8_t {
  kBool,
  kInt,
  kFloat,
  kFloat32,
  kString,
  kStrings,      // a line of CSV; repeated: appended
  kStringArray,  // one item each time, commas and all
  kDuration,
  kIp,
  kQuantity,
  kMap,             // key=value,key=value; repeated: added
  kMapItem,         // one key=value each time, commas and all
  kStringToString,  // the same with CSV's quotes
  kMultimap,        // key:value,value
  kInt32s,
  kNamedCertKeys,  // cert,key:name,name
  kLevel,
  kModuleLevels,  // pattern=N,pattern=N
  kPortRange,
  kVersion,
  kFileMode,  // octal
};

struct FlagValue {
  std::vector<std::string> items;  // scalars: exactly one
  bool operator==(const FlagValue&) const = default;
};

// The value of a flag that was never set and has no default.
FlagValue zero_flag_value(FlagKind kind);
// Lists and maps: adds to `value`; otherwise replaces it. On an error `value` is unspecified.
Result<void> set_flag_value(FlagKind kind, FlagValue& value, std::string_view text);
// The type's name in the help text; "" for bool.
std::string_view type_name(FlagKind kind);

// Reads "30000-32767", "30000+100" or "30000".
struct Ports {
  int first = 0;
  int last = -1;  // below first: empty
};
Result<Ports> parse_port_range(std::string_view text);

}  // namespace pintle::server
