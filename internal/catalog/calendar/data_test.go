package calendar_test

import (
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
)

// shipped is the calendar of data/calendar.
func shipped(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, problems := calendar.Load(data.FS)
	for _, p := range problems {
		t.Error(p)
	}
	return c
}

// TestWorkingDays compares the loader with the counts of one-stop-rules §3.3.
func TestWorkingDays(t *testing.T) {
	c := shipped(t)
	for year, want := range map[int]int{2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 250, 2026: 249, 2020: 0, 2028: 0} {
		if got := c.WorkingDays(year); got != want {
			t.Errorf("WorkingDays(%d) = %d, want %d", year, got, want)
		}
	}
}
