// schemagen reads the pinned Kubernetes modules as source text and writes what Pintle knows of the built-in types as C++:
// tables of schema::Type (src/schema/type.h) and typed views (src/object/view.h).
//
//	schemagen -module tools/schemagen -out build/release/generated
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"schemagen/cpp"
	"schemagen/model"
	"schemagen/modules"
	"schemagen/source"
)

func main() {
	module := flag.String("module", ".", "the folder with go.mod and packages.txt")
	out := flag.String("out", "", "the folder to write into")
	flag.Parse()
	if err := run(*module, *out); err != nil {
		fmt.Fprintln(os.Stderr, "schemagen:", err)
		os.Exit(1)
	}
}

func run(module, out string) error {
	schema, err := read(module)
	if err != nil {
		return err
	}
	output := cpp.NewOutput()
	cpp.WriteTables(schema, output)
	if err := cpp.WriteViews(schema, output); err != nil {
		return err
	}
	return output.Flush(out)
}

// read makes the model of the pinned modules.
func read(module string) (*model.Schema, error) {
	found, err := modules.Download(module, slices.Concat(modules.API, modules.Config)...)
	if err != nil {
		return nil, fmt.Errorf("%w\nCheck the network, or point GOPROXY at a Go module proxy that can be reached, and build again", err)
	}
	names, err := packageNames(filepath.Join(module, "packages.txt"), found)
	if err != nil {
		return nil, err
	}
	var api, config []*source.Package
	for _, name := range names {
		pkg, owner, err := readPackage(found, name)
		if err != nil {
			return nil, err
		}
		if slices.Contains(modules.API, owner) {
			api = append(api, pkg)
		} else {
			config = append(config, pkg)
		}
	}
	return model.Build(api, config)
}

// packageNames reads packages.txt and holds it against the modules: a release that adds an API package shows here.
func packageNames(file string, found []modules.Module) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	names := strings.Fields(string(text))
	for _, module := range found {
		if !slices.Contains(modules.API, module.Path) {
			continue
		}
		paths, err := modules.APIPackages(module)
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			if !slices.Contains(names, path) {
				return nil, fmt.Errorf("%s %s has the API package %s, which packages.txt does not list", module.Path, module.Version, path)
			}
		}
	}
	return names, nil
}

// readPackage also returns the path of the module that the package is in.
func readPackage(found []modules.Module, name string) (pkg *source.Package, owner string, err error) {
	module, dir, err := modules.Locate(found, name)
	if err != nil {
		return nil, "", err
	}
	pkg, err = source.ReadPackage(dir, name)
	return pkg, module.Path, err
}
