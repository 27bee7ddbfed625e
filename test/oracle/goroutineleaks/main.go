// Stands in for main.go of Go's own programs that leak goroutines (runtime/testdata/testgoroutineleakprofile) where they
// are built with -overlay: the same registry for their cases, and a main that, after the case, captures what is left.
//
// `program` prints the names of its cases; `program NAME FOLDER` runs one of them.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sort"
)

// yieldCount is what the cases yield so that the goroutines that leak come to stand.
const yieldCount = 10

var cmds = map[string]func(){}

func register(name string, f func()) { cmds[name] = f }

func registerInit(name string, f func()) {
	if len(os.Args) >= 2 && os.Args[1] == name {
		f()
	}
}

func main() {
	if len(os.Args) < 3 {
		names := []string{}
		for name := range cmds {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			fmt.Println(name)
		}
		return
	}
	cmds[os.Args[1]]()
	capture(os.Args[2], "goroutineleak", 2, "goroutineleak.txt")
	capture(os.Args[2], "goroutineleak", 0, "goroutineleak.pb.gz")
	capture(os.Args[2], "goroutine", 0, "goroutine.pb.gz")
	// Some cases leak on while this is written.
	capture(os.Args[2], "goroutineleak", 2, "goroutineleak-after.txt")
}

func capture(folder, kind string, debug int, name string) {
	file, err := os.Create(filepath.Join(folder, name))
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if err := pprof.Lookup(kind).WriteTo(file, debug); err != nil {
		panic(err)
	}
}
