package model

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"schemagen/source"
)

// meta is as much of meta/v1 as the small packages below need.
const meta = `package v1
type TypeMeta struct {
	Kind       string ` + "`json:\"kind,omitempty\" protobuf:\"bytes,1,opt,name=kind\"`" + `
	APIVersion string ` + "`json:\"apiVersion,omitempty\" protobuf:\"bytes,2,opt,name=apiVersion\"`" + `
}
type Time struct {
	time.Time ` + "`protobuf:\"-\"`" + `
}
type Status struct{}
type APIGroup struct{}
type APIGroupList struct{}
type APIResourceList struct{}
type APIVersions struct{}
type CreateOptions struct{}
type DeleteOptions struct{}
type GetOptions struct{}
type ListOptions struct{}
type PatchOptions struct{}
type UpdateOptions struct{}
type WatchEvent struct{}
`

// build resolves meta and one package of types; each type of the package gets a model name.
func build(t *testing.T, types, proto string) (*Schema, error) {
	t.Helper()
	metaPackage, err := source.ReadText(metaV1, map[string]string{"types.go": meta}, "")
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := source.ReadText("example.com/boxes/v1", map[string]string{
		"types.go": "package v1\nimport meta \"" + metaV1 + "\"\n" + types}, "package p;\n"+proto)
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range pkg.Types {
		typ.Model = "io.example." + typ.Name
	}
	return Build([]*source.Package{metaPackage, pkg}, nil)
}

func mustBuild(t *testing.T, types, proto string) map[string]*Type {
	t.Helper()
	schema, err := build(t, types, proto)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*Type{}
	for _, typ := range schema.Types {
		found[typ.ID] = typ
	}
	return found
}

func names(t *Type) []string {
	var list []string
	for _, f := range t.Fields {
		list = append(list, fmt.Sprintf("%s %s %d/%d", f.Name, f.Type.GoName, f.Embed, f.Number))
	}
	return list
}

func TestInlinedStructsAreFlattened(t *testing.T) {
	types := mustBuild(t, `
type Rule struct {
	Paths []string `+"`json:\"paths\" protobuf:\"bytes,1,rep,name=paths\"`"+`
}
type Operations struct {
	Names []string `+"`json:\"names\" protobuf:\"bytes,5,rep,name=names\"`"+`
	Rule `+"`json:\",inline\" protobuf:\"bytes,2,opt,name=rule\"`"+`
}
type Named struct {
	meta.TypeMeta `+"`json:\",inline\"`"+`
	Last string `+"`json:\"last\" protobuf:\"bytes,9,opt,name=last\"`"+`
	Operations `+"`json:\",inline\" protobuf:\"bytes,3,opt,name=operations\"`"+`
	First *int32 `+"`json:\"first,omitempty\" protobuf:\"varint,1,opt,name=first\"`"+`
}`, `
message Rule {
  repeated string paths = 1;
}
message Operations {
  repeated string names = 5;
  optional Rule rule = 2;
}
message Named {
  optional string last = 9;
  optional Operations operations = 3;
  optional int32 first = 1;
}`)
	named := types["boxes_v1_Named"]
	want := []string{"kind string 0/0", "apiVersion string 0/0", "last string 0/9", "names []string 1/5", "paths []string 1/1", "first int32 0/1"}
	if got := names(named); !reflect.DeepEqual(got, want) {
		t.Errorf("fields %v", got)
	}
	embed := named.Embeds[0]
	if len(named.Embeds) != 1 || embed.Name != "operations" || embed.Number != 3 || embed.First != 3 || embed.Count != 2 || embed.Type != types["boxes_v1_Operations"] {
		t.Errorf("embeds %+v", named.Embeds)
	}
	if got := named.ByNumber(); !reflect.DeepEqual(got, []int{5, 4, 3, 2}) {
		t.Errorf("by number %v: first, then rule's paths before names within operations, then last", got)
	}
	if got := named.ByName(); !reflect.DeepEqual(got, []int{1, 5, 0, 2, 3, 4}) {
		t.Errorf("by name %v", got)
	}
	if !named.Fields[5].Pointer || named.Fields[5].Emit != EmitOmitEmpty || named.Fields[2].Emit != EmitAlways {
		t.Errorf("pointer and emit rules: %+v %+v", named.Fields[5], named.Fields[2])
	}
}

func TestNamedTypes(t *testing.T) {
	types := mustBuild(t, `
// +enum
type Phase string
const (
	// PhaseNew is new,
	// quite.
	PhaseNew Phase = "New"
	PhaseAgain Phase = Phase(PhaseNew)
	PhaseOld Phase = "Done"
)
type Words []string
type Amounts map[Phase]int64
type Base struct {
	A string `+"`json:\"a\" protobuf:\"bytes,1,opt,name=a\"`"+`
}
type Again Base
type Same = Base
// +union
type Box struct {
	// The phase.
	// +unionDiscriminator
	// +default=ref(PhaseOld)
	Phase Phase `+"`json:\"phase\" protobuf:\"bytes,1,opt,name=phase\"`"+`
	Words Words `+"`json:\"words,omitempty\" protobuf:\"bytes,2,rep,name=words\"`"+`
	Same *Same `+"`json:\"same,omitempty\" protobuf:\"bytes,3,opt,name=same\"`"+`
	Self []*Box `+"`json:\"self,omitempty\" protobuf:\"bytes,4,rep,name=self\"`"+`
	Amounts Amounts `+"`json:\"amounts,omitempty\" protobuf:\"bytes,5,rep,name=amounts\"`"+`
	When meta.Time `+"`json:\"when,omitzero\" protobuf:\"bytes,6,opt,name=when\"`"+`
	Data []byte `+"`json:\"data,omitempty\" protobuf:\"bytes,7,opt,name=data\"`"+`
}
type Bare struct {
	Cells []any `+"`json:\"cells\" protobuf:\"bytes,1,rep,name=cells\"`"+`
}`, `
message Words {
  repeated string items = 1;
}
message Base {
  optional string a = 1;
}
message Again {
  optional string a = 1;
}
message Box {
  optional string phase = 1;
  optional Words words = 2;
  optional Base same = 3;
  repeated Box self = 4;
  map<string, int64> amounts = 5;
  optional .k8s.io.apimachinery.pkg.apis.meta.v1.Time when = 6;
  optional bytes data = 7;
}`)
	box := types["boxes_v1_Box"]
	want := []string{"phase v1.Phase 0/1", "words v1.Words 0/2", "same v1.Base 0/3", "self []*v1.Box 0/4", "amounts v1.Amounts 0/5", "when v1.Time 0/6", "data []uint8 0/7"}
	if got := names(box); !reflect.DeepEqual(got, want) {
		t.Errorf("fields %v", got)
	}
	phase := box.Fields[0]
	if phase.Default != `"Done"` || phase.Doc != "The phase.\n\nPossible enum values:\n - `\"Done\"`\n - `\"New\"` is new, quite." {
		t.Errorf("phase: %q %q", phase.Default, phase.Doc)
	}
	if want := []EnumValue{{"Done", ""}, {"New", "is new, quite."}}; !reflect.DeepEqual(phase.Type.Enum, want) {
		t.Errorf("enum %v", phase.Type.Enum)
	}
	if words := box.Fields[1].Type; !words.ProtoWrapper || words.Kind != KindList {
		t.Errorf("words %+v", words)
	}
	if self := box.Fields[3].Type; !self.ElementPointer || self.Element != box {
		t.Errorf("self %+v", self)
	}
	if when := box.Fields[5]; when.Emit != EmitOmitZero || when.Type.Kind != KindTime {
		t.Errorf("when %+v", when)
	}
	if box.Fields[6].Type.Kind != KindBytes {
		t.Errorf("data %+v", box.Fields[6].Type)
	}
	wantUnion := []Union{{"phase", []UnionMember{{"amounts", "Amounts"}, {"data", "Data"}, {"same", "Same"}, {"self", "Self"}, {"when", "When"}, {"words", "Words"}}}}
	if !reflect.DeepEqual(box.Unions, wantUnion) {
		t.Errorf("unions %v", box.Unions)
	}
	if again := types["boxes_v1_Again"]; again.Kind != KindStruct || len(again.Fields) != 1 || again.Name != "io.example.Again" {
		t.Errorf("a struct defined as another one: %+v", again)
	}
	if _, ok := types["boxes_v1_Same"]; ok {
		t.Error("an alias made a type of its own")
	}
	if bare := types["boxes_v1_Bare"]; bare.HasProto || bare.Fields[0].Number != 0 {
		t.Errorf("a struct without a message: %+v", bare)
	}
}

func TestContradictionsAreErrors(t *testing.T) {
	cases := []struct{ name, field, line, want string }{
		{"number", "A string `json:\"a\" protobuf:\"bytes,2,opt,name=a\"`", "optional string a = 1;", "no field 2"},
		{"wire type", "A string `json:\"a\" protobuf:\"bytes,1,opt,name=a\"`", "optional int32 a = 1;", "proto says int32"},
		{"label", "A []string `json:\"a\" protobuf:\"bytes,1,rep,name=a\"`", "optional string a = 1;", "proto says optional"},
		{"message", "A meta.Time `json:\"a\" protobuf:\"bytes,1,opt,name=a\"`", "optional string a = 1;", "no message"},
		{"unsigned", "A uint32 `json:\"a\" protobuf:\"bytes,1,opt,name=a\"`", "optional uint32 a = 1;", "no place in an API type"},
		{"pointer to slice", "A *[]string `json:\"a\" protobuf:\"bytes,1,opt,name=a\"`", "repeated string a = 1;", "a pointer to"},
		{"unknown", "A other.B `json:\"a\" protobuf:\"bytes,1,opt,name=a\"`", "optional B a = 1;", "declared in no package"},
		{"default", "// +default=ref(Missing)\n\tA string `json:\"a\" protobuf:\"bytes,1,opt,name=a\"`", "optional string a = 1;", "no constant"},
	}
	for _, c := range cases {
		_, err := build(t, "type T struct {\n\t"+c.field+"\n}\n", "message T {\n"+c.line+"\n}\n")
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "field A") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAMessageFieldWithoutAStructFieldIsAnError(t *testing.T) {
	_, err := build(t, "type T struct {\n\tA string `json:\"a\" protobuf:\"bytes,1,opt,name=a\"`\n}\n",
		"message T {\noptional string a = 1;\noptional string b = 2;\n}\n")
	if err == nil || !strings.Contains(err.Error(), "b = 2") {
		t.Errorf("error %v", err)
	}
}

func TestMergeMarkers(t *testing.T) {
	cases := []struct {
		name    string
		markers []string
		merge   Merge
		keys    []string
	}{
		{"none", []string{"optional"}, MergeUnset, nil},
		{"both spellings count once", []string{"listType=map", "k8s:listType=map", "listMapKey=port", "k8s:listMapKey=port", "listMapKey=protocol"}, MergeMap, []string{"port", "protocol"}},
		{"the new spelling alone", []string{"k8s:listType=map", "k8s:listMapKey=name"}, MergeMap, []string{"name"}},
		{"a struct", []string{"structType=granular"}, MergeGranular, nil},
		{"a map", []string{"mapType=atomic"}, MergeAtomic, nil},
	}
	for _, c := range cases {
		merge, keys := mergeMarkers(source.Comment{Markers: c.markers})
		if merge != c.merge || !reflect.DeepEqual(keys, c.keys) {
			t.Errorf("%s: %s %v", c.name, merge, keys)
		}
	}
}

func TestUnionsOfInlinedStructsCount(t *testing.T) {
	types := mustBuild(t, `
// +union
type Source struct {
	A *string `+"`json:\"a,omitempty\"`"+`
}
type Owner struct {
	Name string `+"`json:\"name\"`"+`
	Source `+"`json:\",inline\"`"+`
}`, "")
	if want := []Union{{"", []UnionMember{{"a", "A"}}}}; !reflect.DeepEqual(types["boxes_v1_Owner"].Unions, want) {
		t.Errorf("unions %v", types["boxes_v1_Owner"].Unions)
	}
}

func TestTheLongerCommentDescribesAnEnumValue(t *testing.T) {
	values := addEnumValue(addEnumValue(addEnumValue(nil, EnumValue{"a", "short"}), EnumValue{"a", "the longest"}), EnumValue{"a", "longer"})
	if want := []EnumValue{{"a", "the longest"}}; !reflect.DeepEqual(values, want) {
		t.Errorf("values %v", values)
	}
}

func TestValidationMarkersAreThoseOfValidation(t *testing.T) {
	got := validationMarkers(source.Comment{Markers: []string{"optional", "k8s:maxLength=5", "k8s:deepcopy-gen=true", "k8s:alpha(since: \"1.36\")=+k8s:enum",
		"k8s:openapi-gen=false", "k8s:prerelease-lifecycle-gen:introduced=1.0", "k8s:conversion-gen=false"}})
	if want := []string{"+k8s:maxLength=5", "+k8s:alpha(since: \"1.36\")=+k8s:enum"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestDescribe(t *testing.T) {
	cases := []struct {
		name  string
		lines []string
		want  string
	}{
		{"one paragraph", []string{"One", "two. ", "three"}, "One two. three"},
		{"paragraphs", []string{"One.", "", "Two."}, "One.\n\nTwo."},
		{"indented lines stay", []string{"Say:", "  a", "\tb", "then"}, "Say:\n  a\n\tb\nthen"},
		{"markers and TODO are left out", []string{"One.", "+optional", "TODO: more", " +x"}, "One."},
		{"the public text ends", []string{"One.", "---", "secret"}, "One."},
		{"nothing", nil, ""},
	}
	for _, c := range cases {
		if got := describe(c.lines); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
