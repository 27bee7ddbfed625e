//go:build !(linux || darwin || freebsd)

package scenario

var outside = []Scenario{
	{Name: "mmap-never-unmapped", Class: leak, Pattern: "maps memory and never unmaps", Expected: []string{offHeapGrowth}, Suspects: []string{}, Needs: needsUnix},
	{Name: "file-maps-kept", Class: leak, Pattern: "maps files and never unmaps", Expected: []string{offHeapGrowth}, Suspects: []string{}, HeldOut: true, Needs: needsUnix},
	{Name: "mmap-scratch", Class: innocent, Pattern: "maps memory for a job and unmaps it", Expected: []string{noLeak}, Suspects: []string{}, Needs: needsUnix},
}
