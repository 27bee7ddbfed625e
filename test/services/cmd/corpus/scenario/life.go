package scenario

import (
	"math/rand"
	"sync"
	"time"

	"example.org/collect/internal/pkg/traffic"
)

// Life is the service that a scenario happens in. Its clock is in ticks: one is ten minutes of a service of which a
// snapshot is taken every ten minutes, and a second where it is run six hundred times as fast.
type Life struct {
	// Tick is the real length of ten minutes.
	Tick time.Duration
	// Traffic is what the scenario may change before it returns.
	Traffic traffic.Options
	// Epoch is when the first of its processes was started.
	Epoch time.Time
	// Restart replaces the process by a new one of the same program, at the same address.
	Restart func()

	started time.Time
	random  *rand.Rand
	hurry   float64
	mu      sync.Mutex
	answers []func(random int)
}

// ticksPerDay: 144 times ten minutes.
const ticksPerDay = 144

// NewLife makes what the seed says: how fast things go (0.8 to 1.25 times as fast as written), in which order, and at
// which time of the day it begins.
func NewLife(seed int64, tick time.Duration, epoch time.Time, load traffic.Options) *Life {
	random := rand.New(rand.NewSource(seed))
	load.Wave = ticksPerDay * tick
	load.Phase = random.Float64() + float64(time.Since(epoch))/float64(load.Wave)
	return &Life{Epoch: epoch, started: time.Now(), Tick: tick, Traffic: load, random: random, hurry: 0.8 + 0.45*random.Float64()}
}

// Ticks answers a duration.
func (l *Life) Ticks(n float64) time.Duration { return time.Duration(n * float64(l.Tick)) }

// dice are for one goroutine; what others throw does not change them.
func (l *Life) dice() *rand.Rand { return rand.New(rand.NewSource(l.random.Int63())) }

// steadily does it n times a tick, at nearly equal distances.
func (l *Life) steadily(perTick float64, do func()) {
	dice := l.dice()
	go func() {
		for {
			time.Sleep(l.Ticks((0.7 + 0.6*dice.Float64()) / (perTick * l.hurry)))
			do()
		}
	}()
}

// randomly does it n times a tick, as a Poisson process.
func (l *Life) randomly(perTick float64, do func()) {
	dice := l.dice()
	go func() {
		for {
			time.Sleep(l.Ticks(dice.ExpFloat64() / (perTick * l.hurry)))
			do()
		}
	}()
}

// inSteps does it `least` to `most` times at once, every so many ticks.
func (l *Life) inSteps(everyTicks float64, least, most int, do func()) {
	dice := l.dice()
	l.randomly(1/everyTicks, func() {
		for left := least + dice.Intn(most-least+1); left > 0; left-- {
			do()
		}
	})
}

// perRequest does it n times a tick on average, in the goroutines of requests: more by day than by night.
func (l *Life) perRequest(perTick float64, do func()) {
	perRequest := perTick * l.hurry * float64(traffic.MeanRequest) / float64(l.Tick) / float64(l.Traffic.Mean)
	dice := l.dice()
	var mu sync.Mutex
	l.answers = append(l.answers, func(int) {
		mu.Lock()
		hit := dice.Float64() < perRequest
		mu.Unlock()
		if hit {
			do()
		}
	})
}

// onRequest does it for each request.
func (l *Life) onRequest(do func(random int)) { l.answers = append(l.answers, do) }

// after does it once.
func (l *Life) after(ticks float64, do func()) {
	go func() {
		time.Sleep(l.Ticks(ticks))
		do()
	}()
}

// between answers a number of ticks for the use of one goroutine's dice.
func between(dice *rand.Rand, least, most float64) float64 {
	return least + (most-least)*dice.Float64()
}

// Answer is called with each request that the traffic makes.
func (l *Life) Answer(random int) {
	for _, answer := range l.answers {
		answer(random)
	}
}

// fill makes bytes that are really there: pages that nobody has written to are not resident.
//
//go:noinline
func fill(body []byte) []byte {
	for i := 0; i < len(body); i += 512 {
		body[i] = byte(i)
	}
	return body
}
