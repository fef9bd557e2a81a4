package source

import (
	"go/ast"
	"strings"
)

// Comment is a doc comment: its lines, and its markers ("optional", "listType=map") without the plus sign.
type Comment struct {
	Lines   []string
	Markers []string
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

func parseComment(group *ast.CommentGroup) Comment {
	lines := commentLines(group)
	return Comment{Lines: lines, Markers: markers(lines)}
}
