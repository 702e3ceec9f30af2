package source

// merge lets a merged cell stand in every place it covers.
func (s *xlsxSheet) merge() {
	at := map[int]int{}
	for i, n := range s.numbers {
		at[n] = i
	}
	left := maxCells
	for _, m := range s.merges {
		c := s.byPlace[[2]int{m[0], m[1]}]
		if c == nil {
			continue
		}
		for row := m[0]; row <= min(m[2], m[0]+2000); row++ {
			i, known := at[row]
			if !known || s.rows[i] == nil && row != m[0] {
				continue
			}
			for col := m[1]; col <= min(m[3], maxColumns) && left > 0; col++ {
				for len(s.rows[i]) < col {
					s.rows[i] = append(s.rows[i], nil)
				}
				s.rows[i][col-1] = c
				left--
			}
		}
	}
}

// blocks reads the sheet piece by piece: what stands between empty rows.
func (r *xlsxReader) blocks(s *xlsxSheet) {
	s.merge()
	s.dropHidden()
	var block [][]*gridCell
	flush := func() {
		if len(block) > 0 {
			r.grid(&grid{rows: block, name: s.name})
			block = nil
		}
	}
	for i, row := range s.rows {
		g := grid{rows: [][]*gridCell{row}}
		if g.emptyRow(0) {
			if !s.goesOn(i, block) {
				flush()
			}
			continue
		}
		block = append(block, row)
	}
	flush()
}

// goesOn: after an empty row the table above continues: the next row holds figures in the same
// columns.
func (s *xlsxSheet) goesOn(i int, block [][]*gridCell) bool {
	if len(block) < 2 || i+1 >= len(s.rows) {
		return false
	}
	last, next := block[len(block)-1], s.rows[i+1]
	shared, figures := 0, 0
	for c := range next {
		if c >= len(last) || next[c].blank() || last[c].blank() {
			continue
		}
		shared++
		if next[c].number != nil && last[c].number != nil {
			figures++
		}
	}
	return shared >= 3 && figures >= 2
}

// dropHidden takes hidden columns out, so that the others stand beside each other.
func (s *xlsxSheet) dropHidden() {
	if len(s.hiddenColumns) == 0 {
		return
	}
	for i, row := range s.rows {
		var kept []*gridCell
		for c := range row {
			if !s.hiddenColumns[c+1] {
				kept = append(kept, row[c])
			}
		}
		s.rows[i] = kept
	}
}
