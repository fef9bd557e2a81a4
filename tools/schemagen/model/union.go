package model

import (
	"slices"
	"strings"

	"schemagen/source"
)

// unions gives the unions that a struct's markers declare, and those of the structs it inlines: all optional fields of a struct marked
// +union, told apart by the field marked +unionDiscriminator. Source: kube-openapi pkg/generators/union.go.
func (r *resolver) unions(d declared) []Union {
	var found []Union
	if d.typ.Comment.Has("union") {
		found = append(found, unionOf(d.typ.Fields))
	}
	for _, f := range d.typ.Fields {
		if inner, ok := r.declared[f.Type.Ref]; ok && f.Embedded && f.JSON == "" {
			found = append(found, r.unions(inner)...)
		}
	}
	return found
}

func unionOf(fields []source.Field) Union {
	var union Union
	for _, f := range fields {
		switch {
		case f.JSON == "":
		case f.Comment.Has("unionDiscriminator"):
			union.Discriminator = f.JSON
		default:
			union.Members = append(union.Members, UnionMember{f.JSON, f.Go})
		}
	}
	slices.SortFunc(union.Members, func(a, b UnionMember) int { return strings.Compare(a.JSON, b.JSON) })
	return union
}
