package modules

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestLocate(t *testing.T) {
	found := []Module{{Path: "k8s.io/api", Dir: "/cache/api@v1"}, {Path: "k8s.io/apimachinery", Dir: "/cache/apimachinery@v1"}}
	module, dir, err := Locate(found, "k8s.io/apimachinery/pkg/types")
	if err != nil || dir != "/cache/apimachinery@v1/pkg/types" || module != found[1] {
		t.Errorf("%v %s %v", module, dir, err)
	}
	if _, _, err := Locate(found, "k8s.io/other/pkg"); err == nil {
		t.Error("a package of no module was found")
	}
}

func TestAPIPackages(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{"core/v1/generated.proto", "meta/v1/zz_generated.model_name.go", "core/types.go", "testdata/v1/generated.proto"} {
		file = filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := APIPackages(Module{Path: "k8s.io/api", Dir: dir})
	if want := []string{"k8s.io/api/core/v1", "k8s.io/api/meta/v1"}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v %v", got, err)
	}
}

func TestFailedDownloadSaysWhichModule(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module m\n\ngo 1.26\n\nrequire example.invalid/m v1.0.0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "-mod=mod")
	_, err := Download(dir, "example.invalid/m")
	if err == nil || !strings.Contains(err.Error(), "example.invalid/m") {
		t.Errorf("error %v", err)
	}
}
