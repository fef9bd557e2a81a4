package cpp

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"schemagen/model"
)

// WriteViews adds two headers per group/version: views/core_v1.h with the views that read, views/core_v1_mut.h with those that write.
func WriteViews(schema *model.Schema, out *Output) error {
	structs := map[string][]*model.Type{}
	for _, t := range schema.Types {
		if viewed(t) {
			structs[t.Package] = append(structs[t.Package], t)
		}
	}
	for _, pkg := range schema.Packages {
		types := structs[pkg.Path]
		if len(types) == 0 {
			continue
		}
		types = inOrderOfUse(types)
		for _, t := range types {
			if err := checkNames(t); err != nil {
				return err
			}
		}
		id := model.PackageID(pkg.Path)
		out.Add("views/"+id+".h", readViews(pkg.Path, types))
		out.Add("views/"+id+"_mut.h", mutViews(pkg.Path, types))
	}
	return nil
}

func viewed(t *model.Type) bool { return t.Kind == model.KindStruct && t.Home != "machinery" }

// inOrderOfUse puts a struct after those that its accessors return. Lists and maps need no order, and without them there are no cycles.
func inOrderOfUse(types []*model.Type) []*model.Type {
	var order []*model.Type
	seen := map[*model.Type]bool{}
	var visit func(t *model.Type)
	visit = func(t *model.Type) {
		if seen[t] || t.Package != types[0].Package {
			return
		}
		seen[t] = true
		for _, e := range t.Embeds {
			visit(e.Type)
		}
		for _, f := range t.Fields {
			if viewed(f.Type) {
				visit(f.Type)
			}
		}
		order = append(order, t)
	}
	for _, t := range types {
		visit(t)
	}
	return order
}

// checkNames refuses two accessors of one name.
func checkNames(t *model.Type) error {
	names := map[string]string{}
	add := func(name, source string) error {
		if other, taken := names[name]; taken {
			return fmt.Errorf("%s: %s and %s both make the accessor %s", t.ID, other, source, name)
		}
		names[name] = source
		return nil
	}
	for _, f := range t.Fields {
		if err := add(accessor(f.Name), f.Name); err != nil {
			return err
		}
	}
	for _, e := range t.Embeds {
		if err := add(accessor(e.Go), e.Go); err != nil {
			return err
		}
	}
	return nil
}

// includes lists the other packages' headers that the views of a package need.
func includes(importPath string, types []*model.Type, suffix string) []string {
	var headers []string
	for _, t := range types {
		uses := []*model.Type{}
		for _, f := range t.Fields {
			uses = append(uses, leaf(f.Type))
		}
		for _, e := range t.Embeds {
			uses = append(uses, e.Type)
		}
		for _, used := range uses {
			header := fmt.Sprintf("#include \"views/%s%s.h\"\n", model.PackageID(used.Package), suffix)
			if viewed(used) && used.Package != importPath && !slices.Contains(headers, header) {
				headers = append(headers, header)
			}
		}
	}
	slices.Sort(headers)
	return headers
}

func leaf(t *model.Type) *model.Type {
	for t.Kind == model.KindList || t.Kind == model.KindMap {
		t = t.Element
	}
	return t
}

// namespace is "core::v1".
func namespace(importPath string) string {
	group, version := model.GroupFolder(importPath)
	return group + "::" + version
}

// viewName is the class of a struct as seen from a package: "Pod", "core::v1::Pod".
func viewName(t *model.Type, from string) string {
	name := strings.TrimPrefix(t.GoName, path.Base(t.Package)+".")
	if t.Package == from {
		return name
	}
	return namespace(t.Package) + "::" + name
}

func readViews(importPath string, types []*model.Type) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s// Typed views of %s; what they are made of is in object/view.h.\n#pragma once\n\n#include \"object/view.h\"\n%s\n", banner, importPath,
		strings.Join(includes(importPath, types, ""), ""))
	out.WriteString("namespace pintle::schema {\nstruct Type;\n}\nnamespace pintle::schema::builtin {\nextern const Type ")
	for i, t := range types {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(t.ID)
	}
	fmt.Fprintf(&out, ";\n}\n\nnamespace pintle::%s {\n\n", namespace(importPath))
	for _, t := range types {
		fmt.Fprintf(&out, "class %s;\n", viewName(t, importPath))
	}
	for _, t := range types {
		writeReadView(&out, t)
	}
	fmt.Fprintf(&out, "\n}  // namespace pintle::%s\n", namespace(importPath))
	return out.String()
}

func writeReadView(out *strings.Builder, t *model.Type) {
	name := viewName(t, t.Package)
	fmt.Fprintf(out, "\nclass %s : public object::View {\n public:\n  using View::View;\n", name)
	fmt.Fprintf(out, "  static const schema::Type& schema_type() { return schema::builtin::%s; }\n", t.ID)
	for _, e := range t.Embeds {
		class := viewName(e.Type, t.Package)
		fmt.Fprintf(out, "  %s %s() const { return %s(node(), static_cast<uint16_t>(base() + %d)); }\n", class, accessor(e.Go), class, e.First)
	}
	for i, f := range t.Fields {
		result, function := cppType(f.Type, t.Package), "read"
		if f.Pointer && scalar(f.Type) {
			result, function = "std::optional<"+result+">", "read_optional"
		}
		fmt.Fprintf(out, "  %s %s() const { return object::%s<%s>(field_node(%d)); }\n", result, accessor(f.Name), function, cppType(f.Type, t.Package), i)
		fmt.Fprintf(out, "  bool has_%s() const { return field_node(%d) != nullptr; }\n", snake(f.Name), i)
	}
	out.WriteString("};\n")
}

var scalarTypes = map[model.TypeKind]string{
	model.KindBool: "bool", model.KindInt32: "int32_t", model.KindInt64: "int64_t", model.KindDouble: "double",
	model.KindString: "std::string_view", model.KindBytes: "std::string_view", model.KindTime: "std::string_view",
	model.KindMicroTime: "std::string_view", model.KindDuration: "std::string_view", model.KindQuantity: "std::string_view",
	model.KindRawExtension: "std::string_view", model.KindFieldsV1: "std::string_view",
}

func scalar(t *model.Type) bool { return scalarTypes[t.Kind] != "" }

// cppType is what an accessor gives for a type.
func cppType(t *model.Type, from string) string {
	switch t.Kind {
	case model.KindStruct:
		return viewName(t, from)
	case model.KindList:
		return "object::ListView<" + cppType(t.Element, from) + ">"
	case model.KindMap:
		return "object::MapView<" + cppType(t.Element, from) + ">"
	case model.KindIntOrString:
		return "object::IntOrString"
	}
	if name, ok := scalarTypes[t.Kind]; ok {
		return name
	}
	return "const object::Value*" // any JSON; the JSONSchemaProps choices
}
