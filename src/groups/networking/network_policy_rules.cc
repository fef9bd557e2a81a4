#include "groups/networking/network_policy_rules.h"

#include <algorithm>
#include <span>

#include "api/metadata_rules.h"
#include "groups/networking/networking.h"
#include "object/ip_validation.h"
#include "object/label_selector.h"

namespace pintle::networking {
namespace {

using object::ErrorList;
using object::FieldPath;
using object::LabelSelectorRules;
using object::ObjectMeta;
using object::quoted;

constexpr std::string_view kProtocols[] = {"TCP", "UDP", "SCTP"};
constexpr std::string_view kPolicyTypes[] = {"Ingress", "Egress"};

// What a stored policy already has may stay.
struct Known {
  LabelSelectorRules selectors;
  std::vector<std::string_view> ranges;
};

ObjectMeta meta_of(v1::NetworkPolicy policy) { return ObjectMeta(policy.metadata().node()); }

bool is_one_of(std::string_view value, std::span<const std::string_view> values) {
  return std::ranges::find(values, value) != values.end();
}

void validate_end_port(v1::NetworkPolicyPort port, const FieldPath& path, ErrorList& errors) {
  const auto end = port.end_port();
  if (!end) return;
  if (!port.port().present()) return errors.invalid(path, std::to_string(*end), "may not be specified when `port` is not specified");
  if (port.port().is_string()) return errors.invalid(path, std::to_string(*end), "may not be specified when `port` is non-numeric");
  if (*end < port.port().as_int()) errors.invalid(path, std::to_string(port.port().as_int()), "must be greater than or equal to `port`");
  errors.invalid_each(path, std::to_string(*end), object::is_port_number(*end));
}

void validate_port(v1::NetworkPolicyPort port, const FieldPath& path, ErrorList& errors) {
  const auto protocol = port.protocol();
  if (protocol && !is_one_of(*protocol, kProtocols)) errors.not_supported(path.child("protocol"), quoted(*protocol), kProtocols);
  const object::IntOrString number = port.port();
  if (number.present() && !number.is_string())
    errors.invalid_each(path.child("port"), std::to_string(number.as_int()), object::is_port_number(number.as_int()));
  validate_end_port(port, path.child("endPort"), errors);
  if (number.is_string()) errors.invalid_text_each(path.child("port"), number.as_string(), object::is_port_name(number.as_string()));
}

void validate_ip_block(v1::IPBlock block, const Known& known, const FieldPath& path, ErrorList& errors) {
  constexpr auto kStrict = object::IpStrictness::kStrict;
  if (block.cidr().empty()) return errors.required(path.child("cidr"), "");
  object::validate_cidr_for_legacy_field(block.cidr(), kStrict, known.ranges, path.child("cidr"), errors);
  const auto range = object::parse_cidr_sloppy(block.cidr());
  if (!range) return;
  for (auto [index, text] : block.except().enumerate()) {
    const FieldPath at = path.child("except").index(index);
    object::validate_cidr_for_legacy_field(text, kStrict, known.ranges, at, errors);
    const auto except = object::parse_cidr_sloppy(text);
    const bool subset = except && range->contains(*except->at(0)) && range->prefix_bits() < except->prefix_bits();
    if (except && !subset) errors.invalid(at, quoted(text), "must be a strict subset of `cidr`");
  }
}

void validate_peer(v1::NetworkPolicyPeer peer, const Known& known, const FieldPath& path, ErrorList& errors) {
  const meta::v1::LabelSelector pods = peer.pod_selector();
  const meta::v1::LabelSelector namespaces = peer.namespace_selector();
  if (pods) object::validate_label_selector(pods.node(), known.selectors, path.child("podSelector"), errors);
  if (namespaces) object::validate_label_selector(namespaces.node(), known.selectors, path.child("namespaceSelector"), errors);
  if (peer.ip_block()) validate_ip_block(peer.ip_block(), known, path.child("ipBlock"), errors);
  if (!pods && !namespaces && !peer.ip_block()) errors.required(path, "must specify a peer");
  if (peer.ip_block() && (pods || namespaces)) errors.forbidden(path, "may not specify both ipBlock and another peer");
}

void validate_rule(object::ListView<v1::NetworkPolicyPort> ports, object::ListView<v1::NetworkPolicyPeer> peers, std::string_view side,
                   const Known& known, const FieldPath& path, ErrorList& errors) {
  for (auto [index, port] : ports.enumerate()) validate_port(port, path.child("ports").index(index), errors);
  for (auto [index, peer] : peers.enumerate()) validate_peer(peer, known, path.child(side).index(index), errors);
}

void validate_types(v1::NetworkPolicySpec spec, const FieldPath& path, ErrorList& errors) {
  std::vector<std::string_view> types;
  for (const std::string_view type : spec.policy_types()) types.push_back(type);
  if (types.size() > std::size(kPolicyTypes))
    return errors.invalid(path, object::printed_list(types), "may not specify more than two policyTypes");
  for (size_t i = 0; i < types.size(); ++i)
    if (!is_one_of(types[i], kPolicyTypes)) errors.not_supported(path.index(i), quoted(types[i]), kPolicyTypes);
}

void validate_spec(v1::NetworkPolicySpec spec, const Known& known, ErrorList& errors) {
  const FieldPath path("spec");
  if (spec.has_pod_selector())
    object::validate_label_selector(spec.pod_selector().node(), known.selectors, path.child("podSelector"), errors);
  for (auto [index, rule] : spec.ingress().enumerate())
    validate_rule(rule.ports(), rule.from(), "from", known, path.child("ingress").index(index), errors);
  for (auto [index, rule] : spec.egress().enumerate())
    validate_rule(rule.ports(), rule.to(), "to", known, path.child("egress").index(index), errors);
  validate_types(spec, path.child("policyTypes"), errors);
}

void add_ranges(object::ListView<v1::NetworkPolicyPeer> peers, std::vector<std::string_view>& ranges) {
  for (const v1::NetworkPolicyPeer peer : peers) {
    if (!peer.ip_block()) continue;
    ranges.push_back(peer.ip_block().cidr());
    for (const std::string_view except : peer.ip_block().except()) ranges.push_back(except);
  }
}

Known known_of(v1::NetworkPolicySpec old) {
  Known known;
  ErrorList faults;
  if (old.has_pod_selector()) object::validate_label_selector(old.pod_selector().node(), {}, FieldPath("podSelector"), faults);
  known.selectors.allow_invalid_values = !faults.empty();
  for (const v1::NetworkPolicyIngressRule rule : old.ingress()) add_ranges(rule.from(), known.ranges);
  for (const v1::NetworkPolicyEgressRule rule : old.egress()) add_ranges(rule.to(), known.ranges);
  return known;
}

void warn_of_peers(object::ListView<v1::NetworkPolicyPeer> peers, const FieldPath& path, std::vector<std::string>& warnings) {
  for (auto [index, peer] : peers.enumerate()) {
    if (!peer.ip_block()) continue;
    const FieldPath block = path.index(index).child("ipBlock");
    object::append_cidr_warnings(peer.ip_block().cidr(), block.child("cidr"), warnings);
    for (auto [at, except] : peer.ip_block().except().enumerate())
      object::append_cidr_warnings(except, block.child("except").index(at), warnings);
  }
}

void set_port_defaults(object::ListMut<v1::NetworkPolicyPortMut> ports) {
  for (const v1::NetworkPolicyPortMut port : ports)
    if (!port.protocol()) port.set_protocol("TCP");
}

}  // namespace

void set_policy_defaults(v1::NetworkPolicyMut policy) {
  const v1::NetworkPolicySpecMut spec = policy.ensure_spec();
  for (const v1::NetworkPolicyIngressRuleMut rule : spec.ingress()) set_port_defaults(rule.ports());
  for (const v1::NetworkPolicyEgressRuleMut rule : spec.egress()) set_port_defaults(rule.ports());
  if (!v1::NetworkPolicySpec(spec).policy_types().empty()) return;
  const bool has_egress = !v1::NetworkPolicySpec(spec).egress().empty();
  spec.ensure_policy_types().append("Ingress");
  if (has_egress) spec.ensure_policy_types().append("Egress");
}

void validate_policy(v1::NetworkPolicy policy, ErrorList& errors) { validate_spec(policy.spec(), {}, errors); }

void validate_policy_update(v1::NetworkPolicy policy, v1::NetworkPolicy old, ErrorList& errors) {
  api::validate_metadata_update(kNetworkPolicy, meta_of(policy), meta_of(old), errors);
  validate_spec(policy.spec(), known_of(old.spec()), errors);
}

void warn_of_policy(v1::NetworkPolicy policy, v1::NetworkPolicy, std::vector<std::string>& warnings) {
  const FieldPath path("spec");
  for (auto [index, rule] : policy.spec().ingress().enumerate())
    warn_of_peers(rule.from(), path.child("ingress").index(index).child("from"), warnings);
  for (auto [index, rule] : policy.spec().egress().enumerate())
    warn_of_peers(rule.to(), path.child("egress").index(index).child("to"), warnings);
}

}  // namespace pintle::networking
