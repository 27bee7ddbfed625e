package scenario

import (
	"math"
	"math/rand"
	"sync"
	"time"

	"example.org/collect/internal/pkg/reports"
)

var innocentGoroutines = []Scenario{
	keepsStill("connection-pool", "connections are opened when all are busy and closed when idle", connectionPool),
	keepsStill("fixed-worker-pool", "sixty workers that mostly wait", fixedWorkerPool),
	heldOut(keepsStill("autoscaled-workers", "as many workers as the time of day needs", autoscaledWorkers)),
	keepsStill("long-poll-with-timeout", "some sixty polls, each ended after half an hour at most", longPoll),
	keepsStill("websockets-steady", "eighty clients for hours each; who leaves is replaced", websocketsSteady),
	heldOut(keepsStill("reconnects-with-backoff", "clients lose their connections together and come back one by one", reconnects)),
	keepsStill("cron", "jobs by one ticker each, which end", cron),
	keepsStill("slow-start", "modules start one by one for four hours, each with goroutines and 2 MB", slowStart),
	keepsStill("config-steps", "a flag adds eight workers at a third and twelve at two thirds of the day", configSteps),
	keepsStill("connections-filling", "clients come until there are 120: most within the first hours", connectionsFilling),
	heldOut(keepsStill("queue-drains", "jobs wait by day and are done by night", queueDrains)),
	keepsStill("fan-out", "each request has eight short helpers", fanOut),
	keepsStill("deploys", "a new process every nine hours", deploys).or(notEnoughData),
	heldOut(keepsStill("rolling-restart-once", "one deploy at half of the day", restartOnce).or(notEnoughData)),
}

type pooled struct{ queries chan time.Duration }

func (p *pooled) serve(idle time.Duration, closed func()) {
	defer closed()
	timeout := time.NewTimer(idle)
	defer timeout.Stop()
	for {
		select {
		case length := <-p.queries:
			time.Sleep(length)
			timeout.Stop()
			select {
			case <-timeout.C:
			default:
			}
			timeout.Reset(idle)
		case <-timeout.C:
			return
		}
	}
}

func connectionPool(l *Life) {
	p := &pooled{queries: make(chan time.Duration)}
	var mu sync.Mutex
	open := 0
	closed := func() {
		mu.Lock()
		open--
		mu.Unlock()
	}
	l.Traffic.Mean = 24
	l.onRequest(func(random int) {
		length := l.Ticks(float64(random%1000) / 1000)
		select {
		case p.queries <- length:
		default:
			mu.Lock()
			more := open < 50
			if more {
				open++
			}
			mu.Unlock()
			if more {
				go p.serve(l.Ticks(1), closed)
			}
		}
	})
}

func fixedWorkerPool(l *Life) {
	pool := reports.NewPool(60)
	l.onRequest(func(random int) {
		pool.Submit(func() { time.Sleep(l.Ticks(float64(random%100) / 100)) })
	})
}

// daylight is 0–1, as the traffic of this life has it.
func (l *Life) daylight() float64 {
	return 0.5 + 0.5*math.Sin(2*math.Pi*(l.Traffic.Phase+float64(time.Since(l.started))/float64(l.Traffic.Wave)))
}

func scaledWorker(quit <-chan struct{}) { <-quit }

func autoscaledWorkers(l *Life) {
	go func() {
		var quit []chan struct{}
		for range time.Tick(l.Ticks(0.5)) {
			want := 10 + int(50*l.daylight())
			for len(quit) < want {
				quit = append(quit, make(chan struct{}))
				go scaledWorker(quit[len(quit)-1])
			}
			for len(quit) > want {
				close(quit[len(quit)-1])
				quit = quit[:len(quit)-1]
			}
		}
	}()
}

func poll(news <-chan struct{}, most time.Duration) {
	select {
	case <-news:
	case <-time.After(most):
	}
}

func longPoll(l *Life) {
	news := make(chan struct{})
	l.randomly(20, func() { go poll(news, l.Ticks(3)) })
	l.randomly(2, func() {
		select {
		case news <- struct{}{}:
		default:
		}
	})
}

func serveSocket(length time.Duration, gone func()) {
	defer gone()
	end := time.NewTimer(length)
	defer end.Stop()
	<-end.C
}

func websocketsSteady(l *Life) {
	dice := l.dice()
	var mu sync.Mutex
	var join func()
	join = func() {
		mu.Lock()
		length := l.Ticks(40 * dice.ExpFloat64())
		mu.Unlock()
		go serveSocket(length, join)
	}
	for i := 0; i < 80; i++ {
		join()
	}
}

func clientSession(lost <-chan struct{}, back time.Duration, again func()) {
	<-lost
	time.Sleep(back)
	again()
}

func reconnects(l *Life) {
	dice := l.dice()
	var mu sync.Mutex
	lost := make(chan struct{})
	var join func()
	join = func() {
		mu.Lock()
		defer mu.Unlock()
		go clientSession(lost, l.Ticks(6*dice.ExpFloat64()), join)
	}
	for i := 0; i < 60; i++ {
		join()
	}
	l.randomly(1.0/30, func() {
		mu.Lock()
		defer mu.Unlock()
		close(lost)
		lost = make(chan struct{})
	})
}

func cronJob(length time.Duration) { time.Sleep(length) }

func cron(l *Life) {
	dice := l.dice()
	for i := 1; i <= 12; i++ {
		own := rand.New(rand.NewSource(dice.Int63()))
		go func(every time.Duration) {
			for range time.NewTicker(every).C {
				go cronJob(l.Ticks(between(own, 0.1, 2)))
			}
		}(l.Ticks(float64(i)))
	}
}

type module struct {
	jobs  chan byte
	state []byte
}

func (m *module) run() {
	for job := range m.jobs {
		m.state[0] += job
	}
}

func slowStart(l *Life) {
	dice := l.dice()
	go func() {
		for i := 0; i < 12; i++ {
			m := &module{jobs: make(chan byte), state: fill(make([]byte, 2<<20))}
			for j := 0; j < 3; j++ {
				go m.run()
			}
			time.Sleep(l.Ticks(between(dice, 1, 3)))
		}
	}()
}

func flaggedWorker(jobs <-chan int) {
	for job := range jobs {
		_ = job
	}
}

func configSteps(l *Life) {
	jobs := make(chan int)
	l.after(48, func() {
		for i := 0; i < 8; i++ {
			go flaggedWorker(jobs)
		}
	})
	l.after(96, func() {
		for i := 0; i < 12; i++ {
			go flaggedWorker(jobs)
		}
	})
}

func holdClient(until <-chan struct{}) { <-until }

func connectionsFilling(l *Life) {
	dice := l.dice()
	never := make(chan struct{})
	for i := 0; i < 120; i++ {
		l.after(12*dice.ExpFloat64(), func() { holdClient(never) })
	}
}

func runJob(slot chan struct{}, length time.Duration) {
	slot <- struct{}{}
	time.Sleep(length)
	<-slot
}

func queueDrains(l *Life) {
	l.Traffic.Swing = 0.8
	slot := make(chan struct{}, 10)
	l.perRequest(2, func() { go runJob(slot, l.Ticks(3)) })
}

func help(parts *sync.WaitGroup, length time.Duration) {
	defer parts.Done()
	time.Sleep(length)
}

func fanOut(l *Life) {
	l.onRequest(func(random int) {
		var parts sync.WaitGroup
		for i := 0; i < 8; i++ {
			parts.Add(1)
			go help(&parts, l.Ticks(float64((random>>i)%64)/256))
		}
		parts.Wait()
	})
}

func deploys(l *Life) { l.after(55, func() { l.Restart() }) }

func restartOnce(l *Life) {
	if time.Since(l.Epoch) < l.Ticks(70) {
		l.after(71, func() { l.Restart() })
	}
}
