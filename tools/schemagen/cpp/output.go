// Package cpp writes the resolved schema as C++: the tables of schema::Type and the typed views.
package cpp

import (
	"bytes"
	"os"
	"path/filepath"
)

const banner = "// Made by tools/schemagen from the official Kubernetes modules. Do not edit.\n"

// An Output is a set of files below one folder.
type Output struct {
	files map[string]string
}

func NewOutput() *Output { return &Output{map[string]string{}} }

// Add sets the content of a file; name is relative to the output folder.
func (o *Output) Add(name, content string) { o.files[name] = content }

// Flush writes the files whose content differs from what is there, so that nothing is recompiled without need.
func (o *Output) Flush(dir string) error {
	for name, content := range o.files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, []byte(content)) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}
