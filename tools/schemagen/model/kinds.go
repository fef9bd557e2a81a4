package model

import (
	"cmp"
	"slices"

	"schemagen/source"
)

// kinds lists what the packages register, and the unversioned kinds, sorted.
func (r *resolver) kinds() ([]Kind, error) {
	var kinds []Kind
	add := func(group, version string, ref source.Ref) error {
		t, err := r.named(ref)
		if err != nil {
			return err
		}
		kind := Kind{group, version, ref.Name, t}
		if !slices.Contains(kinds, kind) { // core/v1 registers Status, which is unversioned too
			kinds = append(kinds, kind)
		}
		return nil
	}
	for _, pkg := range r.packages {
		for _, ref := range pkg.Kinds {
			if err := add(pkg.GroupName, pkg.Version, ref); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range unversioned {
		if err := add("", "v1", source.Ref{Package: metaV1, Name: name}); err != nil {
			return nil, err
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
