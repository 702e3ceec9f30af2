// Package access says who acts: the actor of a ledger entry, the role in which the transition
// table of a dossier lets them act, and the people, credentials and sessions of an office.
package access

import (
	"slices"

	"github.com/motcua/motcua/internal/fault"
)

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
	Admin      Role = "admin"      // quản trị: tài khoản và máy, không có quyền nghiệp vụ
	Inspector  Role = "inspector"  // kiểm tra: chỉ đọc, cả nhật ký xem
)

// Roles are all roles.
var Roles = []Role{Clerk, Specialist, Leader, Citizen, Post, Tax, System, Reporter, Admin, Inspector}

// Staff are the roles that an officer of the unit may be granted.
var Staff = []Role{Clerk, Specialist, Leader, Reporter, Admin, Inspector}

// Known reports whether r is one of Roles.
func (r Role) Known() bool { return slices.Contains(Roles, r) }

// Actor is who performs an act. ID is opaque (never a name or an identity number);
// Behalf is the id of the person acted for, empty when acting for oneself.
type Actor struct {
	ID     string
	Role   Role
	Behalf string
}

// Check refuses an actor that a ledger entry could not name: every entry has one, in a role
// that exists.
func (a Actor) Check() error {
	switch {
	case a.ID == "":
		return fault.New(fault.Invalid, "access.no_actor")
	case !a.Role.Known():
		return fault.New(fault.Invalid, "access.unknown_role", "role", string(a.Role))
	case a.Behalf == a.ID:
		return fault.New(fault.Invalid, "access.behalf_of_self")
	}
	return nil
}
