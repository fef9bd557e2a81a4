package cpp

import (
	"fmt"
	"strings"
)

// A pool holds every string of the tables once, as one character array.
type pool struct {
	offsets map[string]int
	texts   []string
	size    int
}

func newPool() *pool { return &pool{offsets: map[string]int{}} }

// add returns the C++ initialiser of a string_view into the pool: {S+120,4}.
func (p *pool) add(text string) string {
	if text == "" {
		return "{}"
	}
	offset, ok := p.offsets[text]
	if !ok {
		offset = p.size
		p.offsets[text] = offset
		p.texts = append(p.texts, text)
		p.size += len(text)
	}
	return fmt.Sprintf("{S+%d,%d}", offset, len(text))
}

// write gives the array's definition, a string a line.
func (p *pool) write() string {
	var out strings.Builder
	fmt.Fprintf(&out, "const char kStrings[%d] =\n", p.size+1)
	for _, text := range p.texts {
		out.WriteString("    " + literal(text) + "\n")
	}
	out.WriteString("    ;\n")
	return out.String()
}

// literal writes a C++ string literal. Only ASCII control characters need escapes; the rest is UTF-8 as it is.
func literal(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			out.WriteByte('\\')
			out.WriteByte(c)
		case c < 0x20 || c == 0x7f:
			fmt.Fprintf(&out, "\\%03o", c)
		default:
			out.WriteByte(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}
