package source

import (
	"fmt"
	"go/ast"
	"strconv"
)

// A knownType is one registered type, with the literal or the name of the variable that says under which group and version.
type knownType struct {
	groupVersion ast.Expr
	name         string // "" when the literal has it
	typ          Ref
}

// readRegistration takes the group/versions and the types from a register.go:
//
//	var SchemeGroupVersion = schema.GroupVersion{Group: GroupName, Version: "v1"}
//	scheme.AddKnownTypes(SchemeGroupVersion, &Pod{}, &PodList{})
//	scheme.AddKnownTypeWithName(SchemeGroupVersion.WithKind("WebhookAdmissionConfiguration"), &WebhookAdmission{})
//	scheme.AddKnownTypeWithName(schema.GroupVersionKind{Version: "v1", Kind: "EncryptionConfig"}, &EncryptionConfiguration{})
func (r *reader) readRegistration(file *ast.File, imports map[string]string) error {
	var problem error
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.ValueSpec:
			if len(n.Names) == 1 && len(n.Values) == 1 {
				if literal, ok := n.Values[0].(*ast.CompositeLit); ok {
					r.groupVersions[n.Names[0].Name] = literal
				}
			}
		case *ast.CallExpr:
			if err := r.readRegistrationCall(n, imports); err != nil {
				problem = err
			}
		}
		return true
	})
	return problem
}

func (r *reader) readRegistrationCall(call *ast.CallExpr, imports map[string]string) error {
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) < 2 || call.Ellipsis.IsValid() { // a list that is passed on registers what every group has
		return nil
	}
	switch function.Sel.Name {
	case "AddKnownTypes":
		for _, argument := range call.Args[1:] {
			typ, err := r.registeredType(argument, imports)
			if err != nil {
				return err
			}
			r.known = append(r.known, knownType{call.Args[0], typ.Name, typ})
		}
	case "AddKnownTypeWithName":
		groupVersion, name, ok := namedKind(call.Args[0])
		if !ok {
			return nil
		}
		typ, err := r.registeredType(call.Args[1], imports)
		if err != nil {
			return err
		}
		r.known = append(r.known, knownType{groupVersion, name, typ})
	}
	return nil
}

// namedKind splits SchemeGroupVersion.WithKind("X") and takes a literal GroupVersionKind as it is. A kind whose name is a constant is one
// that every group has.
func namedKind(argument ast.Expr) (groupVersion ast.Expr, name string, ok bool) {
	switch a := argument.(type) {
	case *ast.CompositeLit:
		return a, "", true
	case *ast.CallExpr:
		method, isMethod := a.Fun.(*ast.SelectorExpr)
		if !isMethod || len(a.Args) != 1 {
			return nil, "", false
		}
		literal, isLiteral := a.Args[0].(*ast.BasicLit)
		if !isLiteral {
			return nil, "", false
		}
		name, err := strconv.Unquote(literal.Value)
		return method.X, name, err == nil
	}
	return nil, "", false
}

// registeredType reads &Pod{}.
func (r *reader) registeredType(argument ast.Expr, imports map[string]string) (Ref, error) {
	if address, ok := argument.(*ast.UnaryExpr); ok {
		if literal, ok := address.X.(*ast.CompositeLit); ok {
			expr, err := parseExpr(literal.Type, r.pkg.Path, imports)
			return expr.Ref, err
		}
	}
	return Ref{}, fmt.Errorf("a registered type is no &Type{}")
}

// resolveKnownTypes looks up the groups and versions, which may be constants of any file of the package.
func (r *reader) resolveKnownTypes() error {
	for _, known := range r.known {
		literal, ok := known.groupVersion.(*ast.CompositeLit)
		if variable, isName := known.groupVersion.(*ast.Ident); isName {
			literal, ok = r.groupVersions[variable.Name]
		}
		if !ok {
			return fmt.Errorf("%s is registered in an unknown group and version", known.typ.Name)
		}
		kind := Kind{Name: known.name, Type: known.typ}
		if err := r.fillKind(&kind, literal); err != nil {
			return fmt.Errorf("%s: %w", known.typ.Name, err)
		}
		r.pkg.Kinds = append(r.pkg.Kinds, kind)
	}
	return nil
}

// fillKind takes Group, Version and Kind from a literal of schema.GroupVersion or schema.GroupVersionKind.
func (r *reader) fillKind(kind *Kind, literal *ast.CompositeLit) error {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return fmt.Errorf("a group and version without field names")
		}
		text, err := r.text(pair.Value)
		if err != nil {
			return err
		}
		switch pair.Key.(*ast.Ident).Name {
		case "Group":
			kind.Group = text
		case "Version":
			kind.Version = text
		case "Kind":
			kind.Name = text
		}
	}
	return nil
}

// text is the value of a string literal or of a constant of the package.
func (r *reader) text(node ast.Expr) (string, error) {
	switch n := node.(type) {
	case *ast.BasicLit:
		return strconv.Unquote(n.Value)
	case *ast.Ident:
		for _, c := range r.pkg.Consts {
			if c.Name == n.Name {
				return c.Value, nil
			}
		}
	}
	return "", fmt.Errorf("neither a literal nor a constant of the package")
}
