// Package model resolves what package source read into the types that src/schema/type.h describes: references followed across packages,
// inlined structs flattened, protobuf numbers checked, kinds listed.
package model

import "schemagen/source"

// A TypeKind is an enumerator of schema::TypeKind.
type TypeKind string

const (
	KindBool          TypeKind = "kBool"
	KindInt32         TypeKind = "kInt32"
	KindInt64         TypeKind = "kInt64"
	KindDouble        TypeKind = "kDouble"
	KindString        TypeKind = "kString"
	KindBytes         TypeKind = "kBytes"
	KindStruct        TypeKind = "kStruct"
	KindList          TypeKind = "kList"
	KindMap           TypeKind = "kMap"
	KindTime          TypeKind = "kTime"
	KindMicroTime     TypeKind = "kMicroTime"
	KindDuration      TypeKind = "kDuration"
	KindQuantity      TypeKind = "kQuantity"
	KindIntOrString   TypeKind = "kIntOrString"
	KindRawExtension  TypeKind = "kRawExtension"
	KindFieldsV1      TypeKind = "kFieldsV1"
	KindAny           TypeKind = "kAny"
	KindSchemaBool    TypeKind = "kJsonSchemaOrBool"
	KindSchemaArray   TypeKind = "kJsonSchemaOrArray"
	KindSchemaStrings TypeKind = "kJsonSchemaOrStrings"
)

// A Type is one schema::Type. Name and the rest are as in type.h.
type Type struct {
	ID             string // C++ identifier: "core_v1_Pod", "list_core_v1_Container"
	Home           string // the generated file it goes into: "core"
	Package        string // import path of a declared type; "" else
	Kind           TypeKind
	Name           string
	GoName         string
	Fields         []*Field
	Embeds         []Embed
	Element        *Type
	ProtoWrapper   bool
	ElementPointer bool
	HasProto       bool
	Merge          Merge
	ListMapKeys    []string
	Enum           []EnumValue
	Markers        []string
	Unions         []Union
	Doc            string
}

// A Union is one entry of x-kubernetes-unions.
type Union struct {
	Discriminator string
	Members       []UnionMember // sorted by JSON name
}

type UnionMember struct {
	JSON string
	Go   string
}

// A Field is one schema::Field.
type Field struct {
	Name          string
	Go            string
	Type          *Type
	Number        int
	Embed         int // 1-based
	Emit          Emit
	Pointer       bool
	Required      bool
	Patch         []string // enumerators of schema::PatchStrategy
	PatchMergeKey string
	Merge         Merge
	ListMapKeys   []string
	Default       string
	Doc           string
	Markers       []string
}

// An Embed is one schema::Embed: a struct that JSON inlines and protobuf nests.
type Embed struct {
	Go     string
	Name   string
	Number int
	First  int
	Count  int
	Type   *Type
}

type EnumValue struct {
	Value string
	Doc   string
}

// Emit is an enumerator of schema::Emit.
type Emit string

const (
	EmitAlways    Emit = "kAlways"
	EmitOmitEmpty Emit = "kOmitEmpty"
	EmitOmitZero  Emit = "kOmitZero"
)

// Merge is an enumerator of schema::MergeKind.
type Merge string

const (
	MergeUnset    Merge = "kUnset"
	MergeAtomic   Merge = "kAtomic"
	MergeSet      Merge = "kSet"
	MergeMap      Merge = "kMap"
	MergeGranular Merge = "kGranular"
)

// A Kind is one schema::KindEntry.
type Kind struct {
	Group   string
	Version string
	Kind    string
	Type    *Type
}

// A Schema is everything that is written.
type Schema struct {
	Packages []*source.Package
	Types    []*Type // sorted by ID
	Kinds    []Kind  // sorted by group, version, kind
	Config   []Kind  // the kinds of configuration files, sorted the same way
	Shared   []Kind  // kinds that upstream registers in every group/version; group and version are ""
}
