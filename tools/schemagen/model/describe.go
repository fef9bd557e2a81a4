package model

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

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
	return strings.TrimSpace(text.String())
}

// enumLines are the lines that a field of an enum type has after its own comment. Source: kube-openapi pkg/generators/enum.go.
func enumLines(values []EnumValue) []string {
	if len(values) == 0 {
		return nil
	}
	var lines []string
	for _, value := range values {
		lines = append(lines, fmt.Sprintf(" - `%q` %s", value.Value, value.Doc))
	}
	slices.Sort(lines)
	return append([]string{"", "Possible enum values:"}, lines...)
}
