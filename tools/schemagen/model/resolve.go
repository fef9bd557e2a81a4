package model

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"schemagen/source"
)

// Build resolves the packages into one schema: api those of served types, config those of configuration files, which are never protobuf.
func Build(api, config []*source.Package) (*Schema, error) {
	for _, pkg := range config {
		pkg.Messages = nil
	}
	packages := slices.Concat(api, config)
	r := newResolver(packages)
	schema := &Schema{Packages: packages}
	for _, pkg := range packages {
		if err := r.addModels(pkg); err != nil {
			return nil, err
		}
	}
	var err error
	if schema.Kinds, err = r.kinds(append(registered(api), unversionedKinds()...)); err != nil {
		return nil, err
	}
	if schema.Config, err = r.kinds(registered(config)); err != nil {
		return nil, err
	}
	if schema.Shared, err = r.sharedKinds(); err != nil {
		return nil, err
	}
	for _, t := range r.types {
		schema.Types = append(schema.Types, t)
	}
	slices.SortFunc(schema.Types, func(a, b *Type) int { return strings.Compare(a.ID, b.ID) })
	return schema, nil
}

type declared struct {
	pkg *source.Package
	typ *source.Type
}

type resolver struct {
	declared map[source.Ref]declared
	consts   map[source.Ref]source.Const
	types    map[string]*Type // by ID
}

func newResolver(packages []*source.Package) *resolver {
	r := &resolver{declared: map[source.Ref]declared{}, consts: map[source.Ref]source.Const{}, types: map[string]*Type{}}
	for _, pkg := range packages {
		for _, t := range pkg.Types {
			r.declared[source.Ref{Package: pkg.Path, Name: t.Name}] = declared{pkg, t}
		}
		for _, c := range pkg.Consts {
			r.consts[source.Ref{Package: pkg.Path, Name: c.Name}] = c
		}
	}
	return r
}

// addModels resolves every struct of a package that has an OpenAPI model, whether or not a kind reaches it.
func (r *resolver) addModels(pkg *source.Package) error {
	if pkg.Path == runtimePkg {
		return nil
	}
	for _, t := range pkg.Types {
		ref := source.Ref{Package: pkg.Path, Name: t.Name}
		if t.Model == "" || t.Form == source.Alias || noAPI[ref] {
			continue
		}
		if _, err := r.named(ref); err != nil {
			return err
		}
	}
	return nil
}

// resolve follows a type expression; pointer tells whether it was a Go pointer.
func (r *resolver) resolve(expr source.Expr) (t *Type, pointer bool, err error) {
	switch expr.Shape {
	case source.Pointer:
		if shape := expr.Elem.Shape; shape != source.Named {
			return nil, false, fmt.Errorf("%s: a pointer to a pointer, slice or map", expr)
		}
		t, _, err = r.resolve(*expr.Elem)
		return t, true, err
	case source.Slice:
		t, err = r.list(*expr.Elem)
	case source.Map:
		t, err = r.mapping(*expr.Key, *expr.Elem)
	case source.Interface:
		t = r.basic("any", KindAny)
	default:
		t, err = r.named(expr.Ref)
	}
	return t, false, err
}

func (r *resolver) basic(name string, kind TypeKind) *Type {
	goName := name
	if kind == KindBytes {
		goName = "[]uint8"
	} else if kind == KindAny {
		goName = "interface {}"
	}
	return r.once(name+"_", func(t *Type) { t.Home, t.Kind, t.GoName, t.HasProto = "machinery", kind, goName, kind != KindAny })
}

// once makes the type of that ID when it is new.
func (r *resolver) once(id string, fill func(*Type)) *Type {
	if t, ok := r.types[id]; ok {
		return t
	}
	t := &Type{ID: id, Merge: MergeUnset, HasProto: true}
	r.types[id] = t
	fill(t)
	return t
}

func (r *resolver) list(elem source.Expr) (*Type, error) {
	if elem.Shape == source.Named && elem.Ref == (source.Ref{Name: "byte"}) {
		return r.basic("bytes", KindBytes), nil
	}
	return r.collection(KindList, "list_", "[]", elem)
}

func (r *resolver) mapping(key, elem source.Expr) (*Type, error) {
	keyType, _, err := r.resolve(key)
	if err != nil {
		return nil, err
	}
	if keyType.Kind != KindString {
		return nil, fmt.Errorf("a map's key is a %s, not a string", keyType.GoName)
	}
	return r.collection(KindMap, "map_", "map["+keyType.GoName+"]", elem)
}

// collection makes the list or map of an element; lists of one element are one type wherever they stand.
func (r *resolver) collection(kind TypeKind, prefix, goPrefix string, elem source.Expr) (*Type, error) {
	element, pointer, err := r.resolve(elem)
	if err != nil {
		return nil, err
	}
	goName := goPrefix + element.GoName
	if pointer {
		goName = goPrefix + "*" + element.GoName
		prefix += "pointer_"
	}
	if kind == KindMap && goPrefix != "map[string]" { // a key type of its own shows in messages
		prefix = "map_" + nonIdentifier.ReplaceAllString(strings.Trim(goPrefix, "map[]"), "_") + "_to_" + strings.TrimPrefix(prefix, "map_")
	}
	return r.once(prefix+element.ID, func(t *Type) {
		t.Home, t.Kind, t.GoName, t.Element, t.ElementPointer, t.HasProto = element.Home, kind, goName, element, pointer, element.HasProto
	}), nil
}

var nonIdentifier = regexp.MustCompile(`\W+`)

// named resolves a declared or predeclared type.
func (r *resolver) named(ref source.Ref) (*Type, error) {
	if ref.Package == "" {
		kind, ok := basics[ref.Name]
		if !ok {
			return nil, fmt.Errorf("the Go type %s has no place in an API type", ref.Name)
		}
		return r.basic(ref.Name, kind), nil
	}
	d, ok := r.declared[ref]
	if !ok {
		return nil, fmt.Errorf("%s is declared in no package that is read", ref)
	}
	if kind, ok := handCoded[ref]; ok {
		return r.handCoded(ref, d, kind)
	}
	if d.typ.Form == source.Alias {
		t, _, err := r.resolve(d.typ.Under)
		return t, err
	}
	id := TypeID(ref)
	if t, ok := r.types[id]; ok {
		return t, nil
	}
	t := r.declare(id, ref, d)
	err := r.fill(t, d)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ref, err)
	}
	return t, nil
}

// declare registers the type before its parts are resolved, so that a type may contain itself.
func (r *resolver) declare(id string, ref source.Ref, d declared) *Type {
	return r.once(id, func(t *Type) {
		t.Package = ref.Package
		t.Home = HomeOf(ref.Package)
		t.Name = d.typ.Model
		t.GoName = path.Base(ref.Package) + "." + ref.Name
		t.Doc = describe(d.typ.Comment.Lines)
		t.Merge, t.ListMapKeys = mergeMarkers(d.typ.Comment)
		t.Markers = validationMarkers(d.typ.Comment)
		_, t.HasProto = d.pkg.Messages[ref.Name]
	})
}

func (r *resolver) handCoded(ref source.Ref, d declared, kind TypeKind) (*Type, error) {
	id := TypeID(ref)
	if t, ok := r.types[id]; ok {
		return t, nil
	}
	t := r.declare(id, ref, d)
	t.Kind, t.HasProto = kind, true
	if !schemaChoice(kind) {
		return t, nil
	}
	var err error
	t.Element, err = r.named(source.Ref{Package: ref.Package, Name: "JSONSchemaProps"})
	return t, err
}

// fill sets what a declared type is: a struct, a struct under another name, a named list or map, or a named scalar.
func (r *resolver) fill(t *Type, d declared) error {
	if d.typ.Form == source.Struct {
		t.Unions = r.unions(d)
		return r.fillStruct(t, d.typ.Fields, d.pkg, t.GoName)
	}
	if d.typ.Under.Shape == source.Named && d.typ.Under.Ref.Package != "" {
		if base, ok := r.declared[d.typ.Under.Ref]; ok && base.typ.Form == source.Struct {
			return r.fillStruct(t, base.typ.Fields, d.pkg, t.GoName)
		}
	}
	under, pointer, err := r.resolve(d.typ.Under)
	if err != nil {
		return err
	}
	if pointer {
		return fmt.Errorf("a named pointer type")
	}
	t.Kind, t.Element, t.ElementPointer = under.Kind, under.Element, under.ElementPointer
	t.ProtoWrapper = under.Kind == KindList && t.HasProto
	t.HasProto = under.HasProto
	t.Enum = r.enum(d)
	return nil
}

var versionPart = regexp.MustCompile(`^v\d`)

// GroupFolder splits the path of a package of a group/version: "k8s.io/api/core/v1" is "core" and "v1", ".../statusz/api/v1beta1" is
// "statusz" and "v1beta1". Of any other package both are "".
func GroupFolder(importPath string) (group, version string) {
	version = path.Base(importPath)
	if !versionPart.MatchString(version) {
		return "", ""
	}
	dir := path.Dir(importPath)
	if path.Base(dir) == "api" {
		dir = path.Dir(dir)
	}
	return path.Base(dir), version
}

// PackageID is the identifier of a package: "core_v1", "meta_v1"; of a package without version its last folder: "version".
func PackageID(importPath string) string {
	if group, version := GroupFolder(importPath); group != "" {
		return group + "_" + version
	}
	return path.Base(importPath)
}

// HomeOf names the generated file for a package's types: the folder of its group.
func HomeOf(importPath string) string {
	if group, _ := GroupFolder(importPath); group != "" {
		return group
	}
	return "machinery"
}

// TypeID is the C++ identifier of a declared type.
func TypeID(ref source.Ref) string { return PackageID(ref.Package) + "_" + ref.Name }
