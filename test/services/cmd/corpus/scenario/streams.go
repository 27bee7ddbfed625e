package scenario

import (
	"bufio"
	"context"
	"io"
	"net"
	"sync"
	"time"
)

var streams = []Scenario{
	leaks("rpc-stream-not-cancelled", goroutineLeak, "streams over one connection, as gRPC has them, left before their end",
		own("(*clientStream).recvMsg"), streamNotCancelled),
	leaks("connection-without-deadline", goroutineLeak, "a goroutine per connection, and clients that say nothing more",
		own("(*gateway).serve"), connectionWithoutDeadline),
	heldOut(leaks("pipe-never-closed", goroutineLeak, "copies from a pipe that nobody closes, with a buffer of 32 KB each",
		append(own("(*archive).pump"), "io.(*pipe).read"), pipeNeverClosed)),
}

// transport has one reader for the streams of all calls.
type transport struct {
	mu      sync.Mutex
	next    int
	streams map[int]*clientStream
}

type clientStream struct {
	ctx      context.Context
	messages chan []byte
}

func (t *transport) open(ctx context.Context) (int, *clientStream) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next++
	s := &clientStream{ctx: ctx, messages: make(chan []byte, 1)}
	t.streams[t.next] = s
	return t.next, s
}

func (t *transport) close(id int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.streams[id].messages)
	delete(t.streams, id)
}

func (s *clientStream) recvMsg() ([]byte, error) {
	select {
	case message, ok := <-s.messages:
		if !ok {
			return nil, io.EOF
		}
		return message, nil
	case <-s.ctx.Done():
		return nil, s.ctx.Err()
	}
}

func (s *clientStream) follow() {
	for {
		if _, err := s.recvMsg(); err != nil {
			return
		}
	}
}

func streamNotCancelled(l *Life) {
	t := &transport{streams: map[int]*clientStream{}}
	ctx, stop := context.WithCancel(context.Background())
	_ = stop
	l.onRequest(func(int) {
		id, s := t.open(ctx)
		go s.follow()
		s.messages <- make([]byte, 256)
		time.Sleep(l.Ticks(0.1))
		t.close(id)
	})
	l.perRequest(1.3, func() {
		_, s := t.open(ctx)
		go s.follow()
		s.messages <- make([]byte, 256)
	})
}

type gateway struct{ listener net.Listener }

func newGateway() *gateway {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	g := &gateway{listener}
	go g.accept()
	return g
}

func (g *gateway) accept() {
	for {
		conn, err := g.listener.Accept()
		if err != nil {
			return
		}
		go g.serve(conn)
	}
}

func (g *gateway) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReaderSize(conn, 512)
	for {
		if _, err := in.ReadString('\n'); err != nil {
			return
		}
		_, _ = conn.Write([]byte("ok\n"))
	}
}

// connect is a client in this very process, which makes no goroutine of its own.
func (g *gateway) connect() net.Conn {
	conn, err := net.Dial("tcp", g.listener.Addr().String())
	if err != nil {
		panic(err)
	}
	_, _ = conn.Write([]byte("hello\n"))
	return conn
}

func connectionWithoutDeadline(l *Life) {
	g := newGateway()
	var gone []net.Conn
	l.randomly(1, func() { gone = append(gone, g.connect()) })
	l.onRequest(func(int) {
		conn := g.connect()
		time.Sleep(l.Ticks(0.2))
		conn.Close()
	})
}

type archive struct{ in io.Reader }

func (a *archive) pump() { _, _ = io.Copy(onlyWriter{io.Discard}, a.in) }

// onlyWriter hides that io.Discard can read by itself, so that a buffer is needed.
type onlyWriter struct{ io.Writer }

func pipeNeverClosed(l *Life) {
	var mu sync.Mutex
	var open []*io.PipeWriter
	l.randomly(1.2, func() {
		in, out := io.Pipe()
		go (&archive{in}).pump()
		_, _ = out.Write(make([]byte, 128))
		mu.Lock()
		open = append(open, out)
		mu.Unlock()
	})
}
