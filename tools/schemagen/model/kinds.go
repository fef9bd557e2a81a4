package model

import (
	"cmp"
	"slices"

	"schemagen/source"
)

// registered lists the kinds of the packages.
func registered(packages []*source.Package) []source.Kind {
	var kinds []source.Kind
	for _, pkg := range packages {
		kinds = append(kinds, pkg.Kinds...)
	}
	return kinds
}

func unversionedKinds() []source.Kind {
	var kinds []source.Kind
	for _, name := range unversioned {
		kinds = append(kinds, source.Kind{Version: "v1", Name: name, Type: source.Ref{Package: metaV1, Name: name}})
	}
	return kinds
}

// kinds resolves the types of the kinds and sorts them.
func (r *resolver) kinds(list []source.Kind) ([]Kind, error) {
	var kinds []Kind
	for _, k := range list {
		t, err := r.named(k.Type)
		if err != nil {
			return nil, err
		}
		kind := Kind{k.Group, k.Version, k.Name, t}
		if !slices.Contains(kinds, kind) { // core/v1 registers Status, which is unversioned too
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Kind, b.Kind))
	})
	return kinds, nil
}

func (r *resolver) sharedKinds() ([]Kind, error) {
	var kinds []Kind
	for _, name := range inEveryGroup {
		t, err := r.named(source.Ref{Package: metaV1, Name: name})
		if err != nil {
			return nil, err
		}
		kinds = append(kinds, Kind{Kind: name, Type: t})
	}
	return kinds, nil
}
