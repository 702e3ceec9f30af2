// Package form is the dated sets of forms (mẫu) of the one-stop office: which papers there
// are, what stands on each in which order, who signs, on which sheet. Sets are data
// (data/forms): Thông tư 01/2018/TT-VPCP and Thông tư 03/2025/TT-VPCP.
package form
