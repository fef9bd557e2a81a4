package source

import (
	"reflect"
	"strings"
	"testing"
)

func TestProtoFields(t *testing.T) {
	messages, err := parseProto(`
syntax = "proto2";
package k8s.io.api.core.v1;
option go_package = "k8s.io/api/core/v1";
// Pod is one.
message Pod {
  // +optional
  optional .k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta metadata = 1;

  repeated Container containers = 2;
  map<string, .k8s.io.apimachinery.pkg.api.resource.Quantity> limits = 3;
  map<string, bytes> data = 5;
  optional string type = 4;
}
message Empty {
}
`)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Message{
		"Pod": {
			{"metadata", 1, "optional", ".k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta"},
			{"containers", 2, "repeated", ".k8s.io.api.core.v1.Container"},
			{"limits", 3, "map", ".k8s.io.apimachinery.pkg.api.resource.Quantity"},
			{"data", 5, "map", "bytes"},
			{"type", 4, "optional", "string"},
		},
		"Empty": {},
	}
	if !reflect.DeepEqual(messages, want) {
		t.Errorf("got %v", messages)
	}
	if _, ok := messages["Pod"].ByNumber(6); ok {
		t.Error("a field 6 was found")
	}
}

func TestProtoLinesThatAreNotUnderstood(t *testing.T) {
	for _, line := range []string{"oneof kind {", "enum Phase {", "optional string = 3;", "optional string name = x;", "required string name = 1;"} {
		_, err := parseProto("package a;\nmessage M {\n  " + line + "\n}\n")
		if err == nil || !strings.Contains(err.Error(), "generated.proto:3") {
			t.Errorf("%s: error %v does not name line 3", line, err)
		}
	}
}
