package scenario

import (
	"bufio"
	"net"
	"sync"
	"time"

	"example.org/collect/internal/pkg/reports"
)

// Household starts what every service of the corpus has beside its scenario: a pool, a full cache, sessions that time
// out, clients that stay connected, jobs by the clock. Nothing of it leaks, and all of it moves.
func Household(l *Life) error {
	pool := reports.NewPool(4)
	recent := reports.NewRecent(200)
	for key := 0; key < 200; key++ {
		recent.Get(key, 8<<10)
	}
	visits := newVisits(l)
	l.onRequest(func(random int) {
		pool.Submit(func() { recent.Get(random%800, 8<<10) })
		visits.touch(random % 4096)
	})
	go everyMinute(l)
	go everyHour(l)
	go visits.sweep()
	return keepConnected(12)
}

// everyMinute and everyHour are jobs by the clock that make a little garbage.
func everyMinute(l *Life) {
	for range time.Tick(l.Ticks(0.1)) {
		fill(make([]byte, 16<<10))
	}
}

func everyHour(l *Life) {
	for range time.Tick(l.Ticks(6)) {
		report := make([][]byte, 64)
		for i := range report {
			report[i] = fill(make([]byte, 16<<10))
		}
		time.Sleep(l.Ticks(0.5))
	}
}

// visits are forgotten after an hour: their number follows the traffic.
type visits struct {
	life *Life
	mu   sync.Mutex
	seen map[int]*visit
}

type visit struct {
	at      time.Time
	history [2048]byte
}

func newVisits(l *Life) *visits { return &visits{life: l, seen: map[int]*visit{}} }

func (v *visits) touch(who int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.seen[who] == nil {
		v.seen[who] = &visit{}
	}
	v.seen[who].at = time.Now()
}

func (v *visits) sweep() {
	for range time.Tick(v.life.Ticks(0.5)) {
		v.mu.Lock()
		for who, visit := range v.seen {
			if time.Since(visit.at) > v.life.Ticks(6) {
				delete(v.seen, who)
			}
		}
		v.mu.Unlock()
	}
}

// keepConnected has so many clients, which are there as long as the process.
func keepConnected(clients int) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveControl(conn)
		}
	}()
	for i := 0; i < clients; i++ {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			return err
		}
		go readControl(conn)
	}
	return nil
}

func serveControl(conn net.Conn) {
	defer conn.Close()
	_, _ = bufio.NewReader(conn).ReadString('\n')
}

func readControl(conn net.Conn) {
	defer conn.Close()
	_, _ = bufio.NewReader(conn).ReadString('\n')
}
