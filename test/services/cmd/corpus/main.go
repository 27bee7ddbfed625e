// Command corpus is many services in one program, of which the truth is known: `-list` says which there are, what is
// wrong with each and what a tool should say of it; `-scenario NAME` is one of them.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"

	"example.org/collect/cmd/corpus/scenario"
	"example.org/collect/internal/pkg/debugserver"
	"example.org/collect/internal/pkg/traffic"
)

func main() {
	var flags debugserver.Flags
	flags.Register()
	list := flag.Bool("list", false, "print all scenarios as JSON and exit")
	name := flag.String("scenario", "", "which of them this is")
	epoch := flag.Int64("epoch", time.Now().UnixNano(), "when the first of its processes was started, in Unix nanoseconds")
	for name, value := range map[string]string{"traffic": "12", "swing": "0.5"} {
		if err := flag.Set(name, value); err != nil {
			log.Fatal(err)
		}
	}
	flag.Parse()

	if *list {
		text, err := json.MarshalIndent(scenario.All(), "", "  ")
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(text))
		return
	}
	chosen := scenario.Find(*name)
	if chosen == nil {
		log.Fatalf("no scenario is called %q; -list names them", *name)
	}
	if chosen.Needs != "" {
		log.Fatalf("%s needs %s, which this program was built without", chosen.Name, chosen.Needs)
	}
	log.Fatal(serve(*chosen, flags, *epoch))
}

func serve(chosen scenario.Scenario, flags debugserver.Flags, epoch int64) error {
	listener, err := net.Listen("tcp", flags.Addr)
	if err != nil {
		return err
	}
	life := scenario.NewLife(flags.Seed, flags.Tick, time.Unix(0, epoch), flags.Traffic())
	life.Restart = func() { restart(listener.Addr().String(), epoch) }
	if err := scenario.Household(life); err != nil {
		return err
	}
	chosen.Run(life)
	life.Traffic.OnRequest = life.Answer
	if life.Traffic.Mean > 0 {
		if err := traffic.Run(life.Traffic); err != nil {
			return err
		}
	}
	return debugserver.ServeOn(listener, flags)
}

// restart deploys the program anew at the address that it has; the last of a flag holds.
func restart(addr string, epoch int64) {
	program, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	args := append(append([]string{}, os.Args...), "-addr", addr, "-epoch", strconv.FormatInt(epoch, 10))
	log.Fatal(syscall.Exec(program, args, os.Environ()))
}
