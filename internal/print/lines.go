package print

// line is letters[From:To] of a paragraph; Next is where the following line begins. Spaces
// between To and Next hang over the edge and take no room.
type line struct {
	from, to, next int
	width          int64 // of from..to
	room           int64 // between the margins, less the indent
	indent         int   // twips from the left edge of the block
	last           bool  // ends the paragraph or stands before a line feed: not stretched
}

// breakLines fills lines of a width, in twips, as word processors do: as many words as fit,
// never looking back. A word longer than a line is cut between letters.
func breakLines(ls []letter, p *Paragraph, width int) []line {
	if len(ls) == 0 {
		return []line{{last: true, indent: twips(p.Indent) + twips(p.First), room: unit}}
	}
	may := breaks(ls)
	var out []line
	for at := 0; at < len(ls); {
		indent := twips(p.Indent)
		if at == 0 {
			indent += twips(p.First)
		}
		room := int64(max(width-indent, 0)) * unit
		l := fill(ls, may, at, room)
		l.indent, l.room = indent, room
		out = append(out, l)
		at = l.next
		if at == len(ls) && ls[at-1].r == '\n' {
			out = append(out, line{from: at, to: at, next: at, last: true, indent: twips(p.Indent), room: room})
		}
	}
	return out
}

func fill(ls []letter, may []bool, from int, room int64) line {
	var width int64
	end := -1 // after the last letter that a line may end with
	for i := from; i < len(ls); i++ {
		if ls[i].r == '\n' {
			return finish(ls, from, i, i+1, true)
		}
		width += ls[i].width
		if ls[i].r != ' ' && width > room {
			switch {
			case end > from:
				return finish(ls, from, end, end, false)
			case i == from: // not even one letter fits
				return finish(ls, from, i+1, i+1, i+1 == len(ls))
			}
			return finish(ls, from, i, i, false)
		}
		if may[i] {
			end = i + 1
		}
	}
	return finish(ls, from, len(ls), len(ls), true)
}

// finish measures a line and lets its trailing spaces hang.
func finish(ls []letter, from, to, next int, last bool) line {
	for to > from && ls[to-1].r == ' ' {
		to--
	}
	l := line{from: from, to: to, next: next, last: last}
	for _, x := range ls[from:to] {
		l.width += x.width
	}
	return l
}
