// Package access says who acts: the actor of a ledger entry and the role in which the
// transition table of a dossier lets them act. People, passwords and sessions come with sign-in.
package access

// Role is the capacity in which somebody acts on a dossier.
type Role string

const (
	Clerk      Role = "clerk"      // công chức tại Bộ phận một cửa
	Specialist Role = "specialist" // công chức chuyên môn
	Leader     Role = "leader"     // lãnh đạo ký kết quả
	Citizen    Role = "citizen"    // người nộp hồ sơ, hoặc người được ủy quyền
	Post       Role = "post"       // bưu chính công ích
	Tax        Role = "tax"        // cơ quan thuế xác nhận nghĩa vụ tài chính
	System     Role = "system"     // Cổng Dịch vụ công, việc tự động
	Reporter   Role = "reporter"   // công chức phụ trách CCHC, ghi sổ
)

// Actor is who performs an act. ID is opaque (never a name or an identity number);
// Behalf is the id of the person acted for, empty when acting for oneself.
type Actor struct {
	ID     string
	Role   Role
	Behalf string
}
