package scenario

import (
	"context"
	"time"
)

var contexts = []Scenario{
	leaks("context-never-cancelled", goroutineLeak, "each lease waits for a context that nobody cancels",
		own("(*lease).renew"), contextNeverCancelled),
	heldOut(leaks("context-children-kept", heapLeak, "contexts made from that of the server, which keeps them until they are cancelled",
		own("(*calls).begin"), contextChildrenKept)),
	leaks("goroutine-per-client-with-ticker", goroutineLeak, "a ticker that nobody stops: its goroutine wakes for ever",
		own("(*heartbeat).beat"), tickerNeverStopped),
	leaks("timer-never-stopped", heapLeak, "a timer of a month for each request, which holds the request's body",
		own("(*reminders).add"), timerNeverStopped),
	heldOut(leaks("retry-for-ever", goroutineLeak, "sleeps and tries again, without a limit, one in two snapshots",
		own("(*notifier).retry"), retryForEver)),
}

type lease struct{ ctx context.Context }

func (s *lease) renew() { <-s.ctx.Done() }

func contextNeverCancelled(l *Life) {
	server, stop := context.WithCancel(context.Background())
	_ = stop
	take := func() context.CancelFunc {
		ctx, cancel := context.WithCancel(server)
		go (&lease{ctx}).renew()
		return cancel
	}
	l.randomly(1, func() { _ = take() })
	l.onRequest(func(int) {
		cancel := take()
		time.Sleep(l.Ticks(0.1))
		cancel()
	})
}

type calls struct{ server context.Context }

type callKey struct{}

// begin answers what the caller should cancel, and does not.
//
//go:noinline
func (c *calls) begin() (context.Context, context.CancelFunc) {
	details := fill(make([]byte, 1024))
	return context.WithCancel(context.WithValue(c.server, callKey{}, details))
}

func contextChildrenKept(l *Life) {
	server, stop := context.WithCancel(context.Background())
	_ = stop
	c := &calls{server}
	l.randomly(20, func() {
		for i := 0; i < 60; i++ {
			_, forgotten := c.begin()
			_ = forgotten
		}
	})
}

type heartbeat struct{ every time.Duration }

func (h *heartbeat) beat() {
	for range time.NewTicker(h.every).C {
		_ = make([]byte, 128)
	}
}

func tickerNeverStopped(l *Life) {
	l.randomly(1, func() { go (&heartbeat{l.Ticks(0.5)}).beat() })
}

type reminders struct{ sent int }

//go:noinline
func (r *reminders) add(in time.Duration) {
	body := fill(make([]byte, 20<<10))
	time.AfterFunc(in, func() { r.sent += len(body) })
}

func timerNeverStopped(l *Life) {
	r := &reminders{}
	l.onRequest(func(int) { r.add(l.Ticks(30 * ticksPerDay)) })
}

type notifier struct{ pause time.Duration }

func (n *notifier) retry() {
	for {
		time.Sleep(n.pause)
	}
}

func retryForEver(l *Life) {
	l.randomly(0.5, func() { go (&notifier{l.Ticks(0.3)}).retry() })
	l.onRequest(func(int) { time.Sleep(l.Ticks(0.1)) })
}
