// Package reports keeps what SDKs sent. Index grows for ever, Recent does not.
package reports

import (
	"container/list"
	"fmt"
	"sync"
)

// Index remembers the head of every report by its id. The defect: nothing is ever removed, and each head is a
// sub-slice that keeps its whole body alive.
type Index struct {
	mu    sync.Mutex
	heads map[string][]byte
	next  int
}

// NewIndex makes an empty index.
func NewIndex() *Index { return &Index{heads: map[string][]byte{}} }

// Put adds one report of the given size.
func (x *Index) Put(size int) {
	body := readBody(size)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.next++
	x.heads[fmt.Sprintf("report-%09d", x.next)] = body[:16]
}

//go:noinline
func readBody(size int) []byte {
	body := make([]byte, size)
	for i := 0; i < len(body); i += 512 {
		body[i] = byte(i)
	}
	return body
}

// Recent is a bounded cache: the least recently used report goes when a new one comes.
type Recent struct {
	mu    sync.Mutex
	limit int
	order *list.List
	byKey map[int]*list.Element
}

type recentEntry struct {
	key  int
	body []byte
}

// NewRecent makes a cache of at most `limit` reports.
func NewRecent(limit int) *Recent {
	return &Recent{limit: limit, order: list.New(), byKey: map[int]*list.Element{}}
}

// Get answers the report, which is made if it is not there.
func (c *Recent) Get(key, size int) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if element, ok := c.byKey[key]; ok {
		c.order.MoveToFront(element)
		return element.Value.(*recentEntry).body
	}
	entry := &recentEntry{key: key, body: readBody(size)}
	c.byKey[key] = c.order.PushFront(entry)
	for c.order.Len() > c.limit {
		last := c.order.Back()
		c.order.Remove(last)
		delete(c.byKey, last.Value.(*recentEntry).key)
	}
	return entry.body
}
