// The program under the name `etcd`: what test harnesses start before kube-apiserver (controller-runtime's envtest), without being a
// store. It keeps the place of the data and tells it to the kube-apiserver that is given its address; that one opens the store.
//
//   etcd --data-dir /tmp/x --listen-client-urls http://127.0.0.1:2379 --unsafe-no-fsync=true
//   kube-apiserver --etcd-servers http://127.0.0.1:2379 ...
//
//   GET /health           {"health":"true","reason":""}, as etcd answers
//   GET /pintle/storage   text/plain, where and how the store is to be opened (storage_place.h)
//
// Flags: etcd's syntax (Go's flag package: -name or --name, =value or the next argument). The five above act; the others that start a
// single member are accepted and have nothing to act on; those of TLS, clusters of several members and all unknown ones are refused.
// Errors: a line for the user. Source: etcd server/etcdmain/config.go, server/etcdserver/api/etcdhttp/health.go.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/storage_place.h"

namespace pintle::server {

struct EtcdCommandLine {
  bool help = false;
  std::string listen_address = "127.0.0.1";  // an IP address
  uint16_t listen_port = 2379;
  StoragePlace place{.data_dir = "default.etcd"};
};

Result<EtcdCommandLine> parse_etcd_command_line(std::span<const std::string_view> arguments);
std::string etcd_help_text();

// Serves until SIGTERM or SIGINT; returns the exit code.
int run_etcd_stand_in(const EtcdCommandLine& line);

}  // namespace pintle::server
