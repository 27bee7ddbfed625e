package scenario

import (
	"time"
)

var channels = []Scenario{
	leaks("channel-send-without-receiver", goroutineLeak, "send with no receiver: who asked has timed out",
		own("(*quotes).ask.func1"), sendWithoutReceiver),
	leaks("channel-receive-without-sender", goroutineLeak, "receive with no sender: the reply is dropped on an error",
		own("(*mailbox).await"), receiveWithoutSender),
	heldOut(leaks("channel-never-closed", goroutineLeak, "range over a channel that nobody closes",
		own("(*feed).drain"), neverClosed)),
	heldOut(leaks("nil-channel", goroutineLeak, "receive on a nil channel, one in three snapshots",
		own("(*subscription).wait"), nilChannel)),
	leaks("select-without-exit", goroutineLeak, "select without a case for the end",
		own("(*poller).loop"), selectWithoutExit),
	leaks("select-no-cases", goroutineLeak, "select {} to keep a helper alive, one in four snapshots",
		own("keepAlive"), selectNoCases),
	leaks("producer-blocked-on-full-channel", goroutineLeak, "the consumer of a bounded channel has died after a third of the day",
		own("(*exporter).enqueue"), producerBlocked),
	heldOut(leaks("semaphore-never-released", goroutineLeak, "a slot is lost with each panic; then all wait, one in five snapshots",
		own("(*slots).acquire"), semaphoreNeverReleased)),
}

type quotes struct{}

// ask gives up after a while; its goroutine's send then has no receiver.
func (q *quotes) ask(wait, answers time.Duration) (int, bool) {
	reply := make(chan int)
	go func() {
		time.Sleep(answers)
		reply <- 1
	}()
	select {
	case n := <-reply:
		return n, true
	case <-time.After(wait):
		return 0, false
	}
}

func sendWithoutReceiver(l *Life) {
	q := &quotes{}
	l.onRequest(func(int) { q.ask(l.Ticks(1), l.Ticks(0.02)) })
	l.perRequest(1.5, func() { q.ask(l.Ticks(0.1), l.Ticks(0.2)) })
}

type mailbox struct{ replies map[int]chan string }

func (m *mailbox) await(reply chan string) string { return <-reply }

func receiveWithoutSender(l *Life) {
	m := &mailbox{}
	l.steadily(1, func() { go m.await(make(chan string)) })
	l.onRequest(func(int) {
		reply := make(chan string)
		go func() {
			time.Sleep(l.Ticks(0.05))
			reply <- "ok"
		}()
		m.await(reply)
	})
}

type feed struct{ items chan []byte }

func (f *feed) drain() {
	for item := range f.items {
		_ = item
	}
}

func neverClosed(l *Life) {
	l.randomly(2, func() {
		f := &feed{items: make(chan []byte, 4)}
		go f.drain()
		f.items <- make([]byte, 64)
	})
}

type subscription struct{ changes chan struct{} }

func (s *subscription) wait() { <-s.changes }

func nilChannel(l *Life) {
	l.randomly(0.33, func() { go (&subscription{}).wait() })
}

type poller struct {
	jobs  chan int
	flush chan int
}

func (p *poller) loop() {
	for {
		select {
		case <-p.jobs:
		case <-p.flush:
		}
	}
}

func selectWithoutExit(l *Life) {
	l.perRequest(1.5, func() {
		p := &poller{jobs: make(chan int), flush: make(chan int)}
		go p.loop()
		p.jobs <- 1
	})
}

func keepAlive() { select {} }

func selectNoCases(l *Life) {
	l.randomly(0.25, func() { go keepAlive() })
}

type exporter struct{ queue chan []byte }

func (e *exporter) enqueue(item []byte) { e.queue <- item }

func (e *exporter) consume(until time.Time) {
	for item := range e.queue {
		_ = item
		if time.Now().After(until) {
			return
		}
	}
}

func producerBlocked(l *Life) {
	e := &exporter{queue: make(chan []byte, 64)}
	go e.consume(time.Now().Add(l.Ticks(40)))
	l.steadily(2, func() { go e.enqueue(make([]byte, 512)) })
}

type slots struct{ free chan struct{} }

func (s *slots) acquire() { s.free <- struct{}{} }

func semaphoreNeverReleased(l *Life) {
	s := &slots{free: make(chan struct{}, 3)}
	l.randomly(0.2, func() { go s.acquire() })
}
