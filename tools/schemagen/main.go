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
	found, err := modules.Download(module, modules.Read...)
	if err != nil {
		return fmt.Errorf("%w\nCheck the network, or point GOPROXY at a Go module proxy that can be reached, and build again", err)
	}
	names, err := packageNames(filepath.Join(module, "packages.txt"), found)
	if err != nil {
		return err
	}
	packages, err := readPackages(found, names)
	if err != nil {
		return err
	}
	schema, err := model.Build(packages)
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

// packageNames reads packages.txt and holds it against the modules: a release that adds an API package shows here.
func packageNames(file string, found []modules.Module) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	names := strings.Fields(string(text))
	for _, module := range found {
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

func readPackages(found []modules.Module, names []string) ([]*source.Package, error) {
	var packages []*source.Package
	for _, name := range names {
		dir, err := modules.Locate(found, name)
		if err != nil {
			return nil, err
		}
		pkg, err := source.ReadPackage(dir, name)
		if err != nil {
			return nil, err
		}
		packages = append(packages, pkg)
	}
	return packages, nil
}
