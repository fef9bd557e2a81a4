package model

import (
	"fmt"
	"slices"
	"strings"

	"schemagen/source"
)

// fillStruct flattens the fields of a struct. The message is that of the type itself: a struct declared as another one has its own.
func (r *resolver) fillStruct(t *Type, fields []source.Field, pkg *source.Package, goName string) error {
	t.Kind = KindStruct
	_, name, _ := strings.Cut(goName, ".")
	message := pkg.Messages[name]
	for _, f := range fields {
		var err error
		if f.Embedded && f.JSON == "" {
			err = r.addInlined(t, f, message)
		} else {
			err = r.addField(t, f, message)
		}
		if err != nil {
			return fmt.Errorf("field %s: %w", f.Go, err)
		}
	}
	return checkWhole(t, message)
}

// checkWhole finds the message's fields that no field of the struct stands for.
func checkWhole(t *Type, message source.Message) error {
	for _, wire := range message {
		isField := slices.ContainsFunc(t.Fields, func(f *Field) bool { return f.Embed == 0 && f.Number == wire.Number })
		isEmbed := slices.ContainsFunc(t.Embeds, func(e Embed) bool { return e.Number == wire.Number })
		if !isField && !isEmbed {
			return fmt.Errorf("the message's field %s = %d is none of the struct's", wire.Name, wire.Number)
		}
	}
	return nil
}

// addInlined appends the fields of a struct that JSON inlines. TypeMeta is in no message; any other has one inside the enclosing message.
func (r *resolver) addInlined(t *Type, f source.Field, message source.Message) error {
	if f.Type.Shape == source.Named && f.Type.Ref == typeMeta {
		return r.addTypeMeta(t)
	}
	inner, pointer, err := r.resolve(f.Type)
	if err != nil {
		return err
	}
	if pointer || inner.Kind != KindStruct {
		return fmt.Errorf("JSON inlines a %s", f.Type)
	}
	embed := Embed{Go: f.Go, Number: f.Number, First: len(t.Fields), Count: len(inner.Fields), Type: inner}
	if t.HasProto {
		nested, ok := message.ByNumber(f.Number)
		if !ok {
			return fmt.Errorf("the message has no field %d", f.Number)
		}
		embed.Name = nested.Name
	}
	t.Embeds = append(t.Embeds, embed)
	for _, field := range inner.Fields {
		copied := *field
		copied.Embed = len(t.Embeds)
		t.Fields = append(t.Fields, &copied)
	}
	return nil
}

func (r *resolver) addTypeMeta(t *Type) error {
	for _, f := range r.declared[typeMeta].typ.Fields {
		f.Number = 0
		if err := r.addField(t, f, nil); err != nil {
			return err
		}
	}
	return nil
}

func (r *resolver) addField(t *Type, f source.Field, message source.Message) error {
	fieldType, pointer, err := r.resolve(f.Type)
	if err != nil {
		return err
	}
	field := &Field{Name: f.JSON, Go: f.Go, Type: fieldType, Pointer: pointer, Emit: emitRule(f), Required: required(f)}
	if t.HasProto && f.Number != 0 {
		wire, ok := message.ByNumber(f.Number)
		if !ok {
			return fmt.Errorf("the message has no field %d", f.Number)
		}
		if err := checkWire(fieldType, wire); err != nil {
			return err
		}
		field.Number = f.Number
	}
	field.Patch, field.PatchMergeKey = patchStrategies(f.Patch), f.PatchKey
	field.Merge, field.ListMapKeys = mergeMarkers(f.Comment)
	field.Markers = validationMarkers(f.Comment)
	field.Doc = describe(append(slices.Clone(f.Comment.Lines), enumLines(fieldType.Enum)...))
	if field.Default, err = r.defaultOf(f, t.Package); err != nil {
		return err
	}
	t.Fields = append(t.Fields, field)
	return nil
}

// checkWire holds the Go type against the .proto line.
func checkWire(t *Type, wire source.ProtoField) error {
	if label := wantedLabel(t); label != wire.Label {
		return fmt.Errorf("a %s, but .proto says %s", t.GoName, wire.Label)
	}
	element := t
	if (t.Kind == KindList && !t.ProtoWrapper) || t.Kind == KindMap {
		element = t.Element
	}
	if want := wantedWire(element); want != "" && want != wire.Type {
		return fmt.Errorf("a %s, but .proto says %s", t.GoName, wire.Type)
	} else if want == "" && wire.Type[0] != '.' {
		return fmt.Errorf("a %s, but .proto says %s, which is no message", t.GoName, wire.Type)
	}
	return nil
}

func wantedLabel(t *Type) string {
	switch {
	case t.Kind == KindMap:
		return "map"
	case t.Kind == KindList && !t.ProtoWrapper:
		return "repeated"
	}
	return "optional"
}

var wireNames = map[TypeKind]string{
	KindBool: "bool", KindInt32: "int32", KindInt64: "int64", KindDouble: "double", KindString: "string", KindBytes: "bytes",
}

func wantedWire(t *Type) string { return wireNames[t.Kind] }

func emitRule(f source.Field) Emit {
	switch {
	case slices.Contains(f.Options, "omitzero"):
		return EmitOmitZero
	case slices.Contains(f.Options, "omitempty"):
		return EmitOmitEmpty
	}
	return EmitAlways
}

// required is OpenAPI's rule: a marker decides, else the json tag. Source: kube-openapi pkg/generators/openapi.go, isOptional.
func required(f source.Field) bool {
	switch {
	case f.Comment.Has("required"):
		return true
	case f.Comment.Has("optional"):
		return false
	}
	return !slices.Contains(f.Options, "omitempty")
}

var patchNames = map[string]string{"merge": "kPatchMerge", "replace": "kPatchReplace", "retainKeys": "kPatchRetainKeys"}

func patchStrategies(tag string) []string {
	var strategies []string
	for _, name := range strings.Split(tag, ",") {
		if strategy, ok := patchNames[name]; ok {
			strategies = append(strategies, strategy)
		}
	}
	return strategies
}

// ByNumber lists the indexes of the fields that protobuf has, in the order of writing: by number, an embed's fields together in the
// place of the embed's number and in the order of its own type.
func (t *Type) ByNumber() []int {
	type place struct {
		number  int
		indexes []int
	}
	var places []place
	for i, f := range t.Fields {
		if f.Embed == 0 && f.Number != 0 {
			places = append(places, place{f.Number, []int{i}})
		}
	}
	for _, e := range t.Embeds {
		if e.Number == 0 {
			continue
		}
		indexes := e.Type.ByNumber()
		for i := range indexes {
			indexes[i] += e.First
		}
		places = append(places, place{e.Number, indexes})
	}
	slices.SortFunc(places, func(a, b place) int { return a.number - b.number })
	var order []int
	for _, p := range places {
		order = append(order, p.indexes...)
	}
	return order
}

// ByName lists the field indexes by JSON name.
func (t *Type) ByName() []int {
	order := make([]int, len(t.Fields))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(t.Fields[a].Name, t.Fields[b].Name) })
	return order
}

// ByWire finds what a protobuf number stands for: 1 + the index of a field, minus 1 + the index of an embed, 0 for nothing.
func (t *Type) ByWire() []int {
	table := []int{}
	set := func(number, what int) {
		for len(table) <= number {
			table = append(table, 0)
		}
		table[number] = what
	}
	for i, f := range t.Fields {
		if f.Embed == 0 && f.Number != 0 {
			set(f.Number, i+1)
		}
	}
	for i, e := range t.Embeds {
		if e.Number != 0 {
			set(e.Number, -i-1)
		}
	}
	return table
}

// ByHash is a table of open addressing that finds a field by its JSON name: 1 + the field's index at the name's hash or behind it, 0 where
// there is none. Its size is a power of two, and at most half of it is used.
func (t *Type) ByHash() []int {
	size := 2
	for size < 2*len(t.Fields) {
		size *= 2
	}
	table := make([]int, size)
	for i, f := range t.Fields {
		at := nameHash(f.Name) % size
		for table[at] != 0 {
			at = (at + 1) % size
		}
		table[at] = i + 1
	}
	return table
}

// nameHash is schema::name_hash of src/schema/type.h.
func nameHash(name string) int {
	if name == "" {
		return 0
	}
	last := len(name) - 1
	return len(name) + 5*int(name[0]) + 17*int(name[len(name)/2]) + 41*int(name[last])
}

// Defaulted lists the fields that have a default or hold something that has one.
func (t *Type) Defaulted() []int {
	var indexes []int
	for i, f := range t.Fields {
		if f.Default != "" || f.Type.HasDefaults() {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

// HasDefaults tells whether a value of the type may hold a field with a default.
func (t *Type) HasDefaults() bool { return t.reachesDefault(map[*Type]bool{}) }

func (t *Type) reachesDefault(seen map[*Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	if t.Element != nil && t.Element.reachesDefault(seen) {
		return true
	}
	for _, f := range t.Fields {
		if f.Default != "" || f.Type.reachesDefault(seen) {
			return true
		}
	}
	return false
}
