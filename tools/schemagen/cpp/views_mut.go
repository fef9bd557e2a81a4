package cpp

import (
	"fmt"
	"strings"

	"schemagen/model"
)

func mutViews(importPath string, types []*model.Type) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s// Typed views of %s that write; what they are made of is in object/view_mut.h.\n#pragma once\n\n#include \"object/view_mut.h\"\n#include \"views/%s.h\"\n%s\nnamespace pintle::%s {\n\n",
		banner, importPath, model.PackageID(importPath), strings.Join(includes(importPath, types, "_mut"), ""), namespace(importPath))
	for _, t := range types {
		fmt.Fprintf(&out, "class %sMut;\n", viewName(t, importPath))
	}
	for _, t := range types {
		writeMutView(&out, t)
	}
	fmt.Fprintf(&out, "\n}  // namespace pintle::%s\n", namespace(importPath))
	return out.String()
}

func writeMutView(out *strings.Builder, t *model.Type) {
	name := viewName(t, t.Package)
	fmt.Fprintf(out, "\nclass %sMut : public object::MutView<%s> {\n public:\n  using MutView::MutView;\n", name, name)
	for _, e := range t.Embeds {
		class := viewName(e.Type, t.Package) + "Mut"
		fmt.Fprintf(out, "  %s %s() const { return %s(mutable_node(), arena(), static_cast<uint16_t>(base() + %d)); }\n", class, accessor(e.Go), class, e.First)
	}
	for i, f := range t.Fields {
		writeMutField(out, t, i, f)
	}
	out.WriteString("};\n")
}

func writeMutField(out *strings.Builder, t *model.Type, index int, f *model.Field) {
	suffix := snake(f.Name)
	setter := func(argument, body string) {
		fmt.Fprintf(out, "  void set_%s(%s value) const { %s; }\n", suffix, argument, fmt.Sprintf(body, index))
	}
	part := func(class, empty string) {
		fmt.Fprintf(out, "  %s ensure_%s() const { return %s(ensure_field(%d, object::Value::%s()), arena()); }\n", class, suffix, class, index, empty)
	}
	switch f.Type.Kind {
	case model.KindBool:
		setter("bool", "put_field(%d, object::Value::boolean(value))")
	case model.KindInt32, model.KindInt64:
		setter(scalarTypes[f.Type.Kind], "put_field(%d, object::Value::integer(value))")
	case model.KindDouble:
		setter("double", "put_field(%d, object::Value::real(value))")
	case model.KindIntOrString:
		setter("int32_t", "put_field(%d, object::Value::integer(value))")
		setter("std::string_view", "put_text(%d, value)")
	case model.KindStruct:
		class := viewName(f.Type, t.Package) + "Mut"
		fmt.Fprintf(out, "  %s %s() const { return mutable_view<%s>(%d); }\n", class, accessor(f.Name), class, index)
		part(class, "empty_struct")
	case model.KindList:
		writeMutList(out, t, index, f, part)
	case model.KindMap:
		if scalar(f.Type.Element) {
			part("object::ScalarMapMut", "empty_map")
		}
	default:
		if scalar(f.Type) {
			setter("std::string_view", "put_text(%d, value)")
		}
	}
	if !scalar(f.Type) { // whole subtrees may be put anywhere but where a scalar is
		setter("object::Value", "put_field(%d, value)")
	}
	fmt.Fprintf(out, "  void clear_%s() const { erase_field(%d); }\n", suffix, index)
}

func writeMutList(out *strings.Builder, t *model.Type, index int, f *model.Field, part func(class, empty string)) {
	switch {
	case f.Type.Element.Kind == model.KindStruct:
		class := "object::ListMut<" + viewName(f.Type.Element, t.Package) + "Mut>"
		fmt.Fprintf(out, "  %s %s() const { return %s(mutable_field(%d), arena()); }\n", class, accessor(f.Name), class, index)
		part(class, "empty_list")
	case scalar(f.Type.Element):
		part("object::ScalarListMut", "empty_list")
	}
}
