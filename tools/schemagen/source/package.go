// Package source reads the Go sources and generated.proto of one API package and reports what they say, without resolving anything
// across packages. Nothing is compiled or imported: the files are parsed alone.
package source

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// A Package is what one API package declares.
type Package struct {
	Path     string // "k8s.io/api/core/v1"
	Kinds    []Kind // the types given to AddKnownTypes, in order
	Types    []*Type
	Consts   []Const
	Messages map[string]Message // by message name, which is the Go type's name
}

// A Kind is a type that the package registers; Name is mostly that of the type. Group is "" for core.
type Kind struct {
	Group   string
	Version string
	Name    string
	Type    Ref
}

// Form tells how a type is declared.
type Form int

const (
	Struct  Form = iota // type Pod struct {...}
	Defined             // type PodPhase string
	Alias               // type Table = v1.Table
)

// A Type is one declared type.
type Type struct {
	Name    string
	Form    Form
	Under   Expr // Defined, Alias
	Fields  []Field
	Model   string // what OpenAPIModelName() returns; "" when there is none
	Comment Comment
}

// A Field is one field of a struct as declared.
type Field struct {
	Go       string // the Go name; of an embedded field its type's name
	Type     Expr
	Embedded bool
	JSON     string   // "" when JSON inlines an embedded field
	Options  []string // of the json tag: omitempty, omitzero, inline
	Number   int      // protobuf field number; 0 when the tag has none
	Patch    string   // patchStrategy tag
	PatchKey string   // patchMergeKey tag
	Comment  Comment
}

// A Const is one constant with a string, or another constant, as its value.
type Const struct {
	Name    string
	Type    string // the named type it is declared with or converted to; "" when it has none
	Value   string
	Same    Ref // when the value is another constant
	Comment []string
}

// skipped files declare nothing that counts, and are long.
func skipped(name string) bool {
	return !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || name == "generated.pb.go" ||
		name == "types_swagger_doc_generated.go" || strings.HasPrefix(name, "zz_generated.") && name != "zz_generated.model_name.go"
}

// ReadPackage reads the package in dir.
func ReadPackage(dir, importPath string) (*Package, error) {
	reader := newReader(importPath)
	if text, err := os.ReadFile(filepath.Join(dir, "generated.proto")); err == nil {
		if reader.pkg.Messages, err = parseProto(string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", importPath, err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if skipped(entry.Name()) {
			continue
		}
		if fits, _ := build.Default.MatchFile(dir, entry.Name()); !fits {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		if err := reader.readFile(entry.Name(), text); err != nil {
			return nil, fmt.Errorf("%s: %w", importPath, err)
		}
	}
	return reader.finish()
}

// ReadText reads a package from texts alone: file name to content. For tests.
func ReadText(importPath string, files map[string]string, proto string) (*Package, error) {
	reader := newReader(importPath)
	var err error
	if reader.pkg.Messages, err = parseProto(proto); err != nil {
		return nil, err
	}
	for name, text := range files {
		if err := reader.readFile(name, []byte(text)); err != nil {
			return nil, err
		}
	}
	return reader.finish()
}

type reader struct {
	pkg    *Package
	files  *token.FileSet
	models map[string]string // type name to OpenAPI model name
	known  []knownType
	// The variables of schema.GroupVersion, by name: usually SchemeGroupVersion alone.
	groupVersions map[string]*ast.CompositeLit
}

func newReader(importPath string) *reader {
	return &reader{pkg: &Package{Path: importPath}, files: token.NewFileSet(), models: map[string]string{},
		groupVersions: map[string]*ast.CompositeLit{}}
}

func (r *reader) finish() (*Package, error) {
	for _, t := range r.pkg.Types {
		t.Model = r.models[t.Name]
	}
	if err := r.resolveKnownTypes(); err != nil {
		return nil, fmt.Errorf("%s: %w", r.pkg.Path, err)
	}
	return r.pkg, nil
}

func (r *reader) readFile(name string, text []byte) error {
	file, err := parser.ParseFile(r.files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	imports := importNames(file)
	if name == "register.go" {
		if err := r.readRegistration(file, imports); err != nil {
			return err
		}
	}
	ends := r.commentEnds(file)
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			r.readModelName(d)
		case *ast.GenDecl:
			if err := r.readDeclaration(d, imports, ends); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func importNames(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range file.Imports {
		importPath, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(importPath)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = importPath
	}
	return names
}

// commentEnds maps the line a comment group ends on to the group.
func (r *reader) commentEnds(file *ast.File) map[int]*ast.CommentGroup {
	ends := map[int]*ast.CommentGroup{}
	for _, group := range file.Comments {
		ends[r.files.Position(group.End()).Line] = group
	}
	return ends
}

// readModelName takes the literal from `func (T) OpenAPIModelName() string { return "..." }`.
func (r *reader) readModelName(function *ast.FuncDecl) {
	if function.Recv == nil || function.Name.Name != "OpenAPIModelName" || len(function.Body.List) != 1 {
		return
	}
	receiver, ok := function.Recv.List[0].Type.(*ast.Ident)
	if !ok {
		return
	}
	if result, ok := function.Body.List[0].(*ast.ReturnStmt); ok && len(result.Results) == 1 {
		if literal, ok := result.Results[0].(*ast.BasicLit); ok {
			r.models[receiver.Name], _ = strconv.Unquote(literal.Value)
		}
	}
}

func (r *reader) readDeclaration(d *ast.GenDecl, imports map[string]string, ends map[int]*ast.CommentGroup) error {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.ValueSpec:
			if d.Tok == token.CONST {
				r.readConst(s, imports)
			}
		case *ast.TypeSpec:
			doc := s.Doc
			if doc == nil {
				doc = d.Doc
			}
			t, err := r.readType(s, doc, imports, ends)
			if err != nil {
				return err
			}
			r.pkg.Types = append(r.pkg.Types, t)
		}
	}
	return nil
}
