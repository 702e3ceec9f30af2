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
	for i := from; i < len(ls); i++ {
		if ls[i].r == '\n' {
			return finish(ls, from, i, i+1, true)
		}
		if i > from && !ls[i].alike(&ls[i-1]) {
			width = (width + unit/2) / unit * unit // a change of look falls on a whole twip
		}
		if width += ls[i].width; width <= room-ls[i].overhang() {
			continue
		}
		if ls[i].r == ' ' { // the words before it fit, whatever stands behind it
			return spaces(ls, from, i)
		}
		end := i // after the last letter that the line may end with
		if end > from && ls[end-1].r == '/' {
			end--
		}
		for end > from && !may[end-1] {
			end--
		}
		if end > from && ls[end-1].r == '/' {
			end = pathStart(ls, from, i, end)
		}
		if end > from {
			return finish(ls, from, end, end, false)
		}
		end = max(i, from+1) // a word longer than the line
		return finish(ls, from, end, end, end == len(ls))
	}
	return finish(ls, from, len(ls), len(ls), true)
}

func (l *letter) alike(o *letter) bool { return l.face == o.face && l.size == o.size }

// overhang is the room that word processors leave at the end of a line for the last slanted
// letter: a twelfth of the height of its type.
func (l *letter) overhang() int64 {
	if !l.face.Italic {
		return 0
	}
	return int64(twipsOf(Pitch(points(l.size)))/12) * unit
}

// spaces ends a line at a run of spaces, which hangs over its edge.
func spaces(ls []letter, from, at int) line {
	next := at
	for next < len(ls) && ls[next].r == ' ' {
		next++
	}
	if next < len(ls) && ls[next].r == '\n' {
		next++
		return finish(ls, from, next-1, next, true)
	}
	return finish(ls, from, next, next, next == len(ls))
}

// pathStart moves a break that would stand behind a slash back to the space before: figures
// and words joined by slashes stay together, unless the whole is longer than any word.
func pathStart(ls []letter, from, cut, end int) int {
	const tooLong = 66
	for i := end - 2; i >= 0 && end-i <= tooLong; i-- {
		if ls[i].r == ' ' || ls[i].r == '\n' {
			if i+1 > from {
				return i + 1
			}
			return cut // the line is one such word: it is cut where it is full
		}
	}
	return end
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
