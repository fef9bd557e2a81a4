// ClusterObjects: how authentication reads the objects that tokens are bound to.
//
//   PINTLE_TRY(FoundObject account, objects.get(BoundKind::kServiceAccount, "default", "builder"));
//   core::v1::ServiceAccount view(&account.document.root());
//
// It reads what is newest: every write that was acknowledged before is in it; nothing waits.
// Errors: 404 as a client reads it; 500 for an object that cannot be read. Thread: any.
// Source: k8s.io/kubernetes/pkg/controller/serviceaccount/tokengetter.go.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "object/document.h"

namespace pintle::auth {

enum class BoundKind : uint8_t { kServiceAccount, kSecret, kPod, kNode };

struct FoundObject {
  object::Document document;  // of core/v1
  int64_t revision = 0;
};

// An object as it was seen.
struct ObjectVersion {
  BoundKind kind = BoundKind::kServiceAccount;
  std::string namespace_;
  std::string name;
  int64_t revision = 0;
};

class ClusterObjects {
 public:
  virtual ~ClusterObjects() = default;
  virtual Result<FoundObject> get(BoundKind kind, std::string_view namespace_, std::string_view name) const = 0;
  // 0 when there is none. Cheap: asked on each request.
  virtual int64_t revision(BoundKind kind, std::string_view namespace_, std::string_view name) const = 0;
};

}  // namespace pintle::auth
