// Command collectsvr leaks two goroutines on each tick, under waving traffic: its configuration loader starts
// an endless watcher whenever it refreshes.
package main

import (
	"flag"
	"log"

	"example.org/collect/internal/pkg/config"
	"example.org/collect/internal/pkg/debugserver"
	"example.org/collect/internal/pkg/traffic"
)

func main() {
	var flags debugserver.Flags
	flags.Register()
	preleak := flag.Int("preleak", 0, "leaked pairs that are there from the start")
	retain := flag.Int("retain", 2048, "bytes that each leaked goroutine retains")
	flag.Parse()

	loader := config.NewLoader(*retain)
	for i := 0; i < *preleak; i++ {
		loader.Refresh("app.yaml")
	}
	if flags.Tick > 0 {
		go loader.Run(flags.Tick)
	}
	if err := traffic.Run(flags.Traffic()); err != nil {
		log.Fatal(err)
	}
	log.Fatal(debugserver.Serve(flags))
}
