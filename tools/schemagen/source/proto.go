package source

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A ProtoField is one field of a protobuf message. Label is "optional", "repeated" or "map".
type ProtoField struct {
	Name   string
	Number int
	Label  string
	Type   string // "string", "int32", ..., or a message's full name with a leading dot; of a map: its value's type
}

// A Message holds the fields of a protobuf message in the file's order.
type Message []ProtoField

// ByNumber returns the field of that number.
func (m Message) ByNumber(number int) (ProtoField, bool) {
	for _, field := range m {
		if field.Number == number {
			return field, true
		}
	}
	return ProtoField{}, false
}

var (
	messageLine = regexp.MustCompile(`^message (\w+) \{`)
	fieldLine   = regexp.MustCompile(`^(?:(optional|repeated) ([.\w]+)|map<string, ([.\w]+)>) (\w+) = (\d+);$`)
)

// parseProto reads a generated.proto as go-to-protobuf writes them: one field a line, no nesting, no enums, no oneofs. It returns the
// messages by their names within the file.
func parseProto(text string) (map[string]Message, error) {
	messages := map[string]Message{}
	pkg, current := "", ""
	for at, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "package "); ok {
			pkg = "." + strings.TrimSuffix(name, ";")
			continue
		}
		if found := messageLine.FindStringSubmatch(line); found != nil {
			current = found[1]
			messages[current] = Message{}
			continue
		}
		if line == "}" {
			current = ""
			continue
		}
		if current == "" || line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		field, ok := parseProtoField(line, pkg)
		if !ok {
			return nil, fmt.Errorf("generated.proto:%d: not understood: %s", at+1, line)
		}
		messages[current] = append(messages[current], field)
	}
	return messages, nil
}

func parseProtoField(line, pkg string) (ProtoField, bool) {
	found := fieldLine.FindStringSubmatch(line)
	if found == nil {
		return ProtoField{}, false
	}
	number, err := strconv.Atoi(found[5])
	if err != nil {
		return ProtoField{}, false
	}
	field := ProtoField{Name: found[4], Number: number, Label: found[1], Type: found[2]}
	if found[3] != "" {
		field.Label, field.Type = "map", found[3]
	}
	if first := field.Type[0]; first >= 'A' && first <= 'Z' {
		field.Type = pkg + "." + field.Type
	}
	return field, true
}
