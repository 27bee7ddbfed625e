//go:build linux || darwin || freebsd

package scenario

import (
	"os"
	"syscall"
	"time"
)

var outside = []Scenario{
	leaks("mmap-never-unmapped", offHeapGrowth, "maps 256 KB four times a snapshot and never unmaps", []string{}, mmapKept),
	heldOut(leaks("file-maps-kept", offHeapGrowth, "files that are mapped, read and never unmapped", []string{}, fileMapsKept)),
	keepsStill("mmap-scratch", "maps 24 MB for a job and unmaps it", mmapScratch),
}

// mapped answers memory outside Go's heap that is really there.
func mapped(size int) []byte {
	memory, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	return fill(memory)
}

func mmapKept(l *Life) {
	var kept [][]byte
	l.randomly(4, func() { kept = append(kept, mapped(256<<10)) })
}

func fileMapsKept(l *Life) {
	var kept [][]byte
	sum := 0
	l.randomly(3, func() {
		file, err := os.CreateTemp("", "corpus-map-")
		if err != nil {
			panic(err)
		}
		defer file.Close()
		defer os.Remove(file.Name())
		if _, err := file.Write(fill(make([]byte, 384<<10))); err != nil {
			panic(err)
		}
		memory, err := syscall.Mmap(int(file.Fd()), 0, 384<<10, syscall.PROT_READ, syscall.MAP_SHARED)
		if err != nil {
			panic(err)
		}
		for i := 0; i < len(memory); i += 4096 {
			sum += int(memory[i])
		}
		kept = append(kept, memory)
	})
}

func mmapScratch(l *Life) {
	dice := l.dice()
	l.randomly(1.0/8, func() {
		scratch := mapped(24 << 20)
		time.Sleep(l.Ticks(between(dice, 1, 4)))
		if err := syscall.Munmap(scratch); err != nil {
			panic(err)
		}
	})
}
