package source

import (
	"reflect"
	"testing"
)

const small = `// Package doc.
package v1

import (
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// +enum
type Phase string

const (
	// PhaseNew is new.
	PhaseNew Phase = "New"
	PhaseOld       = Phase(PhaseNew)
	Answer         = 42
	notThis, orThat = 1, 2
)

// +genclient

// Box holds things.
// +k8s:deepcopy-gen=true
type Box struct {
	meta.TypeMeta   ` + "`json:\",inline\"`" + `
	meta.ObjectMeta ` + "`json:\"metadata,omitempty\" protobuf:\"bytes,1,opt,name=metadata\"`" + `

	// Items of the box.
	// +optional
	// +listType=map
	Items []*Item ` + "`json:\"items,omitempty\" protobuf:\"bytes,3,rep,name=items\" patchStrategy:\"merge\" patchMergeKey:\"name\"`" + `
	A, B  map[string]resource.Quantity ` + "`protobuf:\"bytes,4,rep,name=a\"`" + `
	Cells []any ` + "`json:\"cells\"`" + `
	Skip  string ` + "`json:\"-\"`" + `
	own   string
	Done  func()
}

type Same = meta.Condition

type hidden interface{ Foo() }
`

const registration = `package v1

const GroupName = "boxes.example.com"

var SchemeGroupVersion = schema.GroupVersion{Group: GroupName, Version: "v1"}
var Other = schema.GroupVersion{Group: "", Version: "v2"}

func addKnownTypes(scheme *runtime.Scheme) error {
	scheme.AddKnownTypes(SchemeGroupVersion,
		&Box{},
		&meta.Status{},
	)
	scheme.AddKnownTypes(Other, &Box{})
	scheme.AddKnownTypes(groupVersion, optionsTypes...)
	scheme.AddKnownTypeWithName(SchemeGroupVersion.WithKind("Crate"), &Box{})
	scheme.AddKnownTypeWithName(schema.GroupVersionKind{Version: "v1", Kind: "Chest"}, &Box{})
	scheme.AddKnownTypeWithName(groupVersion.WithKind(WatchEventKind), &WatchEvent{})
	return nil
}
`

const modelNames = `package v1

func (in Box) OpenAPIModelName() string { return "io.example.v1.Box" }
`

func readSmall(t *testing.T) *Package {
	t.Helper()
	pkg, err := ReadText("example.com/boxes/v1", map[string]string{"types.go": small, "names.go": modelNames,
		"register.go": "package v1\nimport meta \"k8s.io/apimachinery/pkg/apis/meta/v1\"\n" + registration[len("package v1\n"):]}, "")
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

func TestRegistration(t *testing.T) {
	want := []Kind{
		{"boxes.example.com", "v1", "Box", Ref{"example.com/boxes/v1", "Box"}},
		{"boxes.example.com", "v1", "Status", Ref{"k8s.io/apimachinery/pkg/apis/meta/v1", "Status"}},
		{"", "v2", "Box", Ref{"example.com/boxes/v1", "Box"}},
		{"boxes.example.com", "v1", "Crate", Ref{"example.com/boxes/v1", "Box"}},
		{"", "v1", "Chest", Ref{"example.com/boxes/v1", "Box"}},
	}
	if got := readSmall(t).Kinds; !reflect.DeepEqual(got, want) {
		t.Errorf("kinds %v", got)
	}
}

func TestUnknownGroupVersionIsAnError(t *testing.T) {
	text := "package v1\nfunc f(s *runtime.Scheme) { s.AddKnownTypes(Missing, &T{}) }\n"
	if _, err := ReadText("example.com/v1", map[string]string{"register.go": text}, ""); err == nil {
		t.Error("types of an unknown group and version were taken")
	}
}

func TestTypes(t *testing.T) {
	types := map[string]*Type{}
	for _, typ := range readSmall(t).Types {
		types[typ.Name] = typ
	}
	box := types["Box"]
	if box == nil || box.Form != Struct || box.Model != "io.example.v1.Box" {
		t.Fatalf("Box is %+v", box)
	}
	if want := []string{"genclient", "k8s:deepcopy-gen=true"}; !reflect.DeepEqual(box.Comment.Markers, want) {
		t.Errorf("markers of Box %v: the group above the doc comment counts too", box.Comment.Markers)
	}
	if types["Same"].Form != Alias || types["Same"].Under.String() != "k8s.io/apimachinery/pkg/apis/meta/v1.Condition" {
		t.Errorf("Same is %+v", types["Same"])
	}
	if types["Phase"].Form != Defined || !types["Phase"].Comment.Has("enum") {
		t.Errorf("Phase is %+v", types["Phase"])
	}
}

func TestFields(t *testing.T) {
	type field struct {
		goName, json, typ string
		embedded          bool
		number            int
	}
	want := []field{
		{"TypeMeta", "", "k8s.io/apimachinery/pkg/apis/meta/v1.TypeMeta", true, 0},
		{"ObjectMeta", "metadata", "k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta", true, 1},
		{"Items", "items", "[]*example.com/boxes/v1.Item", false, 3},
		{"A", "A", "map[string]k8s.io/apimachinery/pkg/api/resource.Quantity", false, 4},
		{"B", "B", "map[string]k8s.io/apimachinery/pkg/api/resource.Quantity", false, 4},
		{"Cells", "cells", "[]any", false, 0},
	}
	var got []field
	for _, typ := range readSmall(t).Types {
		if typ.Name != "Box" {
			continue
		}
		for _, f := range typ.Fields {
			got = append(got, field{f.Go, f.JSON, f.Type.String(), f.Embedded, f.Number})
		}
		items := typ.Fields[2]
		if value, _ := items.Comment.Value("listType"); value != "map" || !items.Comment.Has("optional") || items.Patch != "merge" || items.PatchKey != "name" {
			t.Errorf("items: %+v", items)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestConstants(t *testing.T) {
	got := map[string]Const{}
	for _, c := range readSmall(t).Consts {
		got[c.Name] = c
	}
	if c := got["PhaseNew"]; c.Type != "Phase" || c.Value != "New" || !reflect.DeepEqual(c.Comment, []string{"PhaseNew is new."}) {
		t.Errorf("PhaseNew %+v", c)
	}
	if c := got["PhaseOld"]; c.Type != "Phase" || c.Same != (Ref{"example.com/boxes/v1", "PhaseNew"}) {
		t.Errorf("PhaseOld %+v", c)
	}
	if c := got["Answer"]; c.Value != "42" {
		t.Errorf("Answer %+v", c)
	}
	if _, ok := got["notThis"]; ok {
		t.Error("a constant of a list of names was read")
	}
}

func TestBadProtobufTag(t *testing.T) {
	text := "package v1\ntype T struct {\n\tA string `json:\"a\" protobuf:\"bytes,x,opt\"`\n}\n"
	if _, err := ReadText("example.com/v1", map[string]string{"types.go": text}, ""); err == nil {
		t.Error("a protobuf tag without a number was taken")
	}
}
