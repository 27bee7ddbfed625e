// Command steady leaks nothing: the same traffic over a bounded cache and a pool of workers.
package main

import (
	"flag"
	"log"

	"example.org/collect/internal/pkg/debugserver"
	"example.org/collect/internal/pkg/reports"
	"example.org/collect/internal/pkg/traffic"
)

func main() {
	var flags debugserver.Flags
	flags.Register()
	entries := flag.Int("cache", 256, "entries of the cache")
	workers := flag.Int("workers", 8, "workers of the pool")
	flag.Parse()

	recent := reports.NewRecent(*entries)
	pool := reports.NewPool(*workers)
	// Filled before the first capture: a cache that is still filling grows, and is another story.
	for key := 0; key < *entries; key++ {
		recent.Get(key, 8<<10)
	}
	options := flags.Traffic()
	options.OnRequest = func(random int) {
		pool.Submit(func() { recent.Get(random%(4**entries), 8<<10) })
	}
	if err := traffic.Run(options); err != nil {
		log.Fatal(err)
	}
	log.Fatal(debugserver.Serve(flags))
}
