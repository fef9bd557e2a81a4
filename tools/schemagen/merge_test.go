package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"schemagen/model"
	"schemagen/modules"
)

// Server-side apply merges by the schema that upstream generates into applyconfigurations/internal. This test derives the same schema
// from the model, field by field: whoever merges by the tables merges as upstream does.

func TestMergeSchemaIsUpstreams(t *testing.T) {
	_, schema := load(t)
	byName := map[string]*model.Type{}
	for _, typ := range schema.Types {
		byName[typ.Name] = typ
	}
	types, fields := 0, 0
	for name, want := range mergeSchemas(t) {
		typ, ok := byName[name]
		if !ok {
			if !strings.HasPrefix(name, "__untyped") {
				t.Errorf("no type %s", name)
			}
			continue
		}
		if typ.Kind != model.KindStruct {
			continue // hand-coded: a rule of its own for each kind
		}
		types++
		fields += len(typ.Fields)
		check(t, name, "merge schema", asJSON(structSchema(typ)), asJSON(want["map"]))
	}
	if types < 800 || fields < 3400 {
		t.Errorf("only %d structs with %d fields compared", types, fields)
	}
	t.Logf("%d structs with %d fields compared", types, fields)
}

// mergeSchemas reads the three merge schemas of the modules, by type name.
func mergeSchemas(t *testing.T) map[string]map[string]any {
	t.Helper()
	found, err := modules.Download(".", "k8s.io/client-go", "k8s.io/apiextensions-apiserver", "k8s.io/kube-aggregator")
	if err != nil {
		t.Fatal(err)
	}
	schemas := map[string]map[string]any{}
	for _, module := range found {
		file := filepath.Join(module.Dir, "pkg/client/applyconfiguration/internal/internal.go")
		if module.Path == "k8s.io/client-go" {
			file = filepath.Join(module.Dir, "applyconfigurations/internal/internal.go")
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, yaml, _ := strings.Cut(string(text), "typed.YAMLObject(`")
		yaml, _, _ = strings.Cut(yaml, "`")
		for _, entry := range parseYAML(yaml).(map[string]any)["types"].([]any) {
			typ := entry.(map[string]any)
			schemas[typ["name"].(string)] = typ
		}
	}
	return schemas
}

var (
	untypedAtomic = map[string]any{"namedType": "__untyped_atomic_"}
	// What the merge schema has for a struct without fields.
	deduced = map[string]any{"elementType": map[string]any{
		"scalar": "untyped",
		"list":   map[string]any{"elementType": untypedAtomic, "elementRelationship": "atomic"},
		"map":    map[string]any{"elementType": map[string]any{"namedType": "__untyped_deduced_"}, "elementRelationship": "separable"},
	}}
)

func structSchema(typ *model.Type) any {
	if len(typ.Fields) == 0 {
		return deduced
	}
	fields := []any{}
	for _, field := range typ.Fields {
		fields = append(fields, fieldSchema(field))
	}
	slices.SortFunc(fields, func(a, b any) int {
		return strings.Compare(a.(map[string]any)["name"].(string), b.(map[string]any)["name"].(string))
	})
	schema := map[string]any{"fields": fields}
	setRelationship(schema, typ.Merge)
	if len(typ.Unions) > 0 {
		schema["unions"] = unionSchemas(typ.Unions)
	}
	return schema
}

func unionSchemas(unions []model.Union) []any {
	var schemas []any
	for _, union := range unions {
		var members []any
		for _, member := range union.Members {
			members = append(members, map[string]any{"fieldName": member.JSON, "discriminatorValue": member.Go})
		}
		schema := map[string]any{"fields": members}
		if union.Discriminator != "" {
			schema["discriminator"] = union.Discriminator
		}
		schemas = append(schemas, schema)
	}
	return schemas
}

func fieldSchema(field *model.Field) any {
	schema := map[string]any{"name": field.Name, "type": typeSchema(field)}
	if value := effectiveDefault(field); value != nil {
		schema["default"] = value
	}
	return schema
}

// typeSchema is the type of a field; the field's own markers decide before those of the type.
func typeSchema(field *model.Field) map[string]any {
	schema := reference(field.Type)
	if list, ok := schema["list"].(map[string]any); ok {
		merge, keys := listRule(field)
		list["elementRelationship"] = "atomic"
		if merge == model.MergeSet || merge == model.MergeMap {
			list["elementRelationship"] = "associative"
		}
		if len(keys) > 0 {
			list["keys"] = keys
		}
	} else if mapping, ok := schema["map"].(map[string]any); ok {
		setRelationship(mapping, field.Merge)
	} else if _, ok := schema["namedType"]; ok {
		setRelationship(schema, field.Merge)
	}
	return schema
}

// listRule: +listType of the field, else of its type, else patchStrategy merge, whose key may be missing.
func listRule(field *model.Field) (model.Merge, []string) {
	switch {
	case field.Merge == model.MergeMap:
		return field.Merge, field.ListMapKeys
	case field.Merge != model.MergeUnset:
		return field.Merge, nil
	case field.Type.Merge != model.MergeUnset:
		return field.Type.Merge, field.Type.ListMapKeys
	case !slices.Contains(field.Patch, "kPatchMerge"):
		return model.MergeAtomic, nil
	case field.PatchMergeKey == "":
		return model.MergeSet, nil
	}
	return model.MergeMap, []string{field.PatchMergeKey}
}

func reference(typ *model.Type) map[string]any {
	switch typ.Kind {
	case model.KindString, model.KindBytes:
		return map[string]any{"scalar": "string"}
	case model.KindBool:
		return map[string]any{"scalar": "boolean"}
	case model.KindInt32, model.KindInt64, model.KindDouble:
		return map[string]any{"scalar": "numeric"}
	case model.KindRawExtension:
		return map[string]any{"namedType": "__untyped_atomic_"}
	case model.KindList:
		return map[string]any{"list": map[string]any{"elementType": reference(typ.Element), "elementRelationship": "atomic"}}
	case model.KindMap:
		return map[string]any{"map": map[string]any{"elementType": reference(typ.Element)}}
	}
	return map[string]any{"namedType": typ.Name}
}

func setRelationship(schema map[string]any, merge model.Merge) {
	switch merge {
	case model.MergeAtomic:
		schema["elementRelationship"] = "atomic"
	case model.MergeGranular:
		schema["elementRelationship"] = "separable"
	}
}
