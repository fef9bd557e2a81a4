package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"schemagen/modules"
)

func TestOutputIsTheSameEachTime(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, second} {
		if err := run(".", dir); err != nil {
			t.Fatal(err)
		}
	}
	files := 0
	err := filepath.WalkDir(first, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		name, _ := filepath.Rel(first, path)
		one, _ := os.ReadFile(path)
		two, err := os.ReadFile(filepath.Join(second, name))
		if err != nil || string(one) != string(two) {
			t.Errorf("%s differs: %v", name, err)
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Errorf("%d files: %v", files, err)
	}
}

func TestAPackageThatIsNotListedIsAnError(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "new/v1"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"new/v1/generated.proto": "", "packages.txt": "k8s.io/api/core/v1\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, err := packageNames(filepath.Join(dir, "packages.txt"), []modules.Module{{Path: "k8s.io/api", Version: "v9", Dir: dir}})
	if err == nil || !strings.Contains(err.Error(), "k8s.io/api v9 has the API package k8s.io/api/new/v1") {
		t.Errorf("error %v", err)
	}
}
