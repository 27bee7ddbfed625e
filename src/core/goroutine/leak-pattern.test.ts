import { describe, expect, it } from 'vitest';
import type { Stack } from '../base/frame';
import { leakPatternOf, type LeakPattern } from './leak-pattern';

const stack = (...names: string[]): Stack => names.map((name) => ({ function: name, file: '', line: 0 }));
const blocked = (...names: string[]): Stack => stack('runtime.gopark', ...names);

describe('the pattern of a goroutine that waits', () => {
  it.each<[string, LeakPattern, Stack]>([
    [
      'for a sender',
      'receive-without-sender',
      blocked('runtime.chanrecv', 'runtime.chanrecv1', 'main.await'),
    ],
    [
      'for a receiver',
      'send-without-receiver',
      blocked('runtime.chansend', 'runtime.chansend1', 'main.ask.func1'),
    ],
    ['in a select', 'select-without-exit', blocked('runtime.selectgo', 'main.(*poller).loop')],
    ['in select {}', 'select-without-cases', blocked('runtime.block', 'main.keepAlive')],
    [
      'for a lock',
      'mutex-not-unlocked',
      blocked(
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'internal/sync.runtime_SemacquireMutex',
        'sync.(*Mutex).Lock',
        'main.put',
      ),
    ],
    [
      'for a wait group',
      'wait-group-not-done',
      blocked(
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'sync.runtime_SemacquireWaitGroup',
        'sync.(*WaitGroup).Wait',
        'main.all',
      ),
    ],
    [
      'for a condition',
      'condition-not-signalled',
      blocked('sync.runtime_notifyListWait', 'sync.(*Cond).Wait', 'main.take'),
    ],
    [
      'for a client',
      'connection-without-deadline',
      blocked('runtime.netpollblock', 'internal/poll.runtime_pollWait', 'net.(*conn).Read', 'main.serve'),
    ],
    ['in a sleep', 'sleeps-for-ever', blocked('time.Sleep', 'main.retry')],
    // In a select or a read as well: whose it is says more.
    [
      'for the reader of a body',
      'body-not-closed',
      blocked('runtime.selectgo', 'net/http.(*persistConn).readLoop'),
    ],
    [
      'for more requests of such a connection',
      'body-not-closed',
      blocked('runtime.selectgo', 'net/http.(*persistConn).writeLoop'),
    ],
    [
      'for rows to be closed',
      'rows-not-closed',
      blocked('runtime.selectgo', 'database/sql.(*Rows).awaitDone'),
    ],
    [
      'for a context of another kind',
      'context-not-cancelled',
      blocked('runtime.selectgo', 'context.(*cancelCtx).propagateCancel.func2'),
    ],
  ])('%s is %s', (_, pattern, frames) => {
    expect(leakPatternOf(frames, 'goroutine')).toBe(pattern);
  });

  it('goes by what a dump says, which knows nil channels', () => {
    const frames = stack('main.(*subscription).wait');
    expect(leakPatternOf(frames, 'goroutine', 'chan receive (nil chan)')).toBe('nil-channel');
    expect(leakPatternOf(frames, 'goroutine', 'runnable')).toBeNull();
    expect(leakPatternOf(frames, 'goroutine')).toBeNull();
    expect(leakPatternOf(frames, 'goroutine', 'constructor')).toBeNull();
  });
});

describe('the pattern of a connection', () => {
  const reader = (...inner: string[]): Stack => blocked(...inner, 'net/http.(*persistConn).readLoop');
  const idle = reader(
    'runtime.netpollblock',
    'net/http.(*persistConn).Read',
    'bufio.(*Reader).fill',
    'bufio.(*Reader).Peek',
  );
  const unread = reader('runtime.selectgo');
  const writer = blocked('runtime.selectgo', 'net/http.(*persistConn).writeLoop');
  const asks = blocked('runtime.selectgo', 'net/http.(*persistConn).roundTrip', 'main.fetch');
  const made = stack('bufio.NewReaderSize', 'net/http.(*Transport).dialConn');
  const h2reader = blocked(
    'net/http.(*http2Framer).ReadFrame',
    'net/http.(*http2clientConnReadLoop).run',
    'net/http.(*http2ClientConn).readLoop',
  );
  const h2asks = blocked(
    'runtime.selectgo',
    'net/http.(*http2clientStream).writeRequest',
    'net/http.(*http2clientStream).doRequest',
  );

  it.each<[string, LeakPattern, Stack, Stack[]]>([
    ['whose reader waits for a byte', 'connections-kept-idle', idle, [writer]],
    ['whose reader waits for a body to be read', 'body-not-closed', unread, [writer]],
    ['of an answer that does not come', 'request-without-timeout', idle, [writer, asks]],
    ['of a writer beside idle ones', 'connections-kept-idle', writer, [idle, writer]],
    ['of a writer beside unread bodies', 'body-not-closed', writer, [unread, writer]],
    ['of a writer beside both', 'body-not-closed', writer, [idle, unread, writer]],
    ['of a writer beside requests', 'request-without-timeout', writer, [idle, asks]],
    ['of a request', 'request-without-timeout', asks, []],
    ['of HTTP/2 by itself', 'connections-kept-idle', h2reader, []],
    ['of HTTP/2 with requests that are not done', 'body-not-closed', h2reader, [h2asks]],
    ['of such a request', 'body-not-closed', h2asks, [h2reader]],
  ])('%s is %s', (_, pattern, frames, company) => {
    expect(leakPatternOf(frames, 'goroutine', null, company)).toBe(pattern);
  });

  it('is told of what it is made of by its goroutines', () => {
    expect(leakPatternOf(made, 'heap')).toBe('body-not-closed');
    expect(leakPatternOf(made, 'heap', null, [made, idle, writer])).toBe('connections-kept-idle');
  });
});

describe('the pattern of an allocation', () => {
  it.each<[LeakPattern | null, Stack]>([
    ['ticker-not-stopped', stack('time.NewTicker', 'main.watch')],
    ['timer-kept', stack('time.newTimer', 'time.AfterFunc', 'main.expire')],
    [
      'context-not-cancelled',
      stack('context.(*cancelCtx).propagateCancel', 'context.withCancel', 'context.WithCancel', 'main.serve'),
    ],
    ['map-grows', stack('internal/runtime/maps.newarray', 'main.(*cache).put')],
    ['buffer-grows', stack('bytes.growSlice', 'bytes.(*Buffer).grow', 'bytes.(*Buffer).Write', 'main.log')],
    ['rows-not-closed', stack('main.(*driver).Query', 'database/sql.(*DB).queryDC', 'main.list')],
    [null, stack('main.newRecord', 'main.add')],
    [null, stack('main.parse', 'main.a', 'main.b', 'bytes.(*Buffer).ReadFrom')],
  ])('is %s', (pattern, frames) => {
    expect(leakPatternOf(frames, 'heap')).toBe(pattern);
  });
});
