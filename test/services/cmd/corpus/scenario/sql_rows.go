package scenario

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
)

var sqlRows = []Scenario{
	leaks("sql-rows-not-closed", goroutineLeak, "rows that nobody closes: a connection and a goroutine stay",
		[]string{"database/sql.(*Rows).awaitDone"}, rowsNotClosed),
	heldOut(leaks("sql-pool-exhausted", goroutineLeak, "eight connections are lost to rows that nobody closes; then all wait for one",
		append(own("(*orders).count"), "database/sql.(*DB).conn"), poolExhausted)),
}

// table is a database of a thousand rows in memory.
type table struct{}

func (table) Connect(context.Context) (driver.Conn, error) { return &tableConn{}, nil }
func (table) Driver() driver.Driver                        { return nil }

type tableConn struct{}

func (*tableConn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("not prepared") }
func (*tableConn) Close() error                        { return nil }
func (*tableConn) Begin() (driver.Tx, error)           { return nil, errors.New("no transactions") }
func (*tableConn) QueryContext(context.Context, string, []driver.NamedValue) (driver.Rows, error) {
	return &tableRows{left: 1000}, nil
}

type tableRows struct{ left int }

func (*tableRows) Columns() []string { return []string{"id"} }
func (*tableRows) Close() error      { return nil }
func (r *tableRows) Next(row []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	r.left--
	row[0] = int64(r.left)
	return nil
}

type orders struct {
	server context.Context
	db     *sql.DB
}

func newOrders() *orders {
	server, stop := context.WithCancel(context.Background())
	_ = stop
	return &orders{server: server, db: sql.OpenDB(table{})}
}

// any looks at the first row; it forgets the others.
func (o *orders) any() bool {
	rows, err := o.db.QueryContext(o.server, "select id from orders")
	return err == nil && rows.Next()
}

// count reads all rows, which closes them.
func (o *orders) count() int {
	rows, err := o.db.QueryContext(o.server, "select id from orders")
	if err != nil {
		return 0
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
	}
	return n
}

func rowsNotClosed(l *Life) {
	o := newOrders()
	l.onRequest(func(int) { o.count() })
	l.perRequest(1, func() { o.any() })
}

func poolExhausted(l *Life) {
	o := newOrders()
	o.db.SetMaxOpenConns(8)
	l.randomly(1, func() { go o.any() })
	l.randomly(2, func() { go o.count() })
}
