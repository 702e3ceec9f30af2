// Package process is the internal process of a procedure (quy trình nội bộ): its steps, who
// does each and in how many hours, as dated data (data/processes). Hours of the steps add up
// to the legal period at eight a working day; a step that overruns warns and never moves the
// citizen's date (one-stop-rules §2.10).
package process
