package cpp

import (
	"fmt"
	"slices"
	"strings"

	"schemagen/model"
)

// WriteTables adds schema/builtin_types.h (all types declared), schema/<home>.cc (the types of one group), schema/kinds.cc and schema/strings.cc.
func WriteTables(schema *model.Schema, out *Output) {
	strings := newPool()
	for _, home := range Homes(schema) {
		w := tableWriter{pool: strings, enums: map[string]string{}, lists: map[string]string{}}
		for _, t := range schema.Types {
			if t.Home == home {
				w.writeType(t)
			}
		}
		out.Add("schema/"+home+".cc", prologue+w.text.String()+epilogue)
	}
	out.Add("schema/kinds.cc", kindTables(schema, strings))
	out.Add("schema/builtin_types.h", declarations(schema, strings.size))
	out.Add("schema/strings.cc", prologue+strings.write()+epilogue)
}

const prologue = banner + `#include "schema/builtin_types.h"

namespace pintle::schema::builtin {
`
const epilogue = `
}  // namespace pintle::schema::builtin
`

// Homes lists the files that the types go into.
func Homes(schema *model.Schema) []string {
	var homes []string
	for _, t := range schema.Types {
		if !slices.Contains(homes, t.Home) {
			homes = append(homes, t.Home)
		}
	}
	slices.Sort(homes)
	return homes
}

func declarations(schema *model.Schema, poolSize int) string {
	var out strings.Builder
	out.WriteString(banner + `#pragma once

#include "schema/type.h"

namespace pintle::schema::builtin {

`)
	fmt.Fprintf(&out, "// Every string of the tables, end to end.\nextern const char kStrings[%d];\ninline constexpr const char* S = kStrings;\n\n", poolSize+1)
	for _, t := range schema.Types {
		fmt.Fprintf(&out, "extern const Type %s;\n", t.ID)
	}
	out.WriteString(epilogue)
	return out.String()
}

type tableWriter struct {
	text  strings.Builder
	pool  *pool
	enums map[string]string // type ID to the initialiser of its span
	lists map[string]string // a string list's content to the name of its array
	next  int
}

func (w *tableWriter) writeType(t *model.Type) {
	var parts []string
	set := func(name, value string) { parts = append(parts, "."+name+"="+value) }
	set("kind", "TypeKind::"+string(t.Kind))
	w.setText(&parts, "name", t.Name)
	w.setText(&parts, "go_name", t.GoName)
	if len(t.Fields) > 0 {
		set("fields", w.fields(t))
		set("by_number", w.indexes(t.ID+"_by_number", t.ByNumber()))
		set("by_name", w.indexes(t.ID+"_by_name", t.ByName()))
		set("by_wire", w.numbers("int16_t", t.ID+"_by_wire", t.ByWire()))
		set("by_hash", w.indexes(t.ID+"_by_hash", t.ByHash()))
		set("defaulted", w.indexes(t.ID+"_defaulted", t.Defaulted()))
	}
	setFlag(&parts, "has_defaults", t.HasDefaults())
	if len(t.Embeds) > 0 {
		set("embeds", w.embeds(t))
	}
	if t.Element != nil {
		set("element", "&"+t.Element.ID)
	}
	setFlag(&parts, "proto_wrapper", t.ProtoWrapper)
	setFlag(&parts, "element_pointer", t.ElementPointer)
	if !t.HasProto {
		set("has_proto", "false")
	}
	setMerge(&parts, t.Merge)
	w.setStrings(&parts, "list_map_keys", t.ListMapKeys)
	if len(t.Enum) > 0 {
		set("enum_values", w.enum(t))
	}
	w.setMarkers(&parts, t.Markers)
	if len(t.Unions) > 0 {
		set("unions", w.unions(t))
	}
	w.setText(&parts, "doc", t.Doc)
	fmt.Fprintf(&w.text, "constinit const Type %s{%s};\n", t.ID, strings.Join(parts, ","))
}

func (w *tableWriter) fields(t *model.Type) string {
	lines := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		lines[i] = "    {" + strings.Join(w.field(f), ",") + "},\n"
	}
	return w.array("Field", t.ID+"_fields", lines)
}

func (w *tableWriter) field(f *model.Field) []string {
	parts := []string{".name=" + w.pool.add(f.Name), ".type=&" + f.Type.ID}
	set := func(name, value string) { parts = append(parts, "."+name+"="+value) }
	if f.Number != 0 {
		set("number", fmt.Sprint(f.Number))
	}
	if f.Embed != 0 {
		set("embed", fmt.Sprint(f.Embed))
	}
	set("emit", "Emit::"+string(f.Emit))
	setFlag(&parts, "pointer", f.Pointer)
	setFlag(&parts, "required", f.Required)
	if len(f.Patch) > 0 {
		set("patch_strategy", patchBits(f.Patch))
	}
	setMerge(&parts, f.Merge)
	w.setText(&parts, "patch_merge_key", f.PatchMergeKey)
	w.setStrings(&parts, "list_map_keys", f.ListMapKeys)
	w.setText(&parts, "default_json", f.Default)
	w.setText(&parts, "doc", f.Doc)
	if len(f.Type.Enum) > 0 {
		set("enum_values", w.enum(f.Type))
	}
	w.setMarkers(&parts, f.Markers)
	return parts
}

func patchBits(strategies []string) string {
	if len(strategies) == 1 {
		return strategies[0]
	}
	return "PatchStrategy(" + strings.Join(strategies, "|") + ")"
}

func (w *tableWriter) setText(parts *[]string, name, text string) {
	if text != "" {
		*parts = append(*parts, "."+name+"="+w.pool.add(text))
	}
}

func setFlag(parts *[]string, name string, value bool) {
	if value {
		*parts = append(*parts, "."+name+"=true")
	}
}

func setMerge(parts *[]string, merge model.Merge) {
	if merge != model.MergeUnset {
		*parts = append(*parts, ".merge=MergeKind::"+string(merge))
	}
}

func (w *tableWriter) setStrings(parts *[]string, name string, texts []string) {
	if len(texts) > 0 {
		*parts = append(*parts, "."+name+"="+w.stringList("std::string_view", texts))
	}
}

func (w *tableWriter) setMarkers(parts *[]string, texts []string) {
	if len(texts) > 0 {
		*parts = append(*parts, ".markers="+w.stringList("Marker", texts))
	}
}

// stringList gives the span of an array of strings; equal lists of one file share an array.
func (w *tableWriter) stringList(element string, texts []string) string {
	key := element + "\x00" + strings.Join(texts, "\x00")
	if span, ok := w.lists[key]; ok {
		return span
	}
	lines := make([]string, len(texts))
	for i, text := range texts {
		lines[i] = w.pool.add(text)
		if element == "Marker" {
			lines[i] = "{" + lines[i] + "}"
		}
		lines[i] = "    " + lines[i] + ",\n"
	}
	w.next++
	span := w.array(element, fmt.Sprintf("list%d", w.next), lines)
	w.lists[key] = span
	return span
}

func (w *tableWriter) enum(t *model.Type) string {
	if span, ok := w.enums[t.ID]; ok {
		return span
	}
	lines := make([]string, len(t.Enum))
	for i, value := range t.Enum {
		lines[i] = fmt.Sprintf("    {%s,%s},\n", w.pool.add(value.Value), w.pool.add(value.Doc))
	}
	span := w.array("EnumValue", t.ID+"_enum", lines)
	w.enums[t.ID] = span
	return span
}

func (w *tableWriter) embeds(t *model.Type) string {
	lines := make([]string, len(t.Embeds))
	for i, e := range t.Embeds {
		lines[i] = fmt.Sprintf("    {%s,%d,%d,%d,&%s},\n", w.pool.add(e.Name), e.Number, e.First, e.Count, e.Type.ID)
	}
	return w.array("Embed", t.ID+"_embeds", lines)
}

func (w *tableWriter) unions(t *model.Type) string {
	lines := make([]string, len(t.Unions))
	for i, union := range t.Unions {
		members := make([]string, len(union.Members))
		for j, member := range union.Members {
			members[j] = fmt.Sprintf("    {%s,%s},\n", w.pool.add(member.JSON), w.pool.add(member.Go))
		}
		lines[i] = fmt.Sprintf("    {%s,%s},\n", w.pool.add(union.Discriminator), w.array("UnionMember", fmt.Sprintf("%s_union%d", t.ID, i), members))
	}
	return w.array("Union", t.ID+"_unions", lines)
}

func (w *tableWriter) indexes(name string, indexes []int) string {
	return w.numbers("uint16_t", name, indexes)
}

func (w *tableWriter) numbers(element, name string, numbers []int) string {
	if len(numbers) == 0 {
		return "{}"
	}
	line := "    " + strings.ReplaceAll(strings.Trim(fmt.Sprint(numbers), "[]"), " ", ",") + "\n"
	fmt.Fprintf(&w.text, "static constinit const %s %s[]{\n%s};\n", element, name, line)
	return fmt.Sprintf("{%s,%d}", name, len(numbers))
}

func (w *tableWriter) array(element, name string, lines []string) string {
	fmt.Fprintf(&w.text, "static constinit const %s %s[]{\n%s};\n", element, name, strings.Join(lines, ""))
	return fmt.Sprintf("{%s,%d}", name, len(lines))
}

func kindTables(schema *model.Schema, p *pool) string {
	var out strings.Builder
	out.WriteString(prologue)
	table := func(name string, kinds []model.Kind) {
		fmt.Fprintf(&out, "static constinit const KindEntry %s[]{\n", name)
		for _, k := range kinds {
			fmt.Fprintf(&out, "    {%s,%s,%s,&%s},\n", p.add(k.Group), p.add(k.Version), p.add(k.Kind), k.Type.ID)
		}
		out.WriteString("};\n")
	}
	table("kinds", schema.Kinds)
	table("shared", schema.Shared)
	table("config", schema.Config)
	out.WriteString("static constinit const Type* const models[]{\n")
	for _, t := range modelsByName(schema) {
		fmt.Fprintf(&out, "    &%s,\n", t.ID)
	}
	out.WriteString(`};

}  // namespace pintle::schema::builtin

namespace pintle::schema {

std::span<const KindEntry> builtin_kinds() { return builtin::kinds; }
std::span<const KindEntry> shared_kinds() { return builtin::shared; }
std::span<const KindEntry> config_kinds() { return builtin::config; }
std::span<const Type* const> builtin_types() { return builtin::models; }

}  // namespace pintle::schema
`)
	return out.String()
}

func modelsByName(schema *model.Schema) []*model.Type {
	var types []*model.Type
	for _, t := range schema.Types {
		if t.Name != "" {
			types = append(types, t)
		}
	}
	slices.SortFunc(types, func(a, b *model.Type) int { return strings.Compare(a.Name, b.Name) })
	return types
}
