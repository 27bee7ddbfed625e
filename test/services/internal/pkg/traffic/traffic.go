// Package traffic simulates requests: goroutines that come and go in waves, of several kinds, blocked in the
// ways that a service's goroutines are. Innocent, though their numbers rise for as long as a wave does.
package traffic

import (
	"bufio"
	"encoding/json"
	"math"
	"math/rand"
	"net"
	"sync"
	"time"
)

// Options of the traffic.
type Options struct {
	Seed int64
	// Mean is how many requests are under way on average, Swing by how much (0–1) a wave changes that.
	Mean  int
	Swing float64
	// Wave is the length of one wave.
	Wave time.Duration
	// Phase, 0–1, is where in its wave the traffic begins.
	Phase float64
	// OnRequest, if set, is called once for each request.
	OnRequest func(random int)
}

type service struct {
	options Options
	store   net.Listener
	quota   chan struct{}
	mu      sync.Mutex
	counts  map[string]int
}

// MeanRequest is how long a request takes on average.
const MeanRequest = 400 * time.Millisecond

// Run makes traffic until the process ends.
func Run(options Options) error {
	store, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s := &service{options: options, store: store, quota: make(chan struct{}, 8), counts: map[string]int{}}
	go s.serveStore()
	go s.arrivals()
	return nil
}

func (s *service) arrivals() {
	random := rand.New(rand.NewSource(s.options.Seed))
	started := time.Now()
	const step = 20 * time.Millisecond
	due := 0.0
	for range time.Tick(step) {
		phase := 2 * math.Pi * (s.options.Phase + float64(time.Since(started))/float64(s.options.Wave))
		level := float64(s.options.Mean) * (1 + s.options.Swing*math.Sin(phase))
		due += level * float64(step) / float64(MeanRequest) * random.ExpFloat64()
		for ; due >= 1; due-- {
			length := time.Duration(random.ExpFloat64() * float64(MeanRequest))
			go s.handle(random.Intn(1<<30), length)
		}
	}
}

func (s *service) handle(random int, length time.Duration) {
	s.report(random)
	switch random % 6 {
	case 0, 1:
		s.queryStore(length)
	case 2:
		s.callUpstream(length)
	case 3:
		s.backOff(length)
	case 4:
		s.awaitQuota(length)
	default:
		s.fanOut(length)
	}
	if s.options.OnRequest != nil {
		s.options.OnRequest(random)
	}
}

// report makes the garbage that a request makes.
func (s *service) report(random int) {
	text, err := json.Marshal(map[string]int{"id": random, "sdk": random % 97, "at": random % 86400})
	if err != nil {
		panic(err)
	}
	body := make([]byte, 4096+random%32768)
	copy(body, text)
	s.mu.Lock()
	s.counts[string(text[:6])]++
	s.mu.Unlock()
}

// queryStore waits in IO wait.
func (s *service) queryStore(length time.Duration) {
	conn, err := net.Dial("tcp", s.store.Addr().String())
	if err != nil {
		return
	}
	defer conn.Close()
	deadline := time.Now().Add(length + 10*time.Second)
	_ = conn.SetDeadline(deadline)
	if err := json.NewEncoder(conn).Encode(int64(length)); err != nil {
		return
	}
	_, _ = bufio.NewReader(conn).ReadString('\n')
}

func (s *service) serveStore() {
	for {
		conn, err := s.store.Accept()
		if err != nil {
			return
		}
		go s.answer(conn)
	}
}

func (s *service) answer(conn net.Conn) {
	defer conn.Close()
	var length int64
	if err := json.NewDecoder(conn).Decode(&length); err != nil {
		return
	}
	time.Sleep(time.Duration(length))
	_, _ = conn.Write([]byte("ok\n"))
}

// callUpstream waits in select.
func (s *service) callUpstream(length time.Duration) {
	answered := make(chan struct{})
	time.AfterFunc(length, func() { close(answered) })
	timeout := time.NewTimer(30 * time.Second)
	defer timeout.Stop()
	select {
	case <-answered:
	case <-timeout.C:
	}
}

// backOff waits in sleep.
func (s *service) backOff(length time.Duration) { time.Sleep(length) }

// awaitQuota waits in chan send while the quota is used up.
func (s *service) awaitQuota(length time.Duration) {
	s.quota <- struct{}{}
	time.Sleep(length / 8)
	<-s.quota
}

// fanOut waits for its parts in semacquire (sync.WaitGroup.Wait since Go 1.25).
func (s *service) fanOut(length time.Duration) {
	var parts sync.WaitGroup
	for i := 1; i <= 3; i++ {
		parts.Add(1)
		go func(part time.Duration) {
			defer parts.Done()
			time.Sleep(part)
		}(length * time.Duration(i) / 3)
	}
	parts.Wait()
}
