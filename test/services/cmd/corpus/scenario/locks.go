package scenario

import (
	"errors"
	"sync"
	"time"
)

var locks = []Scenario{
	leaks("mutex-never-unlocked", goroutineLeak, "an early return keeps the lock; all that follow wait",
		own("(*ledger).post"), mutexNeverUnlocked),
	heldOut(leaks("rwmutex-never-unlocked", goroutineLeak, "a reader that never leaves, a writer behind it, readers behind that",
		own("(*directory).lookup"), rwMutexNeverUnlocked)),
	leaks("lock-order-deadlock", goroutineLeak, "two locks in opposite orders: two goroutines each time",
		own("(*account).transfer"), lockOrder),
	leaks("waitgroup-never-done", goroutineLeak, "Done is skipped on an error, one in two snapshots",
		own("(*batch).finish"), waitGroupNeverDone),
	heldOut(leaks("cond-never-signalled", goroutineLeak, "Wait on a condition that nobody signals",
		own("(*inbox).next"), condNeverSignalled)),
	heldOut(leaks("singleflight-waiters", goroutineLeak, "all wait for one call that never returns",
		own("(*flights).do"), singleFlight)),
}

var errRejected = errors.New("rejected")

type ledger struct {
	mu      sync.Mutex
	entries int
}

func (g *ledger) post(ok bool) error {
	g.mu.Lock()
	if !ok {
		return errRejected
	}
	g.entries++
	g.mu.Unlock()
	return nil
}

func mutexNeverUnlocked(l *Life) {
	g := &ledger{}
	l.after(8, func() { _ = g.post(false) })
	l.perRequest(1.2, func() { _ = g.post(true) })
}

type directory struct {
	mu    sync.RWMutex
	names map[string]string
}

func (d *directory) lookup(name string) string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.names[name]
}

func (d *directory) update(name, address string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.names[name] = address
}

func rwMutexNeverUnlocked(l *Life) {
	d := &directory{names: map[string]string{}}
	l.after(4, func() {
		d.mu.RLock()
		d.update("a", "b")
	})
	l.randomly(1.5, func() { go d.lookup("a") })
}

type account struct{ mu sync.Mutex }

//go:noinline
func (a *account) transfer(to *account, thinking time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	time.Sleep(thinking)
	to.mu.Lock()
	defer to.mu.Unlock()
}

func lockOrder(l *Life) {
	l.randomly(0.6, func() {
		a, b := &account{}, &account{}
		go a.transfer(b, l.Ticks(0.02))
		go b.transfer(a, l.Ticks(0.02))
	})
	l.onRequest(func(int) { (&account{}).transfer(&account{}, l.Ticks(0.02)) })
}

type batch struct {
	parts sync.WaitGroup
	kept  []byte
}

func (b *batch) run(ok bool) {
	if ok {
		b.parts.Done()
	}
}

func (b *batch) finish() []byte {
	b.parts.Wait()
	return b.kept
}

func waitGroupNeverDone(l *Life) {
	l.randomly(0.5, func() {
		b := &batch{kept: make([]byte, 2048)}
		b.parts.Add(2)
		go b.run(true)
		go b.run(false)
		go b.finish()
	})
}

type inbox struct {
	mu    sync.Mutex
	came  *sync.Cond
	items []int
}

func (i *inbox) next() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	for len(i.items) == 0 {
		i.came.Wait()
	}
	item := i.items[0]
	i.items = i.items[1:]
	return item
}

func condNeverSignalled(l *Life) {
	i := &inbox{}
	i.came = sync.NewCond(&i.mu)
	l.steadily(1, func() { go i.next() })
}

type flight struct {
	done  sync.WaitGroup
	value string
}

type flights struct {
	mu    sync.Mutex
	calls map[string]*flight
}

func (f *flights) do(key string, call func() string) string {
	f.mu.Lock()
	if under, ok := f.calls[key]; ok {
		f.mu.Unlock()
		under.done.Wait()
		return under.value
	}
	own := &flight{}
	own.done.Add(1)
	f.calls[key] = own
	f.mu.Unlock()
	own.value = call()
	own.done.Done()
	f.mu.Lock()
	delete(f.calls, key)
	f.mu.Unlock()
	return own.value
}

func singleFlight(l *Life) {
	f := &flights{calls: map[string]*flight{}}
	stuck := make(chan string)
	l.after(6, func() { f.do("tenant-7", func() string { return <-stuck }) })
	l.onRequest(func(random int) { f.do("others", func() string { time.Sleep(l.Ticks(0.02)); return "" }) })
	l.perRequest(1.5, func() { f.do("tenant-7", func() string { return "" }) })
}
