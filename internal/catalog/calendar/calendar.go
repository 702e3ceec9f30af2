// Package calendar knows days, working days, deadlines and reporting periods.
package calendar

// Calendar is the dated working calendar of a unit.
type Calendar struct{}
