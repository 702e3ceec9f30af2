package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	"github.com/motcua/motcua/internal/fault"
)

// dialect is all in which the two databases differ, beside the migrations and the opening.
type dialect struct {
	name  string
	goose goose.Dialect
	// begin opens a transaction that may write: it takes SQLite's write lock at once, because
	// a transaction that reads first and writes later fails whatever the waiting time.
	begin string
	// lock is put behind the reading of a unit's head, so that of several processes on one
	// PostgreSQL only one at a time adds to a chain.
	lock   string
	rebind func(string) string
	// explain turns a driver's error into a sentence; nil when it is not one a person can act on.
	explain func(place string, err error) *fault.Error
	// again reports an error after which the same acts may succeed one by one.
	again func(error) bool
	// broken reports an error after which nothing may be written any more: the disk did not
	// keep what it was given.
	broken   func(error) bool
	size     string // statement that gives the bytes on disk
	engine   string // statement that gives the database's name and version
	hasTable string // statement that counts goose's own table: 0 in an empty database
}

func sameText(q string) string { return q }

// dollars turns ? into $1, $2, …. No statement of this package has a question mark of
// another meaning; a test looks.
func dollars(q string) string {
	var b strings.Builder
	n := 0
	for {
		i := strings.IndexByte(q, '?')
		if i < 0 {
			b.WriteString(q)
			return b.String()
		}
		n++
		b.WriteString(q[:i])
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		q = q[i+1:]
	}
}

// session is one connection with its prepared statements. Statements come as constants or
// from list and rows below, so there are few of them.
type session struct {
	conn  handle
	d     *dialect
	stmts map[string]*sql.Stmt
	texts map[batchKey]string
}

// handle is a connection, or the transaction of a step of the schema.
type handle interface {
	querier
	PrepareContext(ctx context.Context, q string) (*sql.Stmt, error)
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
}

func newSession(ctx context.Context, db *sql.DB, d *dialect) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return sessionOn(conn, d), nil
}

func sessionOn(h handle, d *dialect) *session {
	return &session{conn: h, d: d, stmts: map[string]*sql.Stmt{}, texts: map[batchKey]string{}}
}

// close gives the connection back; its statements go with it.
func (c *session) close() {
	for _, st := range c.stmts {
		st.Close()
	}
	if conn, ok := c.conn.(*sql.Conn); ok {
		conn.Close()
	}
}

func (c *session) stmt(q string) (*sql.Stmt, error) {
	if st, ok := c.stmts[q]; ok {
		return st, nil
	}
	st, err := c.conn.PrepareContext(context.Background(), c.d.rebind(q))
	if err != nil {
		return nil, err
	}
	c.stmts[q] = st
	return st, nil
}

func (c *session) exec(q string, args ...any) error {
	st, err := c.stmt(q)
	if err == nil {
		_, err = st.Exec(args...)
	}
	return err
}

// query calls scan for every row.
func (c *session) query(q string, scan func(*sql.Rows) error, args ...any) error {
	st, err := c.stmt(q)
	if err != nil {
		return err
	}
	rows, err := st.Query(args...)
	if err != nil {
		return err
	}
	return each(rows, scan)
}

func each(rows *sql.Rows, scan func(*sql.Rows) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// begin, commit and rollback are plain statements, so that prepared statements of the
// connection can be used inside.
func (c *session) begin() error {
	_, err := c.conn.ExecContext(context.Background(), c.d.begin)
	return err
}

func (c *session) commit() error {
	_, err := c.conn.ExecContext(context.Background(), "COMMIT")
	return err
}

func (c *session) rollback() error {
	_, err := c.conn.ExecContext(context.Background(), "ROLLBACK")
	return err
}

// batches are the sizes in which many rows or keys go through one statement: few texts to
// prepare, few round trips.
var batches = []int{64, 32, 16, 8, 4, 2, 1}

func repeat(tuple string, n int) string {
	return strings.TrimSuffix(strings.Repeat(tuple+",", n), ",")
}

// rows runs a statement for many rows of values; the statement's %s takes the tuples.
func (c *session) rows(q, tuple string, args []any) error {
	width := strings.Count(tuple, "?")
	for _, n := range batches {
		for len(args) >= n*width {
			if err := c.exec(c.text(q, tuple, n), args[:n*width]...); err != nil {
				return err
			}
			args = args[n*width:]
		}
	}
	return nil
}

// list runs a query for many keys of a unit; the statement's %s takes the tuples.
func (c *session) list(q, tuple string, unit int64, keys []any, scan func(*sql.Rows) error) error {
	return c.keyed(q, tuple, unit, keys, func(text string, args []any) error { return c.query(text, scan, args...) })
}

// drop runs a statement that takes out many keys of a unit.
func (c *session) drop(q, tuple string, unit int64, keys []any) error {
	return c.keyed(q, tuple, unit, keys, func(text string, args []any) error { return c.exec(text, args...) })
}

// keyed runs a statement for many keys of a unit. The last key is named again where a batch
// is not full.
func (c *session) keyed(q, tuple string, unit int64, keys []any, run func(text string, args []any) error) error {
	width := strings.Count(tuple, "?")
	args := make([]any, 1, 1+batches[0]*width)
	args[0] = unit
	for len(keys) > 0 {
		n := min(len(keys)/width, batches[0])
		size := n
		for size&(size-1) != 0 {
			size++
		}
		args = append(args[:1], keys[:n*width]...)
		for range size - n {
			args = append(args, keys[(n-1)*width:n*width]...)
		}
		if err := run(c.text(q, tuple, size), args); err != nil {
			return err
		}
		keys = keys[n*width:]
	}
	return nil
}

type batchKey struct {
	q string
	n int
}

// text is the statement with n tuples in it.
func (c *session) text(q, tuple string, n int) string {
	k := batchKey{q, n}
	t, ok := c.texts[k]
	if !ok {
		t = strings.Replace(q, "%s", repeat(tuple, n), 1)
		c.texts[k] = t
	}
	return t
}
