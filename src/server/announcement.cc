#include "server/announcement.h"

namespace pintle::server {

std::string ready_announcement(const std::string& url, const std::string& kubeconfig) {
  return "Pintle is ready at " + url + "\nkubectl --kubeconfig " + kubeconfig + " get namespaces\n";
}

}  // namespace pintle::server
