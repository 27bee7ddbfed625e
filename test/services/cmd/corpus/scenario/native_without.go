//go:build !cgo

package scenario

var native = []Scenario{
	{Name: "cgo-malloc", Class: leak, Pattern: "C code allocates and nobody frees", Expected: []string{offHeapGrowth}, Suspects: []string{}, Needs: needsCompilerC},
	{Name: "cgo-scratch", Class: innocent, Pattern: "C code allocates for a job and frees", Expected: []string{noLeak}, Suspects: []string{}, HeldOut: true, Needs: needsCompilerC},
}
