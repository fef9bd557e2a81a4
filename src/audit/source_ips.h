// Where a request comes from: what proxies say of it (X-Forwarded-For, X-Real-Ip), then the connection's own address.
//
//   source_ips("10.1.1.1, 10.2.2.2", "10.1.1.1", "127.0.0.1")   ->  10.1.1.1, 10.2.2.2, 127.0.0.1
//
// All but the last can be made up by the client. What is no address is left out. Pure; any thread.
// Source: k8s.io/apimachinery/pkg/util/net SourceIPs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pintle::audit {

std::vector<std::string> source_ips(std::string_view forwarded_for, std::string_view real_ip, std::string_view remote);

}  // namespace pintle::audit
