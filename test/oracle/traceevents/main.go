// Command traceevents prints the events of an execution trace as Go's own reader, golang.org/x/exp/trace, sees them: one
// a line, its fields separated by tabs. It is what Plumbline's reader is compared with.
//
//	traceevents FILE          the lines
//	traceevents -digest FILE  {events, sha256, kinds, error}: the hash is of the lines, each ended by a line feed, an error's text left out
//	traceevents -time FILE    {events, seconds}: the time that it takes to read every event from the file, and to do nothing else
//
// A line of an event is
//
//	<Time> <Kind> <M> <P> <G> <details…> <stack>
//
// Time, M, P and G in decimal (-1: none). What a program or a file named is a JSON string; kinds, states and resources are as
// Go prints them. A stack is 0 where there is none or it has no frames, else its place among the distinct stacks (by
// function, file and line of every frame) in order of first appearance; a transition's stack comes before the event's own.
// Right before the first line that uses a stack stands
//
//	stack <n> then for each frame, leaf first: <function> <file> <line>
//
// Details: Metric name, value · Label label, resource · RangeBegin, RangeActive, RangeEnd name, scope, and of an end each
// attribute as name=value · TaskBegin, TaskEnd id, parent, type · RegionBegin, RegionEnd task, type · Log task, category,
// message · StateTransition resource, from, to, reason, stack · Experimental name, and each argument as name=value · Sync N,
// and where there is a snapshot of the clocks the trace's, the monotonic and the wall clock, in nanoseconds · StackSample
// none.
//
// The last line is `end`, or `error` and a text: what came before still holds. A file may be gzipped, except for -time.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"golang.org/x/exp/trace"
)

// events calls each with every event, and gives the error that ended the reading. A panic of the reader, or of what an event
// is asked for, is such an error: damaged files can cause one.
func events(input io.Reader, each func(trace.Event)) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	reader, err := trace.NewReader(input)
	if err != nil {
		return err
	}
	for {
		event, err := reader.ReadEvent()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		each(event)
	}
}

// printer writes lines into out. A line is built in `line`, so that a stack that it is the first to use can stand before it.
type printer struct {
	out     *bufio.Writer
	line    []byte
	strings map[string][]byte // as JSON
	numbers map[string]int    // of stacks, by what their line says
	handles map[trace.Stack]int
	frames  []byte
}

func newPrinter(out io.Writer) *printer {
	return &printer{
		out:     bufio.NewWriterSize(out, 1<<16),
		strings: map[string][]byte{},
		numbers: map[string]int{},
		handles: map[trace.Stack]int{},
	}
}

func (p *printer) asJSON(text string) []byte {
	if known, ok := p.strings[text]; ok {
		return known
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	// Each byte that is not UTF-8 becomes U+FFFD here, since the encoder would write it in another way than a U+FFFD that was there.
	if err := encoder.Encode(string([]rune(text))); err != nil {
		panic(err) // strings always encode
	}
	encoded := bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
	// A trace may have as many different texts as events.
	if len(p.strings) >= 1<<16 {
		clear(p.strings)
	}
	p.strings[text] = encoded
	return encoded
}

func (p *printer) integer(value int64) {
	p.line = strconv.AppendInt(append(p.line, '\t'), value, 10)
}

func (p *printer) natural(value uint64) {
	p.line = strconv.AppendUint(append(p.line, '\t'), value, 10)
}

// word is for what Go's reader names itself.
func (p *printer) word(text string) {
	p.line = append(append(p.line, '\t'), text...)
}

// text is for what the traced program named.
func (p *printer) text(text string) {
	p.line = append(append(p.line, '\t'), p.asJSON(text)...)
}

func (p *printer) value(value trace.Value) {
	if value.Kind() == trace.ValueUint64 {
		p.line = strconv.AppendUint(p.line, value.Uint64(), 10)
	} else {
		p.line = append(p.line, p.asJSON(value.String())...)
	}
}

func (p *printer) named(name string, value trace.Value) {
	p.word(name)
	p.line = append(p.line, '=')
	p.value(value)
}

func (p *printer) resource(resource trace.ResourceID) {
	switch resource.Kind {
	case trace.ResourceGoroutine:
		p.word("Goroutine(")
		p.line = strconv.AppendInt(p.line, int64(resource.Goroutine()), 10)
	case trace.ResourceProc:
		p.word("Proc(")
		p.line = strconv.AppendInt(p.line, int64(resource.Proc()), 10)
	default:
		p.word(resource.String())
		return
	}
	p.line = append(p.line, ')')
}

func (p *printer) stack(stack trace.Stack) {
	number, known := p.handles[stack]
	if !known {
		number = p.number(stack)
		p.handles[stack] = number
	}
	p.integer(int64(number))
}

func (p *printer) number(stack trace.Stack) int {
	p.frames = p.frames[:0]
	for frame := range stack.Frames() {
		p.frames = append(append(p.frames, '\t'), p.asJSON(frame.Func)...)
		p.frames = append(append(p.frames, '\t'), p.asJSON(frame.File)...)
		p.frames = strconv.AppendUint(append(p.frames, '\t'), frame.Line, 10)
	}
	if len(p.frames) == 0 {
		return 0
	}
	if number, known := p.numbers[string(p.frames)]; known {
		return number
	}
	number := len(p.numbers) + 1
	p.numbers[string(p.frames)] = number
	p.out.WriteString("stack\t")
	p.out.WriteString(strconv.Itoa(number))
	p.out.Write(p.frames)
	p.out.WriteByte('\n')
	return number
}

func (p *printer) event(event trace.Event) {
	kind := event.Kind()
	p.line = strconv.AppendInt(p.line[:0], int64(event.Time()), 10)
	p.word(kind.String())
	p.integer(int64(event.Thread()))
	p.integer(int64(event.Proc()))
	p.integer(int64(event.Goroutine()))
	switch kind {
	case trace.EventSync:
		clear(p.handles) // they keep a generation's tables alive
		sync := event.Sync()
		p.integer(int64(sync.N))
		if clock := sync.ClockSnapshot; clock != nil {
			p.integer(int64(clock.Trace))
			p.natural(clock.Mono)
			p.integer(clock.Wall.UnixNano())
		}
	case trace.EventMetric:
		metric := event.Metric()
		p.text(metric.Name)
		p.line = append(p.line, '\t')
		p.value(metric.Value)
	case trace.EventLabel:
		label := event.Label()
		p.text(label.Label)
		p.resource(label.Resource)
	case trace.EventRangeBegin, trace.EventRangeActive, trace.EventRangeEnd:
		span := event.Range()
		p.text(span.Name)
		p.resource(span.Scope)
		if kind == trace.EventRangeEnd {
			for _, attribute := range event.RangeAttributes() {
				p.named(attribute.Name, attribute.Value)
			}
		}
	case trace.EventTaskBegin, trace.EventTaskEnd:
		task := event.Task()
		p.natural(uint64(task.ID))
		p.natural(uint64(task.Parent))
		p.text(task.Type)
	case trace.EventRegionBegin, trace.EventRegionEnd:
		region := event.Region()
		p.natural(uint64(region.Task))
		p.text(region.Type)
	case trace.EventLog:
		log := event.Log()
		p.natural(uint64(log.Task))
		p.text(log.Category)
		p.text(log.Message)
	case trace.EventStateTransition:
		transition := event.StateTransition()
		p.resource(transition.Resource)
		switch transition.Resource.Kind {
		case trace.ResourceGoroutine:
			from, to := transition.Goroutine()
			p.word(from.String())
			p.word(to.String())
		case trace.ResourceProc:
			from, to := transition.Proc()
			p.word(from.String())
			p.word(to.String())
		default:
			panic("a transition of " + transition.Resource.String())
		}
		p.text(transition.Reason)
		p.stack(transition.Stack)
	case trace.EventExperimental:
		experimental := event.Experimental()
		p.text(experimental.Name)
		for i, name := range experimental.Args {
			p.named(name, experimental.ArgValue(i))
		}
	}
	p.stack(event.Stack())
	p.line = append(p.line, '\n')
	p.out.Write(p.line)
}

type digest struct {
	Events int            `json:"events"`
	SHA256 string         `json:"sha256"`
	Kinds  map[string]int `json:"kinds"`
	Error  *string        `json:"error"`
}

type timing struct {
	Events  int     `json:"events"`
	Seconds float64 `json:"seconds"`
}

// plain is what a file has in it, gunzipped where it is gzipped.
func plain(file *os.File) (io.Reader, error) {
	buffered := bufio.NewReaderSize(file, 1<<16)
	if magic, _ := buffered.Peek(2); string(magic) == "\x1f\x8b" {
		return gzip.NewReader(buffered)
	}
	return buffered, nil
}

func run() error {
	asDigest := flag.Bool("digest", false, "print numbers and a hash instead of lines")
	asTiming := flag.Bool("time", false, "print only how long it takes to read all events")
	flag.Parse()
	if flag.NArg() != 1 || *asDigest && *asTiming {
		return fmt.Errorf("usage: traceevents [-digest | -time] FILE")
	}
	file, err := os.Open(flag.Arg(0))
	if err != nil {
		return err
	}
	defer file.Close()
	if *asTiming {
		answer := timing{}
		began := time.Now()
		if err := events(file, func(trace.Event) { answer.Events++ }); err != nil {
			return err
		}
		answer.Seconds = time.Since(began).Seconds()
		return json.NewEncoder(os.Stdout).Encode(answer)
	}
	input, err := plain(file)
	if err != nil {
		return err
	}
	if *asDigest {
		hash := sha256.New()
		lines := newPrinter(hash)
		answer := digest{Kinds: map[string]int{}}
		failure := events(input, func(event trace.Event) {
			lines.event(event)
			answer.Events++
			answer.Kinds[event.Kind().String()]++
		})
		last := "end\n"
		if failure != nil {
			text := failure.Error()
			answer.Error = &text
			last = "error\n"
		}
		lines.out.WriteString(last)
		lines.out.Flush()
		answer.SHA256 = hex.EncodeToString(hash.Sum(nil))
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(answer)
	}
	lines := newPrinter(os.Stdout)
	if failure := events(input, lines.event); failure != nil {
		lines.out.WriteString("error\t")
		lines.out.Write(lines.asJSON(failure.Error()))
		lines.out.WriteByte('\n')
	} else {
		lines.out.WriteString("end\n")
	}
	return lines.out.Flush()
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
