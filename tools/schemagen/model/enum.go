package model

import (
	"regexp"
	"slices"
	"strings"

	"schemagen/source"
)

var blanks = regexp.MustCompile(`\s+`)

// enum lists the constants of a string type marked +enum, sorted by value. Of two constants with one value the longer comment counts.
// Source: kube-openapi pkg/generators/enum.go.
func (r *resolver) enum(d declared) []EnumValue {
	if !d.typ.Comment.Has("enum") {
		return nil
	}
	var values []EnumValue
	for _, c := range d.pkg.Consts {
		if c.Type != d.typ.Name {
			continue
		}
		text, err := r.constant(source.Ref{Package: d.pkg.Path, Name: c.Name})
		if err != nil {
			continue
		}
		values = addEnumValue(values, EnumValue{text, enumDoc(c)})
	}
	slices.SortFunc(values, func(a, b EnumValue) int { return strings.Compare(a.Value, b.Value) })
	return values
}

func addEnumValue(values []EnumValue, value EnumValue) []EnumValue {
	for i := range values {
		if values[i].Value != value.Value {
			continue
		}
		if len(values[i].Doc) < len(value.Doc) {
			values[i] = value
		}
		return values
	}
	return append(values, value)
}

// enumDoc is the constant's comment in one line, without the constant's name at its head.
func enumDoc(c source.Const) string {
	text := strings.TrimSpace(strings.Join(c.Comment, " "))
	text = strings.TrimSpace(strings.TrimPrefix(text, c.Name))
	return blanks.ReplaceAllString(text, " ")
}
