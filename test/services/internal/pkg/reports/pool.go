package reports

// Pool runs jobs on a fixed number of workers.
type Pool struct{ jobs chan func() }

// NewPool starts the workers; they live as long as the process, as a pool's should.
func NewPool(workers int) *Pool {
	pool := &Pool{jobs: make(chan func(), workers)}
	for i := 0; i < workers; i++ {
		go pool.work()
	}
	return pool
}

func (p *Pool) work() {
	for job := range p.jobs {
		job()
	}
}

// Submit hands a job over; it waits while all workers are busy.
func (p *Pool) Submit(job func()) { p.jobs <- job }
