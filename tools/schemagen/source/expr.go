package source

import (
	"fmt"
	"go/ast"
)

// A Ref names a type across packages: {"k8s.io/api/core/v1", "Pod"}. Go's own types have no package: {"", "string"}.
type Ref struct {
	Package string
	Name    string
}

func (r Ref) String() string {
	if r.Package == "" {
		return r.Name
	}
	return r.Package + "." + r.Name
}

// Shape tells what an Expr is.
type Shape int

const (
	Named Shape = iota
	Pointer
	Slice
	Map
	Interface
)

// An Expr is a Go type expression: *[]map[string]v1.Pod.
type Expr struct {
	Shape Shape
	Ref   Ref   // Named
	Key   *Expr // Map
	Elem  *Expr // Pointer, Slice, Map
}

func (e Expr) String() string {
	switch e.Shape {
	case Pointer:
		return "*" + e.Elem.String()
	case Slice:
		return "[]" + e.Elem.String()
	case Map:
		return "map[" + e.Key.String() + "]" + e.Elem.String()
	case Interface:
		return "any"
	}
	return e.Ref.String()
}

var predeclared = map[string]bool{
	"bool": true, "string": true, "byte": true, "int": true, "int8": true, "int16": true, "int32": true, "int64": true,
	"uint": true, "uint8": true, "uint16": true, "uint32": true, "uint64": true, "float32": true, "float64": true, "error": true,
}

// parseExpr reads a type expression; imports maps the file's package names to import paths.
func parseExpr(node ast.Expr, importPath string, imports map[string]string) (Expr, error) {
	switch x := node.(type) {
	case *ast.Ident:
		if x.Name == "any" {
			return Expr{Shape: Interface}, nil
		}
		if predeclared[x.Name] {
			return Expr{Ref: Ref{"", x.Name}}, nil
		}
		return Expr{Ref: Ref{importPath, x.Name}}, nil
	case *ast.SelectorExpr:
		if qualifier, ok := x.X.(*ast.Ident); ok {
			importPath, ok := imports[qualifier.Name]
			if !ok {
				importPath = qualifier.Name // a package whose name is not its folder's; whoever needs the type says that it is not read
			}
			return Expr{Ref: Ref{importPath, x.Sel.Name}}, nil
		}
	case *ast.StarExpr:
		return wrap(Pointer, x.X, importPath, imports)
	case *ast.ArrayType:
		if x.Len == nil {
			return wrap(Slice, x.Elt, importPath, imports)
		}
	case *ast.MapType:
		key, err := parseExpr(x.Key, importPath, imports)
		if err != nil {
			return Expr{}, err
		}
		m, err := wrap(Map, x.Value, importPath, imports)
		m.Key = &key
		return m, err
	case *ast.InterfaceType:
		return Expr{Shape: Interface}, nil
	}
	return Expr{}, fmt.Errorf("type expression %T is not one that an API type uses", node)
}

func wrap(shape Shape, node ast.Expr, importPath string, imports map[string]string) (Expr, error) {
	elem, err := parseExpr(node, importPath, imports)
	return Expr{Shape: shape, Elem: &elem}, err
}
