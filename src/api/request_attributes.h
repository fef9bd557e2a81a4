// What an authorizer is asked of a request: the attributes that its path and method come to.
//
// Ownership: views into `info`, which outlives them. Thread: any.
#pragma once

#include "api/request_info.h"
#include "auth/authorizer.h"

namespace pintle::api {

inline auth::Attributes attributes_of(const RequestInfo& info, const auth::User* user) {
  return {.user = user,
          .verb = info.verb,
          .namespace_ = info.namespace_,
          .group = info.group,
          .version = info.version,
          .resource = info.resource,
          .subresource = info.subresource,
          .name = info.name,
          .is_resource = info.is_resource,
          .path = info.path};
}

}  // namespace pintle::api
