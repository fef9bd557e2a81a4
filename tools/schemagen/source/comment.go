package source

import (
	"bytes"
	"go/ast"
	"strings"
)

// Comment is a doc comment: its description as OpenAPI shows it, and its markers ("optional", "listType=map") without the plus sign.
type Comment struct {
	Description string
	Markers     []string
}

// Value returns the argument of the first marker of that name: "map" for "listType=map".
func (c Comment) Value(name string) (string, bool) {
	for _, marker := range c.Markers {
		if value, ok := strings.CutPrefix(marker, name+"="); ok {
			return value, true
		}
	}
	return "", false
}

// Has tells whether the bare marker is there: "optional".
func (c Comment) Has(name string) bool {
	for _, marker := range c.Markers {
		if marker == name || strings.HasPrefix(marker, name+"=") {
			return true
		}
	}
	return false
}

// commentLines gives the text of a comment group, line by line; of none, nothing.
func commentLines(group *ast.CommentGroup) []string {
	text := strings.TrimRight(group.Text(), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// markers picks the lines that are markers. gengo's rule: the line begins with "+", and no blank or minus follows.
func markers(lines []string) []string {
	var found []string
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if len(line) > 1 && line[0] == '+' && line[1] != ' ' && line[1] != '-' {
			found = append(found, line[1:])
		}
	}
	return found
}

// describe turns comment lines into the description that OpenAPI shows. Source: kube-openapi pkg/generators/openapi.go,
// generateDescription: lines of a paragraph are joined by blanks, an empty line parts paragraphs, indented lines stay lines of
// their own, TODO lines and markers are left out, and "---" ends the public text.
func describe(lines []string) string {
	var text bytes.Buffer
	dropLast := func() {
		if text.Len() > 0 {
			text.Truncate(text.Len() - 1)
		}
	}
	for _, line := range lines {
		if line == "---" {
			break
		}
		line = strings.TrimRight(line, " ")
		leading := strings.TrimLeft(line, " ")
		switch {
		case line == "":
			dropLast()
			text.WriteString("\n\n")
		case strings.HasPrefix(leading, "TODO"), strings.HasPrefix(leading, "+"):
		case strings.HasPrefix(line, " "), strings.HasPrefix(line, "\t"):
			dropLast()
			text.WriteString("\n" + line + "\n")
		default:
			text.WriteString(line + " ")
		}
	}
	whole := strings.TrimRight(strings.TrimLeft(text.String(), "\n"), "\n")
	return strings.Trim(strings.ReplaceAll(whole, `\"`, `"`), " ")
}

func parseComment(group *ast.CommentGroup) Comment {
	lines := commentLines(group)
	return Comment{Description: describe(lines), Markers: markers(lines)}
}
