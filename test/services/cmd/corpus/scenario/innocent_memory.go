package scenario

import (
	"bytes"
	"math/rand"
	"runtime/debug"
	"sync"
	"time"

	"example.org/collect/internal/pkg/reports"
)

var innocentMemory = []Scenario{
	keepsStill("lru-at-capacity", "the least recently used of 3,000 pages goes when another comes", lruAtCapacity),
	heldOut(keepsStill("lru-fills-by-noon", "a cache that is full after a third of the day", lruFills)),
	keepsStill("warm-cache-with-eviction", "what is two hours old is removed, and there is always as much", warmCache),
	keepsStill("cache-reload", "all of 16 MB is read anew every two hours", cacheReload),
	keepsStill("sawtooth-flush", "lines are gathered up to 12 MB and then written", sawtoothFlush),
	heldOut(keepsStill("log-rotation", "a file's worth of lines, dropped four times a day", logRotation)),
	heldOut(keepsStill("high-water-buffers", "forty buffers, each as large as its largest message so far", highWater).or(growing)),
	keepsStill("sync-pool", "buffers of a sync.Pool, all given back", syncPool),
	keepsStill("buffers-reset", "a bytes.Buffer for each of 400 tenants, written out at 64 KB", buffersReset),
	heldOut(keepsStill("sessions-with-ttl", "sessions of three hours: as many as the time of day brings", sessionsWithTTL)),
	keepsStill("rate-limiter-swept", "a bucket per caller, and the idle ones are swept", rateLimiter),
	keepsStill("ballast", "64 MB that are there from the start", ballast),
	keepsStill("memory-limit", "GOGC is off and GOMEMLIMIT 96 MB: the heap fills up to it, again and again", memoryLimit).or(headroom),
	keepsStill("fragmentation", "a third of all objects is replaced by larger ones in random places: RSS grows, the live heap does not",
		fragmentation).or(headroom, growing),
	heldOut(keepsStill("peaks-grow", "batches of more and more memory, of which nothing stays", peaksGrow).or(headroom, growing)),
}

func lruAtCapacity(l *Life) {
	recent := reports.NewRecent(3000)
	for key := 0; key < 3000; key++ {
		recent.Get(key, 12<<10)
	}
	l.onRequest(func(random int) {
		for i := 0; i < 4; i++ {
			recent.Get((random+i*7919)%9000, 12<<10)
		}
	})
}

// lines are kept until someone takes all of them.
type lines struct {
	mu   sync.Mutex
	kept [][]byte
	size int
}

//go:noinline
func newLine(size int) []byte { return fill(make([]byte, size)) }

func (l *lines) add(size int) int {
	line := newLine(size)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = append(l.kept, line)
	l.size += size
	return l.size
}

func (l *lines) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept, l.size = nil, 0
}

func sawtoothFlush(l *Life) {
	gathered := &lines{}
	l.randomly(60, func() {
		if gathered.add(16<<10) > 12<<20 {
			gathered.drop()
		}
	})
}

func logRotation(l *Life) {
	today := &lines{}
	l.randomly(60, func() { today.add(16 << 10) })
	go func() {
		for range time.Tick(l.Ticks(ticksPerDay / 4)) {
			today.drop()
		}
	}()
}

func lruFills(l *Life) {
	recent := reports.NewRecent(1500)
	next := 0
	l.randomly(30, func() {
		next++
		recent.Get(next, 16<<10)
	})
}

//go:noinline
func renderPage(size int) []byte { return fill(make([]byte, size)) }

type dated struct {
	at   time.Time
	text []byte
}

// shelf keeps what is younger than `keep`.
type shelf struct {
	mu    sync.Mutex
	keep  time.Duration
	items map[int]dated
}

func newShelf(l *Life, keep float64) *shelf {
	s := &shelf{keep: l.Ticks(keep), items: map[int]dated{}}
	go s.sweep(l.Ticks(0.3))
	return s
}

func (s *shelf) put(key, size int) {
	item := dated{time.Now(), renderPage(size)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[key] = item
}

func (s *shelf) sweep(every time.Duration) {
	for range time.Tick(every) {
		s.mu.Lock()
		for key, item := range s.items {
			if time.Since(item.at) > s.keep {
				delete(s.items, key)
			}
		}
		s.mu.Unlock()
	}
}

func warmCache(l *Life) {
	s := newShelf(l, 12)
	next := 0
	for ; next < 1200; next++ {
		s.put(next, 12<<10)
	}
	l.steadily(100, func() {
		next++
		s.put(next, 12<<10)
	})
}

func sessionsWithTTL(l *Life) {
	s := newShelf(l, 18)
	l.Traffic.Swing = 0.8
	l.onRequest(func(random int) { s.put(random, 20<<10) })
}

func rateLimiter(l *Life) {
	s := newShelf(l, 2)
	l.onRequest(func(random int) {
		for i := 0; i < 20; i++ {
			s.put(random+i, 1<<10)
		}
	})
}

//go:noinline
func readAll() [][]byte {
	all := make([][]byte, 256)
	for i := range all {
		all[i] = fill(make([]byte, 64<<10))
	}
	return all
}

func cacheReload(l *Life) {
	all := readAll()
	l.steadily(1.0/12, func() {
		fresh := readAll()
		time.Sleep(l.Ticks(0.5))
		all = fresh
	})
	l.onRequest(func(random int) { _ = all[random%len(all)] })
}

type growable struct{ buffers [40][]byte }

//go:noinline
func (g *growable) receive(which, size int) {
	if cap(g.buffers[which]) < size {
		g.buffers[which] = fill(make([]byte, size))
	}
}

func highWater(l *Life) {
	g := &growable{}
	dice := l.dice()
	l.randomly(30, func() { g.receive(dice.Intn(40), int(64<<10*(1+dice.ExpFloat64()))) })
}

func syncPool(l *Life) {
	pool := sync.Pool{New: func() interface{} {
		buffer := fill(make([]byte, 64<<10))
		return &buffer
	}}
	l.onRequest(func(random int) {
		buffer := pool.Get()
		time.Sleep(l.Ticks(float64(random%100) / 200))
		pool.Put(buffer)
	})
}

type outbox struct{ byTenant [400]bytes.Buffer }

//go:noinline
func (o *outbox) note(tenant int, text []byte) {
	if o.byTenant[tenant].Len() > 64<<10 {
		o.byTenant[tenant].Reset()
	}
	o.byTenant[tenant].Write(text)
}

func buffersReset(l *Life) {
	o := &outbox{}
	for tenant := range o.byTenant {
		o.byTenant[tenant].Grow(80 << 10)
	}
	dice := l.dice()
	text := make([]byte, 8<<10)
	l.randomly(200, func() { o.note(dice.Intn(400), text[:2<<10+dice.Intn(4<<10)]) })
}

func ballast(l *Life) {
	kept := fill(make([]byte, 64<<20))
	l.onRequest(func(random int) { kept[random%len(kept)]++ })
}

func memoryLimit(l *Life) {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(96 << 20)
	l.randomly(150, func() {
		for i := 0; i < 16; i++ {
			renderPage(48 << 10)
		}
	})
}

//go:noinline
func newEntry(size int) []byte { return make([]byte, size) }

// fragmentation fills the table by the same line that later replaces a third of it.
func fragmentation(l *Life) {
	entries := make([][]byte, 60000)
	dice := l.dice()
	next, size := 0, 512
	replace := func(count int, place func() int) {
		for i := 0; i < count; i++ {
			entries[place()] = newEntry(size)
		}
	}
	go func() {
		for round := 0; ; round++ {
			count, place := 160, func() int { return dice.Intn(len(entries)) }
			if round == 0 {
				count, place = len(entries), func() int { next++; return next - 1 }
			}
			replace(count, place)
			size = 576
			time.Sleep(l.Ticks(1))
		}
	}()
}

func peaksGrow(l *Life) {
	dice := l.dice()
	peak := 8
	l.randomly(1.0/6, func() {
		runBatch(peak, dice, l.Ticks(0.3))
		peak += 3
	})
}

//go:noinline
func runBatch(megabytes int, dice *rand.Rand, length time.Duration) {
	rows := make([][]byte, 16*megabytes)
	for i := range rows {
		rows[i] = fill(make([]byte, 64<<10))
	}
	time.Sleep(length)
	rows[dice.Intn(len(rows))][0]++
}
