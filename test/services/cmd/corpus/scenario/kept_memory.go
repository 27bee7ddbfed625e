package scenario

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"
)

var keptMemory = []Scenario{
	leaks("subslice-kept", heapLeak, "the first 16 bytes of each body are kept, and so the whole body",
		own("readBody"), subsliceKept),
	leaks("substring-kept", heapLeak, "an id cut from each line keeps the line",
		own("readLine"), substringKept),
	leaks("global-slice", heapLeak, "every event is appended to a slice of the package",
		own("newEvent"), globalSlice),
	leaks("handlers-registered-again", heapLeak, "each reload registers its handlers, none is ever taken off; in steps",
		own("newHandler"), handlersRegistered),
	heldOut(leaks("pool-buffers-held-elsewhere", heapLeak, "buffers of a sync.Pool that a list of open requests still holds",
		own("newBuffer"), poolHeldElsewhere)),
	leaks("buffers-never-reset", heapLeak, "a bytes.Buffer for each of 400 tenants, written and never reset",
		own("(*audit).note"), buffersNeverReset),
	heldOut(leaks("builders-kept", heapLeak, "a strings.Builder for each of 400 tenants, which grows on",
		own("(*transcripts).say"), buildersKept)),
	leaks("finalizer-on-cycle", heapLeak, "two objects that name each other, with a finalizer: never freed",
		own("newSocket"), finalizerOnCycle),
	heldOut(leaks("finalizer-resurrects", heapLeak, "a finalizer puts its object back into a list that nobody empties",
		own("newTicket"), finalizerResurrects)),
	leaks("leak-beside-sawtooth", heapLeak, "one list is flushed, the list beside it is not",
		own("newReceipt"), leakBesideSawtooth),
	heldOut(leaks("undo-history", heapLeak, "versions of documents are linked to their predecessors, one in three snapshots half a megabyte",
		own("newVersion"), undoHistory)),
}

//go:noinline
func readBody(size int) []byte { return fill(make([]byte, size)) }

func subsliceKept(l *Life) {
	var mu sync.Mutex
	var heads [][]byte
	l.onRequest(func(random int) {
		head := readBody(20<<10 + random%(20<<10))[:16]
		mu.Lock()
		heads = append(heads, head)
		mu.Unlock()
	})
}

//go:noinline
func readLine(n int) string { return strings.Repeat(fmt.Sprintf("%08d ", n), 700) }

func substringKept(l *Life) {
	ids := map[string]bool{}
	next := 0
	l.randomly(180, func() {
		next++
		ids[readLine(next)[:8]] = true
	})
}

type event struct{ payload [4096]byte }

var events []*event

//go:noinline
func newEvent() *event {
	e := &event{}
	fill(e.payload[:])
	return e
}

func globalSlice(l *Life) {
	l.steadily(300, func() { events = append(events, newEvent()) })
}

type handler func() int

//go:noinline
func newHandler() handler {
	state := fill(make([]byte, 96<<10))
	return func() int { return len(state) }
}

func handlersRegistered(l *Life) {
	var registered []handler
	l.inSteps(3, 20, 40, func() { registered = append(registered, newHandler()) })
}

//go:noinline
func newBuffer() interface{} {
	buffer := fill(make([]byte, 32<<10))
	return &buffer
}

func poolHeldElsewhere(l *Life) {
	pool := sync.Pool{New: newBuffer}
	var mu sync.Mutex
	var open []*[]byte
	l.onRequest(func(random int) {
		buffer := pool.Get().(*[]byte)
		time.Sleep(l.Ticks(0.02))
		if random%2 == 0 {
			pool.Put(buffer)
			return
		}
		mu.Lock()
		open = append(open, buffer)
		mu.Unlock()
	})
}

type audit struct{ byTenant [400]bytes.Buffer }

//go:noinline
func (a *audit) note(tenant, size int) { a.byTenant[tenant].Write(make([]byte, size)) }

func buffersNeverReset(l *Life) {
	a := &audit{}
	dice := l.dice()
	l.randomly(200, func() { a.note(dice.Intn(400), 2<<10+dice.Intn(4<<10)) })
}

type transcripts struct{ byTenant [400]strings.Builder }

//go:noinline
func (t *transcripts) say(tenant int, text string) { t.byTenant[tenant].WriteString(text) }

func buildersKept(l *Life) {
	t := &transcripts{}
	dice := l.dice()
	text := strings.Repeat("what was said, ", 300)
	l.randomly(150, func() { t.say(dice.Intn(400), text[:1000+dice.Intn(3000)]) })
}

type socket struct {
	peer   *socket
	buffer [12 << 10]byte
}

//go:noinline
func newSocket() *socket {
	s := &socket{}
	fill(s.buffer[:])
	return s
}

func finalizerOnCycle(l *Life) {
	l.onRequest(func(int) {
		a, b := newSocket(), newSocket()
		a.peer, b.peer = b, a
		runtime.SetFinalizer(a, func(s *socket) { s.peer = nil })
	})
}

type ticket struct{ text [16 << 10]byte }

//go:noinline
func newTicket() *ticket {
	t := &ticket{}
	fill(t.text[:])
	return t
}

func finalizerResurrects(l *Life) {
	var mu sync.Mutex
	var free []*ticket
	l.randomly(60, func() {
		runtime.SetFinalizer(newTicket(), func(t *ticket) {
			mu.Lock()
			free = append(free, t)
			mu.Unlock()
		})
	})
}

//go:noinline
func newReceipt() []byte { return fill(make([]byte, 16<<10)) }

func leakBesideSawtooth(l *Life) {
	gathered := &lines{}
	var receipts [][]byte
	l.randomly(60, func() {
		if gathered.add(16<<10) > 10<<20 {
			gathered.drop()
		}
	})
	l.randomly(40, func() { receipts = append(receipts, newReceipt()) })
}

type version struct {
	before *version
	text   [512 << 10]byte
}

//go:noinline
func newVersion(before *version) *version {
	v := &version{before: before}
	fill(v.text[:])
	return v
}

func undoHistory(l *Life) {
	var newest *version
	l.randomly(0.35, func() { newest = newVersion(newest) })
}
