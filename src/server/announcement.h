// What the server prints on standard output when it is ready: for people, and for programs that wait for the line.
//
//   Pintle is ready at https://127.0.0.1:6443
//   kubectl --kubeconfig ./pintle-data/kubeconfig get namespaces
#pragma once

#include <string>

namespace pintle::server {

// Printed and flushed once, after the port listens, the first read would be answered and the kubeconfig is in place.
std::string ready_announcement(const std::string& url, const std::string& kubeconfig);

}  // namespace pintle::server
