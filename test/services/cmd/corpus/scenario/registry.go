// Package scenario is a corpus of services of which the truth is known: what leaks in them, and that nothing does.
package scenario

import "sort"

// Words of the verdict.
const (
	goroutineLeak  = "goroutine-leak"
	heapLeak       = "heap-leak"
	offHeapGrowth  = "off-heap-growth"
	headroom       = "gc-headroom"
	growing        = "growing"
	noLeak         = "no-leak"
	notEnoughData  = "not-enough-data"
	ownPackage     = "example.org/collect/cmd/corpus/scenario."
	leak           = "leak"
	innocent       = "innocent"
	needsCompilerC = "a C compiler (cgo)"
	needsUnix      = "mmap"
)

// Scenario is one service.
type Scenario struct {
	Name  string `json:"name"`
	Class string `json:"class"`
	// Pattern says what it does, in a few words.
	Pattern string `json:"pattern"`
	// Expected are the verdicts that are right; the first is the best.
	Expected []string `json:"expected"`
	// Suspects are the functions at one of which the first suspect must stand, as its site or as its site in the
	// program's own module. Empty where nothing, or nothing that a profile shows, leaks.
	Suspects []string `json:"suspects"`
	// HeldOut marks the third on which nobody tunes. It was marked when it was written, before any verdict on it was seen.
	HeldOut bool `json:"heldOut"`
	// Needs names what this program was built without; "" where it can run.
	Needs string `json:"needs"`

	// Run starts it and returns.
	Run func(*Life) `json:"-"`
}

// All scenarios, by name.
func All() []Scenario {
	all := []Scenario{}
	for _, family := range families {
		all = append(all, family...)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// Find answers nil where there is none of that name.
func Find(name string) *Scenario {
	for _, family := range families {
		for i := range family {
			if family[i].Name == name {
				return &family[i]
			}
		}
	}
	return nil
}

// own names functions of this package as profiles do.
func own(names ...string) []string {
	full := make([]string, len(names))
	for i, name := range names {
		full[i] = ownPackage + name
	}
	return full
}

// leaks is a scenario whose one right verdict is the given one.
func leaks(name, verdict, pattern string, suspects []string, run func(*Life)) Scenario {
	return Scenario{Name: name, Class: leak, Pattern: pattern, Expected: []string{verdict}, Suspects: suspects, Run: run}
}

// keepsStill is a scenario in which nothing leaks and nothing looks as if.
func keepsStill(name, pattern string, run func(*Life)) Scenario {
	return Scenario{Name: name, Class: innocent, Pattern: pattern, Expected: []string{noLeak}, Suspects: []string{}, Run: run}
}

// heldOut marks it.
func heldOut(s Scenario) Scenario {
	s.HeldOut = true
	return s
}

// or adds verdicts that are right too.
func (s Scenario) or(verdicts ...string) Scenario {
	s.Expected = append(append([]string{}, s.Expected...), verdicts...)
	return s
}
