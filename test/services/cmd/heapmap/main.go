// Command heapmap retains memory in a map that only grows: sub-slices that keep whole bodies alive.
package main

import (
	"flag"
	"log"
	"time"

	"example.org/collect/internal/pkg/debugserver"
	"example.org/collect/internal/pkg/reports"
	"example.org/collect/internal/pkg/traffic"
)

const bodySize = 16 << 10

func main() {
	var flags debugserver.Flags
	flags.Register()
	grow := flag.Int("grow", 512<<10, "bytes retained by each tick")
	flag.Parse()

	index := reports.NewIndex()
	if flags.Tick > 0 {
		go func() {
			for range time.Tick(flags.Tick) {
				for kept := 0; kept < *grow; kept += bodySize {
					index.Put(bodySize)
				}
			}
		}()
	}
	if err := traffic.Run(flags.Traffic()); err != nil {
		log.Fatal(err)
	}
	log.Fatal(debugserver.Serve(flags))
}
