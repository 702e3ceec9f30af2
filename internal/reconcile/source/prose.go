package source

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// prose reads running text: numbered headings, sentences with figures, cited acts. What was
// said of the days above («Năm 2024:») holds for the list under it.
type prose struct {
	*build
	outline   outline
	lead      statement.Period  // of a heading
	list      statement.Period  // of a paragraph that ends in a colon, over the list under it
	last      statement.Period  // of the sentence before
	main      string            // what the paragraph first spoke of: received or settled
	plans     bool              // the section speaks of what shall be, not of what was
	planLevel int               // of the heading that says so
	notes     string            // "chú thích 11" while a footnote is read
	noted     map[string]string // measure that a footnote goes on about
	called    []call            // footnotes called in the paragraph
	titled    int               // 1: the title comes next, 2: it is known
	count     int               // paragraphs of the section
	above     []string          // the last paragraphs before a table
	heading   int               // index plus 1 of an appendix whose title comes in the next paragraph
}

// call is where a paragraph calls a footnote, in runes.
type call struct {
	at   int
	note string
}

func (b *build) prose() *prose { return &prose{build: b, noted: map[string]string{}} }

// paragraph reads one paragraph. ref makes the reference of runes start..end of it.
func (p *prose) paragraph(text string, ref func(start, end int) string) {
	s := newScan(&p.folder, text)
	if len(s.t) == 0 {
		return
	}
	s.year = p.year
	first, headed := 0, false
	if !s.is(0, "-", "+", "•", "*", "o") && !letterMark(s) {
		p.list = statement.Period{}
	}
	p.front(s, text)
	if p.notes == "" {
		if p.outline.readForm(s) {
			p.count, p.above, p.heading = 0, nil, 0
			p.plans = p.outline.form == "" // what explains the figures is no report of them
			return
		}
		if h, next, ok := p.outline.heading(s); ok {
			p.beginSection(h, s, ref)
			first, headed = next, true
		} else {
			p.remember(text)
		}
	}
	if !headed {
		p.count++
	}
	here := p.place()
	for first < len(s.t) {
		end := s.sentenceEnd(first)
		q := &sentence{prose: p, scan: s, from: first, to: end, at: here, ref: ref}
		q.read()
		first = end
	}
	p.closeParagraph(s)
}

// remember keeps a short paragraph: it may be the title of an appendix, or say what the table
// after it is about.
func (p *prose) remember(text string) {
	text = strings.Join(strings.Fields(text), " ")
	if p.heading > 0 {
		h := &p.doc.Headings[p.heading-1]
		h.Title, p.heading = text, 0
		p.judge(h.Title, h.Level)
	}
	if len(text) > 400 {
		p.above = nil
		return
	}
	if p.above = append(p.above, text); len(p.above) > 3 {
		p.above = p.above[1:]
	}
}

// caption is the title of a table and the days that the words above it name.
func (p *prose) caption(g *grid) {
	for i := len(p.above) - 1; i >= 0 && g.period.From == 0; i-- {
		if f := Fold(p.above[i]); len(f) < 160 && !strings.Contains(f, "phu luc") {
			g.period = p.periodOf(p.above[i])
		}
	}
	if g.title == "" && p.outline.appendix != "" && len(p.doc.Headings) > 0 {
		g.title = p.doc.Headings[len(p.doc.Headings)-1].Title
	}
	if g.title == "" && len(p.above) > 0 {
		g.title = p.above[0]
	}
	p.above = nil
}

// front reads the head of the report until its title is known: place and date, and the subject
// under BÁO CÁO.
func (p *prose) front(s *scan, text string) {
	if p.titled == 2 || p.notes != "" || p.outline != (outline{}) {
		return
	}
	p.dateLine(s)
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case p.titled == 1:
		p.setTitle(text)
		p.titled = 2
	case Fold(text) == "bao cao":
		p.titled = 1
	case s.is(0, "bao") && s.is(1, "cao") && s.capital(1) && len(text) < 500:
		p.setTitle(text)
		p.titled = 2
	}
}

// dateLine reads place and date at the head of the report: «Phường 2, ngày … tháng 4 năm 2025».
func (p *prose) dateLine(s *scan) {
	for i := 1; i < len(s.t) && len(s.t) < 24; i++ {
		if !s.is(i, "ngay") || !s.is(i-1, ",") {
			continue
		}
		for k := i; k < len(s.t); k++ {
			if !s.is(k, "thang") {
				continue
			}
			if d, _, ok := s.day(i); ok && !d.noYear {
				p.dated(d.to)
			} else if m, _, ok := s.month(k); ok {
				p.dated(m.to)
			}
			return
		}
	}
}

// beginSection notes a heading and what it says of the paragraphs under it.
func (p *prose) beginSection(h statement.Heading, s *scan, ref func(int, int) string) {
	p.count = 0
	p.last = statement.Period{}
	if h.Level < levelLetter {
		p.lead = statement.Period{}
	}
	h.Place = statement.Place{Text: p.outline.words(), Section: p.outline.section(), Ref: ref(0, len(s.text))}
	p.doc.Headings = append(p.doc.Headings, h)
	p.above, p.heading = nil, 0
	if h.Level <= levelPart && h.Title == "" {
		p.heading = len(p.doc.Headings)
	}
	p.judge(h.Title, h.Level)
	if h.Level <= 4 && len(h.Title) < 300 {
		t := newScan(&p.folder, h.Title)
		for i := range t.t {
			if period, _, ok := t.period(i, false); ok {
				p.lead = period
				break
			}
		}
	}
}

// judge notes whether a heading is over what is to come; it holds for the headings below it.
func (p *prose) judge(title string, level int) {
	switch {
	case planned(Fold(title)) && level <= 4 && (!p.plans || level <= p.planLevel):
		p.plans, p.planLevel = true, level
	case level <= p.planLevel:
		p.plans = false
	}
}

// letterMark: «a)» continues a list.
func letterMark(s *scan) bool {
	return s.isKind(0, word) && s.t[0].end-s.t[0].start == 1 && s.is(1, ")")
}

// planned: headings over what is to come.
func planned(title string) bool {
	for _, words := range [...]string{"phuong huong", "nhiem vu giai phap", "nhiem vu trong tam", "kien nghi", "de xuat", "nhiem vu va giai phap", "thoi gian toi"} {
		if strings.Contains(title, words) && !strings.Contains(title, "ket qua") {
			return true
		}
	}
	return false
}

// place is where the paragraph stands, for a person.
func (p *prose) place() statement.Place {
	if p.notes != "" {
		return statement.Place{Text: "Chú thích " + strings.TrimPrefix(p.notes, "chú thích "), Section: p.notes}
	}
	words := p.outline.words()
	if words == "" {
		words = "Phần đầu"
	}
	if p.count == 0 {
		return statement.Place{Text: words, Section: p.outline.section()}
	}
	return statement.Place{Text: words + ", đoạn " + strconv.Itoa(p.count), Section: p.outline.section()}
}

// closeParagraph keeps a period that stands over a list.
func (p *prose) closeParagraph(s *scan) {
	if s.is(len(s.t)-1, ":") && p.last.From != 0 {
		p.list = p.last
	}
	p.last, p.main = statement.Period{}, ""
}

// maxSentence is how many words are read as one sentence: notes of a report run to hundreds.
const maxSentence = 1500

// sentenceEnd is the token after the sentence that begins at i.
func (s *scan) sentenceEnd(i int) int {
	for stop := i + maxSentence; i < len(s.t) && i < stop; i++ {
		if s.is(i, "\n") || s.is(i, ".", "?", "!") && (i+1 == len(s.t) || !s.joined(i) && (s.capital(i+1) || s.t[i+1].kind == sign)) && !s.abbreviated(i) {
			return i + 1
		}
	}
	return i
}

// abbreviated: the dot after "TM", "KT", a single capital or a number is no full stop when
// what follows goes on.
func (s *scan) abbreviated(i int) bool {
	return i > 0 && s.t[i-1].kind == word && s.t[i-1].end-s.t[i-1].start <= 2 && s.capital(i-1) && s.joined(i-1)
}
