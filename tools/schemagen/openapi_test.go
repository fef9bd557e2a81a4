package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"schemagen/model"
	"schemagen/modules"
)

// The tests of this file hold the model against the OpenAPI definitions that upstream generated from the same sources: descriptions,
// required fields, defaults, enums and extensions must be the same, word for word.

var wholeOpenAPI = flag.String("openapi", "", "a kube-apiserver's pkg/generated/openapi/zz_generated.openapi.go to compare with, beside the modules' own")

func TestModelIsUpstreamsOpenAPI(t *testing.T) {
	found, schema := load(t)
	files := []string{}
	for _, module := range found {
		file := filepath.Join(module.Dir, "pkg/generated/openapi/zz_generated.openapi.go")
		if _, err := os.Stat(file); err == nil {
			files = append(files, file)
		}
	}
	if *wholeOpenAPI != "" {
		files = append(files, *wholeOpenAPI)
	}
	if len(files) < 2 {
		t.Fatalf("only %d modules have OpenAPI definitions: kube-aggregator and apiextensions-apiserver should", len(files))
	}
	for _, file := range files {
		definitions := readDefinitions(t, file)
		compared := 0
		for _, typ := range schema.Types {
			definition, ok := definitions[typ.GoName]
			if !ok || typ.Kind != model.KindStruct || !slices.ContainsFunc(definition.packages, func(p string) bool { return p == typ.Package }) {
				continue
			}
			compared++
			compareDefinition(t, schema, typ, definition.schemas[typ.Package])
		}
		if compared < 40 {
			t.Errorf("%s: only %d types in common", file, compared)
		}
		t.Logf("%s: %d types compared", file, compared)
	}
}

func load(t *testing.T) ([]modules.Module, *model.Schema) {
	t.Helper()
	found, err := modules.Download(".", modules.API...)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := read(".")
	if err != nil {
		t.Fatal(err)
	}
	return found, schema
}

func compareDefinition(t *testing.T, schema *model.Schema, typ *model.Type, want map[string]any) {
	props, _ := want["SchemaProps"].(map[string]any)
	check(t, typ.ID, "description", typ.Doc, orEmpty(props["Description"]))
	check(t, typ.ID, "extensions", typeExtensions(typ), extensionsOf(want))
	properties, _ := props["Properties"].(map[string]any)
	var required []any
	for _, field := range typ.Fields {
		if field.Required {
			required = append(required, field.Name)
		}
		property, ok := properties[field.Name].(map[string]any)
		if !ok {
			t.Errorf("%s.%s is no property upstream", typ.ID, field.Name)
			continue
		}
		compareProperty(t, schema, typ.ID+"."+field.Name, field, property)
	}
	if len(properties) != len(typ.Fields) {
		t.Errorf("%s has %d fields, upstream %d properties", typ.ID, len(typ.Fields), len(properties))
	}
	wanted, _ := props["Required"].([]any)
	check(t, typ.ID, "required", fmt.Sprint(required), fmt.Sprint(wanted))
}

func compareProperty(t *testing.T, schema *model.Schema, name string, field *model.Field, want map[string]any) {
	props, _ := want["SchemaProps"].(map[string]any)
	check(t, name, "description", field.Doc, orEmpty(props["Description"]))
	check(t, name, "default", asJSON(effectiveDefault(field)), asJSON(withoutConstants(schema, props["Default"])))
	check(t, name, "enum", fmt.Sprint(enumOf(field.Type)), fmt.Sprint(orList(props["Enum"])))
	check(t, name, "extensions", fieldExtensions(field), extensionsOf(want))
	element := field.Type
	for element.Kind == model.KindList || element.Kind == model.KindMap {
		element = element.Element
		inner, _ := props["Items"].(map[string]any)
		if inner == nil {
			inner, _ = props["AdditionalProperties"].(map[string]any)
		}
		schema, _ := inner["Schema"].(map[string]any)
		props, _ = schema["SchemaProps"].(map[string]any)
		check(t, name, "element enum", fmt.Sprint(enumOf(element)), fmt.Sprint(orList(props["Enum"])))
	}
}

// effectiveDefault is OpenAPI's rule (mustEnforceDefault): the marker, else the zero of what JSON always holds.
func effectiveDefault(field *model.Field) any {
	if field.Default != "" {
		var value any
		if err := json.Unmarshal([]byte(field.Default), &value); err != nil {
			return err.Error()
		}
		return value
	}
	switch {
	case field.Pointer:
		return nil
	case field.Type.Kind == model.KindStruct:
		return map[string]any{}
	case field.Emit != model.EmitAlways:
		return nil
	}
	switch field.Type.Kind {
	case model.KindString:
		return ""
	case model.KindBool:
		return false
	case model.KindInt32, model.KindInt64, model.KindDouble:
		return 0.0
	}
	return nil
}

// withoutConstants replaces "const AzureSharedBlobDisk", as literalValue reads it, by the constant's value.
func withoutConstants(schema *model.Schema, value any) any {
	text, _ := value.(string)
	name, ok := strings.CutPrefix(text, "const ")
	if !ok {
		return value
	}
	for _, pkg := range schema.Packages {
		for _, c := range pkg.Consts {
			if c.Name == name {
				return c.Value
			}
		}
	}
	return value
}

func enumOf(typ *model.Type) []any {
	values := []any{}
	for _, value := range typ.Enum {
		values = append(values, value.Value)
	}
	return values
}

func typeExtensions(typ *model.Type) string {
	extensions := map[string]any{}
	if typ.Merge != model.MergeUnset {
		extensions["x-kubernetes-map-type"] = mergeWord(typ.Merge)
	}
	var unions []any
	for _, union := range typ.Unions {
		members := map[string]any{}
		for _, member := range union.Members {
			members[member.JSON] = member.Go
		}
		entry := map[string]any{"fields-to-discriminateBy": members}
		if union.Discriminator != "" {
			entry["discriminator"] = union.Discriminator
		}
		unions = append(unions, entry)
	}
	if unions != nil {
		extensions["x-kubernetes-unions"] = unions
	}
	return asJSON(extensions)
}

func fieldExtensions(field *model.Field) string {
	extensions := map[string]any{}
	if field.Merge != model.MergeUnset {
		name := "x-kubernetes-list-type" // upstream's word for anything but a map or a struct, bytes and strings too
		if field.Type.Kind == model.KindMap || field.Type.Kind == model.KindStruct {
			name = "x-kubernetes-map-type"
		}
		extensions[name] = mergeWord(field.Merge)
	}
	if len(field.ListMapKeys) > 0 {
		extensions["x-kubernetes-list-map-keys"] = field.ListMapKeys
	}
	if field.PatchMergeKey != "" {
		extensions["x-kubernetes-patch-merge-key"] = field.PatchMergeKey
	}
	if len(field.Patch) > 0 {
		words := map[string]string{"kPatchMerge": "merge", "kPatchReplace": "replace", "kPatchRetainKeys": "retainKeys"}
		var strategies []string
		for _, strategy := range field.Patch {
			strategies = append(strategies, words[strategy])
		}
		extensions["x-kubernetes-patch-strategy"] = strings.Join(strategies, ",")
	}
	return asJSON(extensions)
}

func mergeWord(merge model.Merge) string {
	return strings.ToLower(strings.TrimPrefix(string(merge), "k"))
}

func extensionsOf(schema map[string]any) string {
	extensible, _ := schema["VendorExtensible"].(map[string]any)
	extensions, ok := extensible["Extensions"].(map[string]any)
	if !ok {
		extensions = map[string]any{}
	}
	return asJSON(extensions)
}

func check(t *testing.T, name, what, got, want string) {
	if got != want {
		t.Errorf("%s: %s\n  here     %q\n  upstream %q", name, what, got, want)
	}
}

func orEmpty(value any) string {
	text, _ := value.(string)
	return text
}

func orList(value any) []any {
	list, ok := value.([]any)
	if !ok {
		return []any{}
	}
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return list
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// A definition holds the schemas of one Go type name ("v1.Pod") by import path, as several packages may share a name.
type definition struct {
	packages []string
	schemas  map[string]map[string]any
}

// readDefinitions evaluates the literals of a zz_generated.openapi.go: constants of other packages are looked up nowhere and stay names.
func readDefinitions(t *testing.T, file string) map[string]*definition {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	imports := map[string]string{}
	for _, spec := range parsed.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		imports[spec.Name.Name] = path
	}
	bodies := map[string]ast.Expr{}
	var index *ast.CompositeLit
	for _, declaration := range parsed.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok || len(function.Body.List) != 1 {
			continue
		}
		result := function.Body.List[0].(*ast.ReturnStmt).Results[0]
		bodies[function.Name.Name] = result
		if function.Name.Name == "GetOpenAPIDefinitions" {
			index = result.(*ast.CompositeLit)
		}
	}
	definitions := map[string]*definition{}
	for _, element := range index.Elts {
		entry := element.(*ast.KeyValueExpr)
		key, isCall := entry.Key.(*ast.CallExpr)
		value, isFunction := entry.Value.(*ast.CallExpr)
		if !isCall || !isFunction {
			continue
		}
		typ, ok := key.Fun.(*ast.SelectorExpr).X.(*ast.CompositeLit).Type.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		function, ok := value.Fun.(*ast.Ident)
		if !ok {
			continue
		}
		path := imports[typ.X.(*ast.Ident).Name]
		body, _ := literalValue(bodies[function.Name]).(map[string]any)
		schema, _ := body["Schema"].(map[string]any)
		name := filepath.Base(path) + "." + typ.Sel.Name
		if definitions[name] == nil {
			definitions[name] = &definition{schemas: map[string]map[string]any{}}
		}
		definitions[name].packages = append(definitions[name].packages, path)
		definitions[name].schemas[path] = schema
	}
	return definitions
}

// literalValue turns composite literals into maps and lists.
func literalValue(node ast.Expr) any {
	switch n := node.(type) {
	case *ast.UnaryExpr:
		return literalValue(n.X)
	case *ast.BasicLit:
		if n.Kind == token.STRING {
			text, _ := strconv.Unquote(n.Value)
			return text
		}
		number, _ := strconv.ParseFloat(n.Value, 64)
		return number
	case *ast.Ident:
		return map[string]any{"true": true, "false": false}[n.Name]
	case *ast.SelectorExpr:
		return "const " + n.Sel.Name
	case *ast.CallExpr: // string(v1.AzureSharedBlobDisk), float64(1)
		if len(n.Args) == 1 {
			return literalValue(n.Args[0])
		}
	case *ast.CompositeLit:
		return compositeValue(n)
	}
	return reflect.TypeOf(node).String()
}

func compositeValue(n *ast.CompositeLit) any {
	if _, isList := n.Type.(*ast.ArrayType); isList {
		list := []any{}
		for _, element := range n.Elts {
			list = append(list, literalValue(element))
		}
		return list
	}
	values := map[string]any{}
	for _, element := range n.Elts {
		pair := element.(*ast.KeyValueExpr)
		if name, ok := pair.Key.(*ast.Ident); ok {
			values[name.Name] = literalValue(pair.Value)
		} else {
			values[fmt.Sprint(literalValue(pair.Key))] = literalValue(pair.Value)
		}
	}
	return values
}
