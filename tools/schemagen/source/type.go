package source

import (
	"fmt"
	"go/ast"
	"reflect"
	"strconv"
	"strings"
)

func (r *reader) readType(spec *ast.TypeSpec, doc *ast.CommentGroup, imports map[string]string, ends map[int]*ast.CommentGroup) (*Type, error) {
	t := &Type{Name: spec.Name.Name, Form: Defined, Comment: parseComment(doc)}
	// gengo also reads the comment group above the doc comment when exactly one blank line parts them.
	start := r.files.Position(spec.Pos()).Line
	if doc != nil {
		start = r.files.Position(doc.Pos()).Line
	}
	t.Comment.Markers = append(markers(commentLines(ends[start-2])), t.Comment.Markers...)
	if spec.Assign.IsValid() {
		t.Form = Alias
	}
	body, ok := spec.Type.(*ast.StructType)
	if !ok {
		// Functions and interfaces with methods are no API types; whoever needs such a type finds that it resolves to nothing.
		t.Under, _ = parseExpr(spec.Type, r.pkg.Path, imports)
		return t, nil
	}
	t.Form = Struct
	for _, declared := range body.Fields.List {
		fields, err := r.readField(declared, imports)
		if err != nil {
			return nil, fmt.Errorf("type %s: %w", t.Name, err)
		}
		t.Fields = append(t.Fields, fields...)
	}
	return t, nil
}

// readField gives the exported JSON fields of one line of a struct.
func (r *reader) readField(declared *ast.Field, imports map[string]string) ([]Field, error) {
	expr, err := parseExpr(declared.Type, r.pkg.Path, imports)
	if err != nil {
		return nil, nil // a function or channel: never in JSON
	}
	field := Field{Type: expr, Comment: parseComment(declared.Doc)}
	var tag reflect.StructTag
	if declared.Tag != nil {
		text, err := strconv.Unquote(declared.Tag.Value)
		if err != nil {
			return nil, err
		}
		tag = reflect.StructTag(text)
	}
	json, tagged := tag.Lookup("json")
	parts := strings.Split(json, ",")
	field.JSON, field.Options = parts[0], parts[1:]
	field.Patch, field.PatchKey = tag.Get("patchStrategy"), tag.Get("patchMergeKey")
	if field.Number, err = protoNumber(tag.Get("protobuf")); err != nil {
		return nil, err
	}
	if json == "-" {
		return nil, nil
	}
	if len(declared.Names) == 0 {
		field.Embedded = true
		field.Go = embeddedName(expr)
		return []Field{field}, nil
	}
	var fields []Field
	for _, name := range declared.Names {
		if !name.IsExported() {
			continue
		}
		field.Go = name.Name
		if !tagged || field.JSON == "" {
			field.JSON = name.Name
		}
		fields = append(fields, field)
	}
	return fields, nil
}

func embeddedName(expr Expr) string {
	if expr.Shape == Pointer {
		return expr.Elem.Ref.Name
	}
	return expr.Ref.Name
}

// protoNumber takes the number from a tag such as "bytes,2,opt,name=spec"; 0 when the tag is "" or "-".
func protoNumber(tag string) (int, error) {
	parts := strings.Split(tag, ",")
	if len(parts) < 2 {
		return 0, nil
	}
	number, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0, fmt.Errorf("protobuf tag %q: %w", tag, err)
	}
	return number, nil
}
