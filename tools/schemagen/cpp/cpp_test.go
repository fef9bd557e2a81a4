package cpp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"schemagen/model"
)

func TestSnake(t *testing.T) {
	cases := map[string]string{
		"name": "name", "containerPort": "container_port", "clusterIP": "cluster_ip", "clusterIPs": "cluster_ips", "podCIDRs": "pod_cidrs",
		"httpGet": "http_get", "HTTPGet": "http_get", "diskURI": "disk_uri", "fieldsV1": "fields_v1", "allowedCSIDrivers": "allowed_csi_drivers",
		"nonResourceURLs": "non_resource_urls", "targetWWNs": "target_wwns", "$ref": "ref", "x-kubernetes-int-or-string": "x_kubernetes_int_or_string",
		"Port": "port", "LocalObjectReference": "local_object_reference", "unauthenticatedUserIPsSeen": "unauthenticated_user_ips_seen",
	}
	for name, want := range cases {
		if got := snake(name); got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
}

func TestAccessorsAvoidCPlusPlus(t *testing.T) {
	for name, want := range map[string]string{"namespace": "namespace_", "default": "default_", "not": "not_", "node": "node_", "nodeName": "node_name"} {
		if got := accessor(name); got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
}

func TestPoolHoldsEachStringOnce(t *testing.T) {
	p := newPool()
	if got := p.add("abc") + p.add("de") + p.add("abc") + p.add(""); got != "{S+0,3}{S+3,2}{S+0,3}{}" {
		t.Errorf("got %s", got)
	}
	if got := p.write(); got != "const char kStrings[6] =\n    \"abc\"\n    \"de\"\n    ;\n" {
		t.Errorf("got %s", got)
	}
}

func TestLiteral(t *testing.T) {
	if got := literal("a\"b\\c\nd\te\x00f µ ?"); got != `"a\"b\\c\012d\011e\000f µ ?"` {
		t.Errorf("got %s", got)
	}
}

// The tables of a struct with one field: what a reader of the generated code sees.
func TestTables(t *testing.T) {
	text := &model.Type{ID: "string_", Home: "machinery", Kind: model.KindString, GoName: "string", HasProto: true, Merge: model.MergeUnset}
	box := &model.Type{ID: "boxes_v1_Box", Home: "boxes", Package: "example.com/boxes/v1", Kind: model.KindStruct, Name: "io.Box", GoName: "v1.Box", HasProto: true,
		Merge: model.MergeAtomic, Fields: []*model.Field{{Name: "a", Type: text, Number: 3, Emit: model.EmitAlways, Pointer: true, Merge: model.MergeUnset,
			Patch: []string{"kPatchMerge", "kPatchRetainKeys"}, Markers: []string{"+k8s:maxLength=1"}}}}
	out := NewOutput()
	WriteTables(&model.Schema{Types: []*model.Type{box, text}, Kinds: []model.Kind{{Group: "g", Version: "v1", Kind: "Box", Type: box}}}, out)
	want := []string{
		`static constinit const Marker list1[]{`,
		`{.name={S+12,1},.type=&string_,.number=3,.emit=Emit::kAlways,.pointer=true,.patch_strategy=PatchStrategy(kPatchMerge|kPatchRetainKeys),.markers={list1,1}},`,
		`constinit const Type boxes_v1_Box{.kind=TypeKind::kStruct,.name={S+0,6},.go_name={S+6,6},.fields={boxes_v1_Box_fields,1},` +
			`.by_number={boxes_v1_Box_by_number,1},.by_name={boxes_v1_Box_by_name,1},.by_wire={boxes_v1_Box_by_wire,4},.by_hash={boxes_v1_Box_by_hash,2},.defaulted={},.merge=MergeKind::kAtomic};`,
	}
	for _, line := range want {
		if !strings.Contains(out.files["schema/boxes.cc"], line) {
			t.Errorf("no %s in\n%s", line, out.files["schema/boxes.cc"])
		}
	}
	for _, file := range []string{"schema/machinery.cc", "schema/kinds.cc", "schema/strings.cc", "schema/builtin_types.h"} {
		if out.files[file] == "" {
			t.Errorf("no %s", file)
		}
	}
}

func TestFlushLeavesEqualFilesAlone(t *testing.T) {
	dir := t.TempDir()
	out := NewOutput()
	out.Add("a/same.h", "1")
	out.Add("a/other.h", "1")
	if err := out.Flush(dir); err != nil {
		t.Fatal(err)
	}
	old := time.Unix(1000, 0)
	for _, name := range []string{"a/same.h", "a/other.h"} {
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	out.Add("a/other.h", "2")
	if err := out.Flush(dir); err != nil {
		t.Fatal(err)
	}
	for name, unchanged := range map[string]bool{"a/same.h": true, "a/other.h": false} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.ModTime().Equal(old) != unchanged {
			t.Errorf("%s: left alone is %v", name, !unchanged)
		}
	}
}

func viewSchema(fields ...*model.Field) *model.Schema {
	box := &model.Type{ID: "boxes_v1_Box", Home: "boxes", Package: "example.com/boxes/v1", Kind: model.KindStruct, GoName: "v1.Box", Fields: fields}
	return &model.Schema{Types: []*model.Type{box}}
}

func TestViewsAccessors(t *testing.T) {
	text := &model.Type{Kind: model.KindString}
	box := &model.Type{ID: "boxes_v1_Box", Home: "boxes", Package: "example.com/boxes/v1", Kind: model.KindStruct, GoName: "v1.Box"}
	self := &model.Type{Kind: model.KindList, Element: box}
	labels := &model.Type{Kind: model.KindMap, Element: text}
	box.Fields = []*model.Field{{Name: "nodeName", Type: text}, {Name: "default", Type: text, Pointer: true}, {Name: "self", Type: self}, {Name: "labels", Type: labels}}
	got := readViews(box.Package, []*model.Type{box})
	for _, line := range []string{
		"namespace pintle::boxes::v1 {",
		"class Box : public object::View {",
		"std::string_view node_name() const { return object::read<std::string_view>(field_node(0)); }",
		"std::optional<std::string_view> default_() const { return object::read_optional<std::string_view>(field_node(1)); }",
		"bool has_default() const { return field_node(1) != nullptr; }",
		"object::ListView<Box> self() const",
		"object::MapView<std::string_view> labels() const",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("no %s in\n%s", line, got)
		}
	}
}

func TestTwoAccessorsOfOneNameAreRefused(t *testing.T) {
	text := &model.Type{Kind: model.KindString}
	schema := viewSchema(&model.Field{Name: "hostIP", Type: text}, &model.Field{Name: "host-ip", Type: text})
	err := checkNames(schema.Types[0])
	if err == nil || !strings.Contains(err.Error(), "host_ip") {
		t.Errorf("error %v", err)
	}
}
