//go:build cgo

package scenario

// #include <stdlib.h>
// #include <string.h>
//
// static void *keep(size_t size) {
//   void *memory = malloc(size);
//   if (memory != NULL) memset(memory, 1, size);
//   return memory;
// }
import "C"

import "time"

var native = []Scenario{
	leaks("cgo-malloc", offHeapGrowth, "C code allocates and nobody frees", []string{}, cgoMalloc),
	heldOut(keepsStill("cgo-scratch", "C code allocates for a job and frees", cgoScratch)),
}

func cgoMalloc(l *Life) {
	l.randomly(16, func() { C.keep(64 << 10) })
}

func cgoScratch(l *Life) {
	dice := l.dice()
	l.randomly(1.0/8, func() {
		scratch := C.keep(24 << 20)
		time.Sleep(l.Ticks(between(dice, 1, 4)))
		C.free(scratch)
	})
}
