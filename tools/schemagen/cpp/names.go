package cpp

import (
	"regexp"
	"strings"
)

var (
	pluralAcronym = regexp.MustCompile(`([A-Z]{2,})s([A-Z]|$)`) // clusterIPs, podCIDRs
	acronymWord   = regexp.MustCompile(`([A-Z]+)([A-Z][a-z])`)  // HTTPGet
	lowerUpper    = regexp.MustCompile(`([a-z0-9])([A-Z])`)     // containerPort
	odd           = regexp.MustCompile(`\W+`)                   // $ref, x-kubernetes-int-or-string
)

// snake gives the C++ name of a JSON field: containerPort, container_port; clusterIPs, cluster_ips; x-kubernetes-group, x_kubernetes_group.
func snake(name string) string {
	name = strings.Trim(odd.ReplaceAllString(name, "_"), "_")
	name = pluralAcronym.ReplaceAllStringFunc(name, func(match string) string {
		found := pluralAcronym.FindStringSubmatch(match)
		return found[1][:1] + strings.ToLower(found[1][1:]) + "s" + found[2]
	})
	name = acronymWord.ReplaceAllString(name, "${1}_${2}")
	name = lowerUpper.ReplaceAllString(name, "${1}_${2}")
	return strings.ToLower(name)
}

// accessor is snake with an underscore after what C++ or the views' base has for itself.
func accessor(name string) string {
	name = snake(name)
	if reserved[name] {
		return name + "_"
	}
	return name
}

var reserved = func() map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(`
		alignas alignof and and_eq asm auto bitand bitor bool break case catch char class compl concept const consteval constexpr constinit
		continue decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline int long
		mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register requires return short signed
		sizeof static static_assert struct switch template this thread_local throw true try typedef typeid typename union unsigned using
		virtual void volatile wchar_t while xor xor_eq
		present node base arena mutable_node schema_type stdin stdout stderr unix linux errno major minor`) {
		words[word] = true
	}
	return words
}()
