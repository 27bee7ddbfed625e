package scenario

import (
	"sync"
	"time"

	"example.org/collect/internal/pkg/reports"
)

var innocentMemory = []Scenario{
	keepsStill("lru-at-capacity", "the least recently used of 3,000 pages goes when another comes", lruAtCapacity),
	keepsStill("sawtooth-flush", "lines are gathered up to 12 MB and then written", sawtoothFlush),
	heldOut(keepsStill("log-rotation", "a file's worth of lines, dropped four times a day", logRotation)),
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
