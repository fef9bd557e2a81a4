#include "load/kubeconfig.h"

#include <openssl/evp.h>

#include <filesystem>

#include "base/file.h"
#include "load/yaml_tree.h"

namespace pintle::load {
namespace {

const YamlNode& named(const YamlNode& list, const std::string& name) {
  for (const YamlNode& item : list.items) {
    if (item["name"].scalar == name) return item;
  }
  return list[list.items.size()];
}

// Line breaks within it are those of a YAML block.
Result<std::string> base64(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r'; });
  std::string bytes(text.size(), '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  const size_t padding = text.size() - std::min(text.find('='), text.size());
  if (length < 0 || padding > 2) return fail(Status::bad_request("a kubeconfig's data is no base64"));
  bytes.resize(static_cast<size_t>(length) - padding);
  return bytes;
}

// `<name>-data` embedded, or the file that `<name>` names, relative to the kubeconfig's folder.
Result<std::string> material(const YamlNode& node, const std::string& name, const std::filesystem::path& folder) {
  if (const std::string& data = node[name + "-data"].scalar; !data.empty()) return base64(data);
  const std::string& file = node[name].scalar;
  if (file.empty()) return std::string();
  return read_file((folder / file).string());
}

}  // namespace

Result<Target> read_kubeconfig(const std::string& path) {
  PINTLE_TRY(const std::string text, read_file(path));
  return parse_kubeconfig(text, path);
}

Result<Target> parse_kubeconfig(std::string_view text, const std::string& path) {
  PINTLE_TRY(const YamlNode root, parse_yaml(text));
  const YamlNode& context = named(root["contexts"], root["current-context"].scalar)["context"];
  const YamlNode& cluster = named(root["clusters"], context["cluster"].scalar)["cluster"];
  const YamlNode& user = named(root["users"], context["user"].scalar)["user"];
  if (!user["exec"].members.empty() || !user["auth-provider"].members.empty()) {
    return fail(Status::bad_request(path + ": a user that a program provides is not supported; give --token"));
  }
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  Credentials credentials{.token = user["token"].scalar};
  PINTLE_TRY(credentials.certificate_pem, material(user, "client-certificate", folder));
  PINTLE_TRY(credentials.key_pem, material(user, "client-key", folder));
  PINTLE_TRY(credentials.authority_pem, material(cluster, "certificate-authority", folder));
  return target_of(cluster["server"].scalar, std::move(credentials));
}

}  // namespace pintle::load
