package source

import (
	"go/ast"
	"strconv"
)

// readConst keeps constants of one name and one value: a literal, another constant, or a conversion of either.
func (r *reader) readConst(spec *ast.ValueSpec, imports map[string]string) {
	if len(spec.Values) != 1 || len(spec.Names) != 1 {
		return
	}
	c := Const{Name: spec.Names[0].Name, Comment: commentLines(spec.Doc)}
	if named, ok := spec.Type.(*ast.Ident); ok {
		c.Type = named.Name
	}
	value := spec.Values[0]
	if call, ok := value.(*ast.CallExpr); ok && len(call.Args) == 1 { // AddressType("IPv4"), AddressType(v1.IPv4Protocol)
		if named, ok := call.Fun.(*ast.Ident); ok {
			c.Type = named.Name
		}
		value = call.Args[0]
	}
	switch v := value.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(v.Value)
		if err != nil {
			text = v.Value // a number
		}
		c.Value = text
	case *ast.Ident, *ast.SelectorExpr:
		expr, err := parseExpr(v, r.pkg.Path, imports)
		if err != nil {
			return
		}
		c.Same = expr.Ref
	default:
		return
	}
	r.pkg.Consts = append(r.pkg.Consts, c)
}
