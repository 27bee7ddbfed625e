package scenario

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

var maps = []Scenario{
	leaks("map-only-grows", heapLeak, "records in a map by a unique id", own("newRecord"), mapOnlyGrows),
	leaks("cache-without-eviction", heapLeak, "a cache whose expired entries are never removed, filled by traffic",
		own("render"), cacheWithoutEviction),
	heldOut(leaks("map-keys-kept", heapLeak, "values are cleared, their long keys stay", own("keyOf"), mapKeysKept)),
	leaks("labels-without-bound", heapLeak, "metrics by a label with ever new values: many small objects",
		own("(*counters).of", "labelsOf"), labelsWithoutBound),
	heldOut(leaks("trie-of-paths", heapLeak, "nodes of a tree for every path ever seen", own("newNode"), trieOfPaths)),
}

type record struct{ body [8 << 10]byte }

//go:noinline
func newRecord() *record {
	r := &record{}
	fill(r.body[:])
	return r
}

func mapOnlyGrows(l *Life) {
	records := map[string]*record{}
	next := 0
	l.steadily(150, func() {
		next++
		records[fmt.Sprint("report-", next)] = newRecord()
	})
}

type page struct {
	until time.Time
	text  []byte
}

//go:noinline
func render(size int) []byte { return fill(make([]byte, size)) }

type pages struct {
	mu    sync.Mutex
	byKey map[string]*page
}

// get renders again what has expired, and never removes what nobody asks for any more.
func (p *pages) get(key string, size int, keep time.Duration) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.byKey[key]; known != nil && time.Now().Before(known.until) {
		return known.text
	}
	fresh := &page{until: time.Now().Add(keep), text: render(size)}
	p.byKey[key] = fresh
	return fresh.text
}

func cacheWithoutEviction(l *Life) {
	p := &pages{byKey: map[string]*page{}}
	l.onRequest(func(random int) { p.get(fmt.Sprint("/user/", random), 24<<10, l.Ticks(3)) })
}

//go:noinline
func keyOf(n int) string { return strings.Repeat(fmt.Sprintf("%016d", n), 128) }

func mapKeysKept(l *Life) {
	open := map[string]*record{}
	next := 0
	l.randomly(400, func() {
		next++
		key := keyOf(next)
		open[key] = &record{}
		open[key] = nil
	})
}

type counter struct {
	labels []string
	count  [32]uint64
}

type counters struct {
	mu      sync.Mutex
	byLabel map[string]*counter
}

//go:noinline
func labelsOf(path string) []string { return []string{"path", path} }

//go:noinline
func (c *counters) of(path string) *counter {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.byLabel[path]
	if known == nil {
		known = &counter{labels: labelsOf(path)}
		c.byLabel[path] = known
	}
	known.count[0]++
	return known
}

func labelsWithoutBound(l *Life) {
	c := &counters{byLabel: map[string]*counter{}}
	next := 0
	l.steadily(20, func() {
		for i := 0; i < 200; i++ {
			next++
			c.of(fmt.Sprint("/orders/", next))
		}
	})
}

type node struct {
	children map[string]*node
	hits     [60]uint64
}

//go:noinline
func newNode() *node { return &node{} }

func (n *node) child(name string) *node {
	if n.children == nil {
		n.children = map[string]*node{}
	}
	if n.children[name] == nil {
		n.children[name] = newNode()
	}
	return n.children[name]
}

func trieOfPaths(l *Life) {
	root := newNode()
	dice := l.dice()
	l.randomly(8, func() {
		for i := 0; i < 100; i++ {
			path := root
			for part := 0; part < 5; part++ {
				path = path.child(fmt.Sprint(dice.Intn(40)))
			}
		}
	})
}
