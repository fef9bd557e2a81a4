// Package modules finds the pinned Kubernetes modules on disk, downloading them when they are missing.
package modules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// API are the modules whose sources describe the types that a cluster serves; each of their API packages is read.
var API = []string{"k8s.io/api", "k8s.io/apimachinery", "k8s.io/apiextensions-apiserver", "k8s.io/kube-aggregator"}

// Config are the modules with the types of files that the server reads and of pages that it serves about itself; some of their packages
// are read.
var Config = []string{"k8s.io/apiserver", "k8s.io/component-base"}

// A Module is one downloaded module: Path "k8s.io/api", Dir its root in the module cache.
type Module struct {
	Path    string
	Version string
	Dir     string
	Error   string
}

// Download fetches the modules at the versions of dir/go.mod, checked against dir/go.sum.
func Download(dir string, paths ...string) ([]Module, error) {
	command := exec.Command("go", append([]string{"mod", "download", "-json"}, paths...)...)
	command.Dir = dir
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	failed := command.Run()
	var found []Module
	for decoder := json.NewDecoder(&out); ; {
		var module Module
		if err := decoder.Decode(&module); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go mod download: unreadable answer: %w", err)
		}
		if module.Error != "" {
			return nil, fmt.Errorf("the module %s %s could not be downloaded: %s", module.Path, module.Version, module.Error)
		}
		found = append(found, module)
	}
	if failed != nil {
		return nil, fmt.Errorf("the Kubernetes modules could not be downloaded: %w\n%s", failed, complaints.String())
	}
	return found, nil
}

// Locate returns the module that holds an import path, and the folder of the package.
func Locate(found []Module, importPath string) (module Module, dir string, err error) {
	for _, module := range found {
		if rest, ok := strings.CutPrefix(importPath, module.Path+"/"); ok {
			return module, filepath.Join(module.Dir, filepath.FromSlash(rest)), nil
		}
	}
	return Module{}, "", fmt.Errorf("no pinned module holds the package %s", importPath)
}

// APIPackages lists the import paths of a module that describe API types: those with a generated.proto or with OpenAPI model names.
func APIPackages(module Module) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(module.Dir, func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		switch entry.Name() {
		case "testdata", "testapigroup", "examples", "vendor":
			return filepath.SkipDir
		}
		if exists(dir, "generated.proto") || exists(dir, "zz_generated.model_name.go") {
			rest, err := filepath.Rel(module.Dir, dir)
			if err != nil {
				return err
			}
			paths = append(paths, path.Join(module.Path, filepath.ToSlash(rest)))
		}
		return nil
	})
	return paths, err
}

func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}
