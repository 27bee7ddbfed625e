package main

import (
	"fmt"
	"slices"
)

type row struct{ key, id uint32 }

// Prints a hash of the order in which slices.SortFunc leaves rows of equal keys, over 450 arrays that follow from a seed. What it
// printed stands in src/core/trace/go-sort.test.ts.
func main() {
	seed, hash := uint32(1), uint32(2166136261)
	next := func(n uint32) uint32 {
		seed = seed*1664525 + 1013904223
		return uint32(uint64(seed) * uint64(n) >> 32)
	}
	for _, length := range []int{0, 1, 5, 12, 13, 20, 33, 49, 50, 51, 64, 100, 257, 1000, 5000} {
		for _, keys := range []uint32{1, 2, 3, 7, 30, 1000} {
			for shape := 0; shape < 5; shape++ {
				rows := make([]row, length)
				for i := range rows {
					key := next(keys)
					switch shape {
					case 1:
						key = uint32(i) * keys / 40
					case 2:
						key = uint32(length-i) * keys / 40
					case 3:
						key = uint32(i) % keys
					case 4:
						key = uint32(i)
						if next(20) == 0 {
							key = next(uint32(length))
						}
					}
					rows[i] = row{key, uint32(i)}
				}
				slices.SortFunc(rows, func(a, b row) int { return int(a.key) - int(b.key) })
				for _, r := range rows {
					hash = (hash ^ r.id) * 16777619
				}
			}
		}
	}
	fmt.Printf("%08x\n", hash)
}
