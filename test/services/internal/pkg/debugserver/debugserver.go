// Package debugserver serves what Plumbline captures: net/http/pprof under any prefix, /metrics and /debug/vars.
package debugserver

import (
	"encoding/json"
	"expvar"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"runtime"
	"strings"
	"time"

	"example.org/collect/internal/pkg/traffic"
)

// Flags that every service has.
type Flags struct {
	Addr   string
	Prefix string
	Tick   time.Duration
	Seed   int64
	Mean   int
	Swing  float64
	Wave   time.Duration
	Stdin  bool
	Block  int
	Write  time.Duration
}

// Register declares the flags.
func (f *Flags) Register() {
	flag.StringVar(&f.Addr, "addr", "127.0.0.1:0", "address to listen on")
	flag.StringVar(&f.Prefix, "prefix", "/debug/pprof", "path under which pprof is served")
	flag.DurationVar(&f.Tick, "tick", time.Second, "what happens for ever happens once each tick")
	flag.Int64Var(&f.Seed, "seed", 1, "seed of the traffic")
	flag.IntVar(&f.Mean, "traffic", 40, "requests under way, on average")
	flag.Float64Var(&f.Swing, "swing", 0.6, "share of the traffic by which a wave changes it")
	flag.DurationVar(&f.Wave, "wave", 17*time.Second, "length of a wave of traffic")
	flag.BoolVar(&f.Stdin, "until-stdin-closes", false, "exit when standard input ends")
	flag.IntVar(&f.Block, "block-rate", 0, "runtime.SetBlockProfileRate")
	flag.DurationVar(&f.Write, "write-timeout", 0, "WriteTimeout of the server; 0: none")
}

// Traffic answers the flags' traffic.
func (f *Flags) Traffic() traffic.Options {
	return traffic.Options{Seed: f.Seed, Mean: f.Mean, Swing: f.Swing, Wave: f.Wave}
}

// Serve listens and serves until the process ends; see ServeOn.
func Serve(f Flags) error {
	listener, err := net.Listen("tcp", f.Addr)
	if err != nil {
		return err
	}
	return ServeOn(listener, f)
}

// ServeOn prints one line of JSON {"url","pid","go"} and serves until the process ends.
func ServeOn(listener net.Listener, f Flags) error {
	if f.Block > 0 {
		runtime.SetBlockProfileRate(f.Block)
	}
	line, err := json.Marshal(map[string]interface{}{
		"url": "http://" + listener.Addr().String(),
		"pid": os.Getpid(),
		"go":  runtime.Version(),
	})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	if f.Stdin {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}()
	}
	server := &http.Server{Handler: routes(strings.TrimRight(f.Prefix, "/")), WriteTimeout: f.Write}
	return server.Serve(listener)
}

func routes(prefix string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(prefix+"/", underStandardPrefix(prefix, pprof.Index))
	mux.HandleFunc(prefix+"/cmdline", underStandardPrefix(prefix, pprof.Cmdline))
	mux.HandleFunc(prefix+"/profile", underStandardPrefix(prefix, pprof.Profile))
	mux.HandleFunc(prefix+"/symbol", underStandardPrefix(prefix, pprof.Symbol))
	mux.HandleFunc(prefix+"/trace", underStandardPrefix(prefix, pprof.Trace))
	mux.HandleFunc("/metrics", serveMetrics)
	mux.Handle("/debug/vars", expvar.Handler())
	return mux
}

// pprof.Index finds a profile's name behind /debug/pprof/ and nowhere else.
func underStandardPrefix(prefix string, handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/debug/pprof" + strings.TrimPrefix(r.URL.Path, prefix)
		handler(w, r)
	}
}
