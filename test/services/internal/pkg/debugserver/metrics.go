package debugserver

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// serveMetrics writes the names, types and units of the usual Prometheus client's Go and process collectors.
func serveMetrics(w http.ResponseWriter, _ *http.Request) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	var page bytes.Buffer
	put := func(name, kind string, value float64) {
		fmt.Fprintf(&page, "# TYPE %s %s\n%s %s\n", name, kind, name, strconv.FormatFloat(value, 'g', -1, 64))
	}

	fmt.Fprintf(&page, "# HELP go_info Information about the Go environment.\n# TYPE go_info gauge\ngo_info{version=%q} 1\n", runtime.Version())
	fmt.Fprintf(&page, "# TYPE go_gc_duration_seconds summary\ngo_gc_duration_seconds_sum %s\ngo_gc_duration_seconds_count %d\n",
		strconv.FormatFloat(float64(m.PauseTotalNs)/1e9, 'g', -1, 64), m.NumGC)
	put("go_goroutines", "gauge", float64(runtime.NumGoroutine()))
	put("go_memstats_alloc_bytes", "gauge", float64(m.Alloc))
	put("go_memstats_alloc_bytes_total", "counter", float64(m.TotalAlloc))
	put("go_memstats_sys_bytes", "gauge", float64(m.Sys))
	put("go_memstats_mallocs_total", "counter", float64(m.Mallocs))
	put("go_memstats_frees_total", "counter", float64(m.Frees))
	put("go_memstats_heap_alloc_bytes", "gauge", float64(m.HeapAlloc))
	put("go_memstats_heap_sys_bytes", "gauge", float64(m.HeapSys))
	put("go_memstats_heap_idle_bytes", "gauge", float64(m.HeapIdle))
	put("go_memstats_heap_inuse_bytes", "gauge", float64(m.HeapInuse))
	put("go_memstats_heap_released_bytes", "gauge", float64(m.HeapReleased))
	put("go_memstats_heap_objects", "gauge", float64(m.HeapObjects))
	put("go_memstats_stack_inuse_bytes", "gauge", float64(m.StackInuse))
	put("go_memstats_stack_sys_bytes", "gauge", float64(m.StackSys))
	put("go_memstats_gc_sys_bytes", "gauge", float64(m.GCSys))
	put("go_memstats_other_sys_bytes", "gauge", float64(m.OtherSys))
	put("go_memstats_next_gc_bytes", "gauge", float64(m.NextGC))
	put("go_memstats_last_gc_time_seconds", "gauge", float64(m.LastGC)/1e9)
	if resident, ok := residentBytes(); ok {
		put("process_resident_memory_bytes", "gauge", resident)
	}
	put("process_start_time_seconds", "gauge", float64(processStart.UnixNano())/1e9)

	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write(page.Bytes())
}

var processStart = time.Now()

func residentBytes() (float64, bool) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, false
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0, false
	}
	pages, err := strconv.ParseFloat(fields[1], 64)
	return pages * float64(os.Getpagesize()), err == nil
}
