package source

import (
	"fmt"
	"go/ast"
	"strconv"
)

// readRegistration takes the version and the kinds from a register.go:
//
//	var SchemeGroupVersion = schema.GroupVersion{Group: GroupName, Version: "v1"}
//	scheme.AddKnownTypes(SchemeGroupVersion, &Pod{}, &PodList{})
func (r *reader) readRegistration(file *ast.File, imports map[string]string) error {
	var problem error
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.ValueSpec:
			if len(n.Names) == 1 && n.Names[0].Name == "SchemeGroupVersion" && len(n.Values) == 1 {
				r.pkg.Version = versionOf(n.Values[0])
			}
		case *ast.CallExpr:
			if err := r.readKnownTypes(n, imports); err != nil {
				problem = err
			}
		}
		return true
	})
	return problem
}

func versionOf(value ast.Expr) string {
	literal, ok := value.(*ast.CompositeLit)
	if !ok {
		return ""
	}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, isName := pair.Key.(*ast.Ident)
		text, isText := pair.Value.(*ast.BasicLit)
		if isName && isText && key.Name == "Version" {
			version, _ := strconv.Unquote(text.Value)
			return version
		}
	}
	return ""
}

// readKnownTypes adds the types of one call of AddKnownTypes(SchemeGroupVersion, ...).
func (r *reader) readKnownTypes(call *ast.CallExpr, imports map[string]string) error {
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || function.Sel.Name != "AddKnownTypes" || len(call.Args) == 0 {
		return nil
	}
	if version, ok := call.Args[0].(*ast.Ident); !ok || version.Name != "SchemeGroupVersion" {
		return nil
	}
	for _, argument := range call.Args[1:] {
		address, ok := argument.(*ast.UnaryExpr)
		if !ok {
			return fmt.Errorf("AddKnownTypes: argument is no &Type{}")
		}
		literal, ok := address.X.(*ast.CompositeLit)
		if !ok {
			return fmt.Errorf("AddKnownTypes: argument is no &Type{}")
		}
		expr, err := parseExpr(literal.Type, r.pkg.Path, imports)
		if err != nil {
			return err
		}
		r.pkg.Kinds = append(r.pkg.Kinds, expr.Ref)
	}
	return nil
}
