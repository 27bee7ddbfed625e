package scenario

import (
	"runtime"
	"sync"
	"time"
)

var workers = []Scenario{
	leaks("worker-per-request", goroutineLeak, "each request starts a worker that waits for more work for ever",
		own("(*worker).run"), workerPerRequest),
	leaks("worker-with-buffer", goroutineLeak, "lost workers with 256 KB each: the heap grows with them",
		own("(*encoder).work"), workerWithBuffer),
	leaks("watcher-per-refresh", goroutineLeak, "all keys are watched anew with each refresh: steps of six to twelve",
		own("(*settings).watch.func1", "(*settings).watch.func2"), watcherPerRefresh),
	leaks("pipeline-abandoned", goroutineLeak, "the reader of a pipeline stops at the first error; its stages stand",
		own("generate.func1", "transform.func1"), pipelineAbandoned),
	leaks("logger-queue", goroutineLeak, "callers wait until their line is written; now and then half of the newest are let go",
		own("(*asyncLog).print"), loggerQueue),
	leaks("leak-under-wave", goroutineLeak, "uploads come and go by day; one in fifteen is never finished",
		own("(*uploads).receive"), leakUnderWave(12, 2)),
	heldOut(leaks("slow-leak-under-high-wave", goroutineLeak, "forty uploads on average, by day twice as many; one a snapshot is never finished",
		own("(*uploads).receive"), leakUnderWave(40, 1))),
	leaks("leak-across-deploys", goroutineLeak, "three watchers a snapshot, and a new process every nine hours",
		own("(*watch).follow"), leakAcrossDeploys).or(growing),
	heldOut(leaks("leak-after-deploy", goroutineLeak, "a release that leaks replaces one that does not, after a quarter of the day",
		own("(*watch).follow"), leakAfterDeploy).or(growing)),
}

type worker struct{ jobs chan int }

func (w *worker) run() {
	for job := range w.jobs {
		_ = job
	}
}

func workerPerRequest(l *Life) {
	l.perRequest(1.5, func() {
		w := &worker{jobs: make(chan int)}
		go w.run()
		w.jobs <- 1
	})
	l.onRequest(func(int) {
		w := &worker{jobs: make(chan int)}
		go w.run()
		w.jobs <- 1
		time.Sleep(l.Ticks(0.1))
		close(w.jobs)
	})
}

type encoder struct{ frames chan []byte }

func (e *encoder) work() {
	buffer := fill(make([]byte, 256<<10))
	for frame := range e.frames {
		copy(buffer, frame)
	}
	runtime.KeepAlive(buffer)
}

func workerWithBuffer(l *Life) {
	l.randomly(1, func() { go (&encoder{frames: make(chan []byte)}).work() })
}

type settings struct{ keys []chan string }

// watch is meant to be called once.
func (s *settings) watch() {
	changes, decoded := make(chan string), make(chan string)
	go func() {
		for change := range changes {
			decoded <- change
		}
	}()
	go func() {
		for value := range decoded {
			_ = value
		}
	}()
}

func watcherPerRefresh(l *Life) {
	s := &settings{}
	l.inSteps(6, 6, 12, s.watch)
}

func generate(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 0; i < n; i++ {
			out <- i
		}
	}()
	return out
}

func transform(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range in {
			out <- 2 * i
		}
	}()
	return out
}

func pipelineAbandoned(l *Life) {
	l.perRequest(0.8, func() { <-transform(generate(100)) })
	l.onRequest(func(int) {
		for range transform(generate(10)) {
			continue
		}
	})
}

// asyncLog answers each line when it is written.
type asyncLog struct {
	mu      sync.Mutex
	waiting []chan struct{}
}

func (a *asyncLog) print() {
	written := make(chan struct{})
	a.mu.Lock()
	a.waiting = append(a.waiting, written)
	a.mu.Unlock()
	<-written
}

// letGo writes half of the newest twenty.
func (a *asyncLog) letGo() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := 0; i < 10 && len(a.waiting) > 0; i++ {
		last := len(a.waiting) - 1
		close(a.waiting[last])
		a.waiting = a.waiting[:last]
	}
}

func loggerQueue(l *Life) {
	a := &asyncLog{}
	l.randomly(2, func() { go a.print() })
	l.steadily(1.0/20, a.letGo)
}

type uploads struct{}

func (u *uploads) receive(done <-chan struct{}) { <-done }

// leakUnderWave has so many uploads at a time on average, each of two snapshots; so many a snapshot are never finished.
func leakUnderWave(mean, perTick float64) func(*Life) {
	return func(l *Life) {
		u := &uploads{}
		l.Traffic.Swing = 0.8
		dice := l.dice()
		var mu sync.Mutex
		l.perRequest(mean/2, func() {
			mu.Lock()
			length := l.Ticks(2 * dice.ExpFloat64())
			mu.Unlock()
			done := make(chan struct{})
			time.AfterFunc(length, func() { close(done) })
			go u.receive(done)
		})
		l.perRequest(perTick, func() { go u.receive(make(chan struct{})) })
	}
}

type watch struct{ changes chan string }

func (w *watch) follow() {
	for change := range w.changes {
		_ = change
	}
}

func leakAcrossDeploys(l *Life) {
	l.randomly(3, func() { go (&watch{make(chan string)}).follow() })
	l.after(55, func() { l.Restart() })
}

func leakAfterDeploy(l *Life) {
	if time.Since(l.Epoch) < l.Ticks(36) {
		l.after(37, func() { l.Restart() })
		return
	}
	l.randomly(2, func() { go (&watch{make(chan string)}).follow() })
}
