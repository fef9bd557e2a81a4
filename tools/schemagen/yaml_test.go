package main

import (
	"strconv"
	"strings"
)

// parseYAML reads the plain YAML of upstream's merge schemas: block maps and lists, scalars on one line, "{}" and "".
func parseYAML(text string) any {
	p := &yamlParser{}
	for _, line := range strings.Split(text, "\n") {
		if trimmed := strings.TrimLeft(line, " "); trimmed != "" {
			p.lines = append(p.lines, yamlLine{len(line) - len(trimmed), trimmed})
		}
	}
	return p.block(0)
}

type yamlLine struct {
	indent int
	text   string
}

type yamlParser struct {
	lines []yamlLine
	next  int
}

func (p *yamlParser) more(indent int) bool {
	return p.next < len(p.lines) && p.lines[p.next].indent >= indent
}

func (p *yamlParser) block(indent int) any {
	if !p.more(indent) {
		return nil
	}
	indent = p.lines[p.next].indent
	if strings.HasPrefix(p.lines[p.next].text, "- ") {
		var list []any
		for p.next < len(p.lines) && p.lines[p.next].indent == indent && strings.HasPrefix(p.lines[p.next].text, "- ") {
			line := &p.lines[p.next]
			line.indent, line.text = line.indent+2, line.text[2:]
			if strings.Contains(line.text, ": ") || strings.HasSuffix(line.text, ":") {
				list = append(list, p.block(indent+2))
			} else {
				list = append(list, yamlScalar(line.text))
				p.next++
			}
		}
		return list
	}
	values := map[string]any{}
	for p.next < len(p.lines) && p.lines[p.next].indent == indent && !strings.HasPrefix(p.lines[p.next].text, "- ") {
		key, rest, _ := strings.Cut(p.lines[p.next].text, ":")
		p.next++
		if rest = strings.TrimSpace(rest); rest != "" {
			values[key] = yamlScalar(rest)
		} else {
			values[key] = p.block(indent)
		}
	}
	return values
}

func yamlScalar(text string) any {
	switch text {
	case "{}":
		return map[string]any{}
	case "true", "false":
		return text == "true"
	}
	if number, err := strconv.ParseFloat(text, 64); err == nil {
		return number
	}
	return strings.Trim(text, `"'`)
}
