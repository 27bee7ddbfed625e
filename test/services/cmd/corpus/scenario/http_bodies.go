package scenario

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

var httpBodies = []Scenario{
	leaks("http-body-not-closed", goroutineLeak, "answers whose body nobody closes: a connection and its two goroutines stay",
		[]string{"net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"}, bodyNotClosed),
	leaks("http-transport-per-call", goroutineLeak, "a Transport for each call: the idle connection and its two goroutines stay",
		[]string{"net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"}, transportPerCall),
	leaks("http-answer-never-comes", goroutineLeak, "requests without a timeout to a server that never answers",
		append(own("fetchHead"), "net/http.(*persistConn).roundTrip", "net/http.(*persistConn).readLoop", "net/http.(*persistConn).writeLoop"), answerNeverComes),
	heldOut(leaks("http-handler-waits-for-ever", goroutineLeak, "a handler waits for an upstream that never answers",
		append(own("(*checkout).ServeHTTP"), "net/http.(*connReader).backgroundRead"), handlerWaits)),
}

// cannedServer answers each request with 64 KB and keeps the connection. It has one goroutine, whatever asks it.
type cannedServer struct {
	listener net.Listener
	open     []net.Conn
}

func newCannedServer() *cannedServer {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	s := &cannedServer{listener: listener}
	go s.serve()
	return s
}

func (s *cannedServer) serve() {
	body := make([]byte, 64<<10)
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		request, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			conn.Close()
			continue
		}
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", len(body))
		_, _ = conn.Write(body)
		if request.Close {
			conn.Close()
			continue
		}
		s.open = append(s.open, conn)
	}
}

func (s *cannedServer) url() string { return "http://" + s.listener.Addr().String() }

//go:noinline
func fetchHead(client *http.Client, url string) int {
	response, err := client.Get(url)
	if err != nil {
		return 0
	}
	return response.StatusCode
}

func bodyNotClosed(l *Life) {
	server := newCannedServer()
	client := &http.Client{Transport: &http.Transport{}}
	l.perRequest(1.2, func() { fetchHead(client, server.url()) })
}

//go:noinline
func fetchAll(client *http.Client, url string) {
	response, err := client.Get(url)
	if err != nil {
		return
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
}

func transportPerCall(l *Life) {
	server := newCannedServer()
	l.perRequest(1.2, func() { fetchAll(&http.Client{Transport: &http.Transport{}}, server.url()) })
}

func answerNeverComes(l *Life) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	client := &http.Client{Transport: &http.Transport{}}
	l.randomly(1, func() { go fetchHead(client, "http://"+listener.Addr().String()) })
}

type checkout struct{ upstream chan string }

func (c *checkout) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/pay" {
		_, _ = w.Write([]byte(<-c.upstream))
	}
}

func handlerWaits(l *Life) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() { _ = http.Serve(listener, &checkout{upstream: make(chan string)}) }()
	var mu sync.Mutex
	var gone []net.Conn
	ask := func(path string) net.Conn {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: checkout\r\n\r\n", path)
		return conn
	}
	l.randomly(1, func() {
		conn := ask("/pay")
		mu.Lock()
		gone = append(gone, conn)
		mu.Unlock()
	})
	l.onRequest(func(int) {
		conn := ask("/cart")
		time.Sleep(l.Ticks(0.05))
		conn.Close()
	})
}
