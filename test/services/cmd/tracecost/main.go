// Command tracecost measures what an execution trace costs the service that it is taken of: a small HTTP service in a
// process of its own, a client that loads it over loopback, and turns without a trace, with one, and with a CPU profile beside
// it. Prints a line of JSON for each turn. `-serve` is the service.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"os/exec"
	"sort"
	"strings"
	"sync"
	"time"
)

func main() {
	serves := flag.Bool("serve", false, "be the service")
	idle := flag.Int("idle", 100, "goroutines of the service that wait all the time")
	rate := flag.Int("rate", 0, "requests a second; 0: as many as come back, -1: none")
	clients := flag.Int("clients", 16, "requests under way at once, at most")
	seconds := flag.Int("seconds", 5, "of each turn")
	repeats := flag.Int("repeats", 3, "of the three turns")
	flag.Parse()
	if *serves {
		log.Fatal(serve(*idle))
	}
	if err := measure(*idle, *rate, *clients, *seconds, *repeats); err != nil {
		log.Fatal(err)
	}
}

type item struct {
	ID   int
	Name string
	Tags []string
}

// What many services do for a request: a lock, a worker that is asked and waited for, an answer as JSON.
func serve(idle int) error {
	var mu sync.Mutex
	recent := map[int]item{}
	jobs := make(chan func())
	for i := 0; i < 8; i++ {
		go func() {
			for job := range jobs {
				job()
			}
		}()
	}
	never := make(chan struct{})
	for i := 0; i < idle; i++ {
		go func() { <-never }()
	}
	http.HandleFunc("/work", func(w http.ResponseWriter, r *http.Request) {
		done := make(chan []item, 1)
		jobs <- func() {
			items := make([]item, 0, 20)
			mu.Lock()
			for i := 0; i < 20; i++ {
				one, known := recent[i]
				if !known {
					one = item{ID: i, Name: fmt.Sprint("item ", i), Tags: []string{"a", "b"}}
					recent[i] = one
				}
				items = append(items, one)
			}
			mu.Unlock()
			done <- items
		}
		if err := json.NewEncoder(w).Encode(<-done); err != nil {
			log.Print(err)
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + listener.Addr().String())
	// It ends with whoever started it.
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return http.Serve(listener, nil)
}

type turn struct {
	Mode       string  `json:"mode"`
	Requests   float64 `json:"requestsPerSecond"`
	P50        float64 `json:"p50Ms"`
	P99        float64 `json:"p99Ms"`
	TraceBytes float64 `json:"traceBytesPerSecond"`
	CPUs       float64 `json:"cpus"`
}

func measure(idle, rate, clients, seconds, repeats int) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	service := exec.Command(self, "-serve", "-idle", fmt.Sprint(idle))
	service.Stderr = os.Stderr
	if _, err := service.StdinPipe(); err != nil {
		return err
	}
	out, err := service.StdoutPipe()
	if err != nil {
		return err
	}
	if err := service.Start(); err != nil {
		return err
	}
	defer func() { _ = service.Process.Kill() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return err
	}
	url := strings.TrimSpace(line)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients + 4}}
	load(client, url, rate, clients, 2*time.Second)
	for i := 0; i < repeats; i++ {
		for _, mode := range []string{"none", "trace", "trace+cpu"} {
			one, err := takeTurn(client, url, mode, rate, clients, seconds, service.Process.Pid)
			if err != nil {
				return err
			}
			if err := json.NewEncoder(os.Stdout).Encode(one); err != nil {
				return err
			}
		}
	}
	return nil
}

func takeTurn(client *http.Client, url, mode string, rate, clients, seconds, pid int) (turn, error) {
	fetch := func(page string) <-chan int64 {
		size := make(chan int64, 1)
		go func() {
			answer, err := client.Get(fmt.Sprintf("%s/debug/pprof/%s?seconds=%d", url, page, seconds))
			if err != nil {
				size <- -1
				return
			}
			defer answer.Body.Close()
			length, err := io.Copy(io.Discard, answer.Body)
			if err != nil || answer.StatusCode != http.StatusOK {
				length = -1
			}
			size <- length
		}()
		return size
	}
	var profile, trace <-chan int64
	if mode == "trace+cpu" {
		profile = fetch("profile")
	}
	if mode != "none" {
		trace = fetch("trace")
	}
	before := cpuSeconds(pid)
	took := load(client, url, rate, clients, time.Duration(seconds)*time.Second)
	cpus := (cpuSeconds(pid) - before) / float64(seconds)
	var traced int64
	if trace != nil {
		if traced = <-trace; traced < 0 {
			return turn{}, fmt.Errorf("no trace came")
		}
	}
	if profile != nil && <-profile < 0 {
		return turn{}, fmt.Errorf("no profile came")
	}
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	at := func(q float64) float64 {
		if len(took) == 0 {
			return 0
		}
		return took[int(q*float64(len(took)-1))].Seconds() * 1000
	}
	return turn{
		Mode:       mode,
		Requests:   float64(len(took)) / float64(seconds),
		P50:        at(0.5),
		P99:        at(0.99),
		TraceBytes: float64(traced) / float64(seconds),
		CPUs:       cpus,
	}, nil
}

// How long each request took from when it was due. Without a rate the next is due when the one before is back.
func load(client *http.Client, url string, rate, clients int, span time.Duration) []time.Duration {
	if rate < 0 {
		time.Sleep(span)
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), span)
	defer cancel()
	due := make(chan time.Time, 1<<16)
	if rate > 0 {
		go func() {
			start := time.Now()
			for i := 0; ctx.Err() == nil; i++ {
				at := start.Add(time.Duration(i) * time.Second / time.Duration(rate))
				time.Sleep(time.Until(at))
				due <- at
			}
		}()
	}
	var mu sync.Mutex
	var all []time.Duration
	var group sync.WaitGroup
	for i := 0; i < clients; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			var own []time.Duration
			for ctx.Err() == nil {
				at := time.Now()
				if rate > 0 {
					select {
					case at = <-due:
					case <-ctx.Done():
						continue
					}
				}
				answer, err := client.Get(url + "/work")
				if err != nil {
					continue
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				own = append(own, time.Since(at))
			}
			mu.Lock()
			all = append(all, own...)
			mu.Unlock()
		}()
	}
	group.Wait()
	return all
}

// User and system time of a process; 0 where the system does not tell.
func cpuSeconds(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	var user, system float64
	_, _ = fmt.Sscan(fields[11], &user)
	_, _ = fmt.Sscan(fields[12], &system)
	return (user + system) / 100
}
