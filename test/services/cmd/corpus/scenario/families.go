package scenario

var families = [][]Scenario{channels, locks, maps, innocentLoads, innocentMemory}
