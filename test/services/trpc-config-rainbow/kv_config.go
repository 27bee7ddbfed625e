// Package rainbow stands in for a configuration SDK, a module of its own as it would be in life. Its Watch is
// an endless watcher that is meant to be called once per process; nothing in it says so.
package rainbow

import (
	"runtime"
	"sync"
)

// Event is a change of one key.
type Event struct {
	Key   string
	Value []byte
}

// KV reads configuration values.
type KV struct {
	retain int

	mu     sync.Mutex
	values map[string][]byte
}

// New makes a client; each watcher keeps `retain` bytes of its own.
func New(retain int) *KV {
	return &KV{retain: retain, values: map[string][]byte{"app.yaml": []byte("level: info\n")}}
}

// Get answers the value of a key.
func (k *KV) Get(key string) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.values[key]
}

type watchRequest struct {
	key    string
	done   chan struct{}
	events chan Event
}

// Watch reports changes of key. There is no way to end it.
//
//go:noinline
func (k *KV) Watch(key string) <-chan Event {
	req := &watchRequest{key: key, done: make(chan struct{}), events: make(chan Event)}
	out := make(chan Event)

	go func() {
		last := newRevision(k.retain)
		close(req.done)
		for event := range req.events {
			last = append(last[:0], event.Value...)
			out <- event
		}
		runtime.KeepAlive(last)
	}()

	<-req.done
	return out
}

//go:noinline
func newRevision(size int) []byte {
	revision := make([]byte, size)
	for i := 0; i < len(revision); i += 512 {
		revision[i] = 1
	}
	return revision
}
