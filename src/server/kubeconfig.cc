#include "server/kubeconfig.h"

#include <openssl/evp.h>

#include "base/ip_address.h"

namespace pintle::server {
namespace {

std::string base64(const std::string& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                             static_cast<int>(bytes.size()));
  text.resize(static_cast<size_t>(size));
  return text;
}

}  // namespace

std::string kubeconfig_text(const KubeconfigContent& content) {
  return "apiVersion: v1\n"
         "kind: Config\n"
         "clusters:\n"
         "- name: pintle\n"
         "  cluster:\n"
         "    certificate-authority-data: " +
         base64(content.authority_pem) +
         "\n"
         "    server: " +
         content.server_url +
         "\n"
         "contexts:\n"
         "- name: pintle\n"
         "  context:\n"
         "    cluster: pintle\n"
         "    user: kubernetes-admin\n"
         "current-context: pintle\n"
         "preferences: {}\n"
         "users:\n"
         "- name: kubernetes-admin\n"
         "  user:\n"
         "    client-certificate-data: " +
         base64(content.client.certificate_pem) +
         "\n"
         "    client-key-data: " +
         base64(content.client.key_pem) + "\n";
}

std::string server_url(const std::string& bind_address, int port) {
  auto address = IpAddress::parse(bind_address);
  std::string host = bind_address;
  if (address && address->is_unspecified()) host = address->is_v4() ? "127.0.0.1" : "::1";
  if (address && !address->is_v4()) host = "[" + host + "]";
  return "https://" + host + ":" + std::to_string(port);
}

}  // namespace pintle::server
