package indicator

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/rollup"
)

var (
	dossierColumns = []Column{
		{"code", "Mã hồ sơ", "text"}, {"procedure", "Mã thủ tục", "text"}, {"name", "Tên thủ tục", "text"},
		{"field", "Lĩnh vực", "text"}, {"channel", "Hình thức nộp", "text"}, {"level", "Mức độ dịch vụ công", "text"},
		{"received", "Ngày tiếp nhận", "date"}, {"due", "Ngày hẹn trả", "date"}, {"ended", "Ngày kết thúc", "date"},
		{"class", "Tiến độ", "text"}, {"status", "Trạng thái", "text"},
	}
	procedureColumns = []Column{
		{"procedure", "Mã thủ tục", "text"}, {"name", "Tên thủ tục", "text"}, {"field", "Lĩnh vực", "text"}, {"dossiers", "Số hồ sơ", "number"},
	}
	lineColumns = []Column{
		{"procedure", "Mã thủ tục", "text"}, {"name", "Tên thủ tục", "text"}, {"field", "Lĩnh vực", "text"},
		{"basis", "Căn cứ", "text"}, {"list", "Danh mục", "text"},
	}
	itemColumns = []Column{
		{"id", "Mã mục", "text"}, {"kind", "Sổ", "text"}, {"facet", "Phần", "text"}, {"from", "Từ ngày", "date"}, {"to", "Đến ngày", "date"},
		{"state", "Giá trị", "text"}, {"quantity", "Số", "number"}, {"text", "Chữ", "text"}, {"remark", "Ghi chú", "text"},
		{"origin", "Nguồn", "text"}, {"evidence", "Căn cứ", "text"},
	}
)

var channelNames = map[dossier.Channel]string{dossier.Counter: "trực tiếp", dossier.Online: "trực tuyến", dossier.Post: "bưu chính công ích"}

var levelNames = map[dossier.Level]string{dossier.LevelNone: "trực tiếp", dossier.LevelPartial: "một phần", dossier.LevelFull: "toàn trình", dossier.LevelUnknown: "chưa rõ"}

func (s *Source) dossierRow(d *dossier.State) []any {
	name, field := s.named(d.Procedure)
	if d.Field != "" {
		field = d.Field // as promised on the day of receipt
	}
	return []any{
		d.Code, d.Procedure, name, field, channelNames[rollup.CellOf(d).Channel], levelNames[d.Level],
		calendar.DateOf(d.ReceivedAt), calendar.DateOf(d.LegalDue), calendar.DateOf(d.EndedAt), outcomes[d.Outcome()], s.statusName(d.Status),
	}
}

// statusName is the national name of a status, or its code when no table names it.
func (s *Source) statusName(st dossier.Status) string {
	if s.cat == nil || s.cat.Workflow == nil {
		return strconv.Itoa(int(st))
	}
	return s.cat.Workflow.StatusName(uint8(st))
}

var outcomes = map[dossier.Class]string{
	dossier.Uncounted: "đang giải quyết", dossier.Early: "trước hạn", dossier.OnTime: "đúng hạn",
	dossier.Late: "quá hạn", dossier.Dropped: "rút, dừng",
}

// quantities of percentages and scores are hundredths.
func itemRow(at register.Place, i register.Item) []any {
	quantity := locale.Int(i.Quantity)
	switch at.Measure() {
	case register.Percent:
		quantity = locale.Decimal(i.Quantity, 2) + "%"
	case register.Points:
		quantity = locale.Decimal(i.Quantity, 2)
	}
	state := "có giá trị: " + quantity
	switch i.State {
	case register.Blank:
		state = "để trống"
	case register.NotApplicable:
		state = "không thuộc phạm vi"
	}
	var evidence []string
	for _, e := range i.Evidence {
		evidence = append(evidence, e.Ref)
	}
	return []any{
		i.ID.String(), at.Kind.Title, at.Facet.Title, i.From, i.To,
		state, i.Quantity, i.Text, i.Fields[register.Refused], origin(i), strings.Join(evidence, "; "),
	}
}

func origin(i register.Item) string {
	if i.Origin == register.Printed {
		return "nhập từ báo cáo in"
	}
	return "ghi tại đơn vị"
}
