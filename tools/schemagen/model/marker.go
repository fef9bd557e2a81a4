package model

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"schemagen/source"
)

// validationMarkers keeps the declarative validation: every marker that begins with "k8s:", as written, but for those that steer other
// generators.
func validationMarkers(comment source.Comment) []string {
	var found []string
	for _, marker := range comment.Markers {
		name, _, _ := strings.Cut(marker, "=")
		name, _, _ = strings.Cut(name, "(")
		if strings.HasPrefix(name, "k8s:") && !otherGenerators.MatchString(name) {
			found = append(found, "+"+marker)
		}
	}
	return found
}

var otherGenerators = regexp.MustCompile(`^k8s:(deepcopy-gen|conversion-gen|conversion-fn|defaulter-gen|openapi|prerelease-lifecycle-gen|protobuf-gen)`)

var mergeNames = map[string]Merge{"atomic": MergeAtomic, "set": MergeSet, "map": MergeMap, "granular": MergeGranular}

// mergeMarkers reads listType, mapType or structType, and listMapKey. Both spellings (+listType, +k8s:listType) may stand on one
// field; each key counts once.
func mergeMarkers(comment source.Comment) (Merge, []string) {
	merge := MergeUnset
	var keys []string
	for _, marker := range comment.Markers {
		name, value, _ := strings.Cut(strings.TrimPrefix(marker, "k8s:"), "=")
		switch name {
		case "listType", "mapType", "structType":
			if merge == MergeUnset && mergeNames[value] != "" {
				merge = mergeNames[value]
			}
		case "listMapKey":
			if !slices.Contains(keys, value) {
				keys = append(keys, value)
			}
		}
	}
	return merge, keys
}

var reference = regexp.MustCompile(`^ref\(([\w./-]+)\)$`)

// defaultOf gives the `+default` of a field as JSON, ref(Const) replaced by the constant's value.
func (r *resolver) defaultOf(f source.Field, importPath string) (string, error) {
	value, ok := f.Comment.Value("default")
	if !ok {
		return "", nil
	}
	found := reference.FindStringSubmatch(value)
	if found == nil {
		return value, nil
	}
	text, err := r.constant(source.Ref{Package: importPath, Name: found[1]})
	return quote(text), err
}

// constant follows a constant to its value.
func (r *resolver) constant(ref source.Ref) (string, error) {
	for range len(r.consts) + 1 {
		c, ok := r.consts[ref]
		if !ok {
			return "", fmt.Errorf("no constant %s", ref)
		}
		if c.Same == (source.Ref{}) {
			return c.Value, nil
		}
		ref = c.Same
	}
	return "", fmt.Errorf("the constant %s refers to itself", ref)
}

// quote writes a JSON string; constants hold neither quotes nor control characters.
func quote(text string) string { return `"` + text + `"` }
