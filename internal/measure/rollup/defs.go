package rollup

// Flows. Each is defined once, in Defs; stocks are in stock.go.
const (
	Received            Count = "received"
	ComponentsDigitized Count = "components_digitized"
	FullyDigitized      Count = "fully_digitized"
	Reusable            Count = "reusable"
	ReusedAll           Count = "reused_all"
	ReusedAny           Count = "reused_any"
	EID                 Count = "eid"
	TypedByCitizen      Count = "typed_by_citizen"
	TypedByOfficer      Count = "typed_by_officer"
	TypedInternal       Count = "typed_internal"
	Supplemented        Count = "supplemented"
	Extended            Count = "extended"
	Transferred         Count = "transferred"
	TransferredPaper    Count = "transferred_paper"
	TransferredElectron Count = "transferred_electronic"
	RecordedLate        Count = "recorded_late"
	WithoutPaperOnly    Count = "received_without_paper_only"
	Ended               Count = "ended"
	SettledEarly        Count = "settled_early"
	SettledOnTime       Count = "settled_on_time"
	SettledLate         Count = "settled_late"
	Dropped             Count = "dropped"
	PaperResult         Count = "paper_result"
	ElectronicResult    Count = "electronic_result"
	Returned            Count = "returned"
	Rated               Count = "rated"
	RatedSatisfied      Count = "rated_satisfied"
	RatedDisliked       Count = "rated_disliked"
	lateIn              Count = "late_in"
	lateOut             Count = "late_out"
)

// classFlags: of an ended dossier exactly one is set.
const classFlags = FlagEarly | FlagOnTime | FlagLate | FlagDropped

// Defs are the flows whose days and flags are columns of a dossier. A cohort count (received
// and its parts) looks at the dossiers received in the period with what is known of them now;
// a settled count looks at those that ended in it, whenever they came.
//
// One-stop rules §3.4: early, on time and late compare days, never hours, with the legal due
// date (restarted by a supplement, never moved by an apology, §2.8); no due date is on time.
// §13.4: withdrawn and stopped dossiers are kept apart; only the printed form adds them to
// "đúng hạn".
var Defs = []Def{
	{Received, ByReceived, 0, 0, "Hồ sơ tiếp nhận trong kỳ; không gồm hồ sơ kỳ trước chuyển sang, hồ sơ mới đăng ký và hồ sơ không được tiếp nhận"},
	{ComponentsDigitized, ByReceived, FlagDigitized, FlagDigitized, "Hồ sơ tiếp nhận trong kỳ có mọi thành phần phải số hóa đều đã số hóa; không gồm hồ sơ không có thành phần nào phải số hóa"},
	{FullyDigitized, ByReceived, FlagDigitized | FlagPaperOnly, FlagDigitized, "Hồ sơ tiếp nhận trong kỳ đã số hóa thành phần, trừ hồ sơ trả kết quả giấy mà không có bản điện tử (chỉ số 4.2 của QĐ 766)"},
	{Reusable, ByReceived, FlagReusable, FlagReusable, "Hồ sơ tiếp nhận trong kỳ có ít nhất một thành phần cơ quan đã lưu"},
	{ReusedAll, ByReceived, FlagReusable | FlagReused, FlagReusable | FlagReused, "Hồ sơ tiếp nhận trong kỳ dùng lại mọi thành phần cơ quan đã lưu; không gồm hồ sơ không có thành phần nào đã lưu"},
	{ReusedAny, ByReceived, FlagUsedAny, FlagUsedAny, "Hồ sơ tiếp nhận trong kỳ dùng lại ít nhất một thành phần"},
	{EID, ByReceived, FlagEID, FlagEID, "Hồ sơ tiếp nhận trong kỳ nộp bằng tài khoản định danh đã xác thực"},
	{TypedByCitizen, ByReceived, FlagTypedCitizen, FlagTypedCitizen, "Hồ sơ tiếp nhận trong kỳ do người dân tự nhập"},
	{TypedByOfficer, ByReceived, FlagTypedOfficer, FlagTypedOfficer, "Hồ sơ tiếp nhận trong kỳ do công chức nhập hộ bằng tài khoản của người dân"},
	{TypedInternal, ByReceived, FlagTypedInternal, FlagTypedInternal, "Hồ sơ giấy tiếp nhận trong kỳ do công chức nhập vào hệ thống"},
	{Supplemented, ByReceived, FlagSupplemented, FlagSupplemented, "Hồ sơ tiếp nhận trong kỳ đã có yêu cầu bổ sung"},
	{Extended, ByReceived, FlagExtended, FlagExtended, "Hồ sơ tiếp nhận trong kỳ đã xin lỗi và hẹn lại"},
	{Transferred, ByReceived, FlagTransferred, FlagTransferred, "Hồ sơ tiếp nhận trong kỳ có luân chuyển nội bộ"},
	{TransferredPaper, ByReceived, FlagTransferred | FlagPaperMove, FlagTransferred | FlagPaperMove, "Hồ sơ tiếp nhận trong kỳ có lần luân chuyển bằng giấy"},
	{TransferredElectron, ByReceived, FlagTransferred | FlagPaperMove, FlagTransferred, "Hồ sơ tiếp nhận trong kỳ chỉ luân chuyển bằng phương thức điện tử"},
	{RecordedLate, ByReceived, FlagLateRecorded, FlagLateRecorded, "Hồ sơ tiếp nhận trong kỳ có việc ghi muộn quá thời gian cho phép"},
	{WithoutPaperOnly, ByReceived, FlagPaperOnly, 0, "Hồ sơ tiếp nhận trong kỳ, trừ hồ sơ trả kết quả giấy mà không có bản điện tử (chỉ số 3.3 của QĐ 766)"},
	{Ended, ByEnded, 0, 0, "Hồ sơ kết thúc trong kỳ: đã giải quyết xong, và hồ sơ đã tiếp nhận rồi rút hoặc dừng"},
	{SettledEarly, ByEnded, classFlags, FlagEarly, "Hồ sơ giải quyết xong trong kỳ trước ngày hẹn; không gồm hồ sơ rút, dừng"},
	{SettledOnTime, ByEnded, classFlags, FlagOnTime, "Hồ sơ giải quyết xong trong kỳ đúng ngày hẹn hoặc không có ngày hẹn; không gồm hồ sơ rút, dừng"},
	{SettledLate, ByEnded, classFlags, FlagLate, "Hồ sơ giải quyết xong trong kỳ sau ngày hẹn; thư xin lỗi không làm thành đúng hạn"},
	{Dropped, ByEnded, classFlags, FlagDropped, "Hồ sơ đã tiếp nhận rồi rút hoặc dừng trong kỳ"},
	{PaperResult, ByEnded, FlagPaper, FlagPaper, "Hồ sơ giải quyết xong trong kỳ có kết quả là giấy tờ"},
	{ElectronicResult, ByEnded, FlagPaper | FlagElectronic, FlagPaper | FlagElectronic, "Hồ sơ giải quyết xong trong kỳ có kết quả là giấy tờ và đã cấp bản điện tử"},
	{Returned, ByEnded, FlagReturned, FlagReturned, "Hồ sơ kết thúc trong kỳ đã trả kết quả"},
	{Rated, ByRated, 0, 0, "Hồ sơ được đánh giá trong kỳ"},
	{RatedSatisfied, ByRated, FlagSatisfied, FlagSatisfied, "Hồ sơ được đánh giá trong kỳ ở mức 4 hoặc 5"},
	{RatedDisliked, ByRated, FlagDisliked, FlagDisliked, "Hồ sơ được đánh giá trong kỳ ở mức 1 hoặc 2"},
}

var defOf = func() map[Count]int {
	m := make(map[Count]int, len(Defs))
	for i, d := range Defs {
		m[d.Count] = i
	}
	return m
}()

// Names lists every flow that Contributions may yield, in a fixed order: Defs, then late_in
// and late_out, which feed the overdue stock and are not asked for by themselves.
func Names() []Count {
	out := make([]Count, 0, len(Defs)+2)
	for _, d := range Defs {
		out = append(out, d.Count)
	}
	return append(out, lateIn, lateOut)
}

// DefOf returns the definition of a flow.
func DefOf(c Count) (Def, bool) {
	i, ok := defOf[c]
	if !ok {
		return Def{}, false
	}
	return Defs[i], true
}

// Known reports whether a term may ask for the count: a defined flow or a stock.
func Known(c Count) bool {
	_, flow := defOf[c]
	_, stock := stockTitles[c]
	return flow || stock
}

// Title says in Vietnamese what a count includes and excludes.
func Title(c Count) string {
	if d, ok := DefOf(c); ok {
		return d.Title
	}
	return stockTitles[c]
}
