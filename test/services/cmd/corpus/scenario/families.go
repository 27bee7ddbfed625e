package scenario

var families = [][]Scenario{
	channels, locks, contexts, httpBodies, sqlRows, streams, workers,
	maps, keptMemory, outside, native,
	innocentLoads, innocentGoroutines, innocentMemory,
}
