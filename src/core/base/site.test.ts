import { describe, expect, it } from 'vitest';
import { packageOf } from './go-symbol';
import { siteOf } from './site';

const frame = (name: string) => ({ function: name, file: '', line: 1 });
const stack = (...names: string[]) => names.map(frame);

describe('packageOf', () => {
  it.each([
    ['main.main', 'main'],
    ['main.main.func1.2', 'main'],
    ['main.glob..func1', 'main'],
    ['main.init.0', 'main'],
    ['net/http.(*conn).serve', 'net/http'],
    ['gopkg.in/yaml%2ev3.(*Decoder).Decode', 'gopkg.in/yaml.v3'],
    ['github.com/a/b%2ego.F', 'github.com/a/b.go'],
    ['leaky_svr/internal/pkg/config.(*Queue[...]).Pop', 'leaky_svr/internal/pkg/config'],
    ['leaky_svr/internal/pkg/config.Drain[...]', 'leaky_svr/internal/pkg/config'],
    ['main.Map[github.com/x/y.Key,go.shape.struct { z.io/a.B int }]', 'main'],
    ['a.b/c.(*T[github.com/x/y.K]).M-fm', 'a.b/c'],
    ['internal/poll.runtime_pollWait', 'internal/poll'],
    ['non-Go function', ''],
    ['epoll_wait', ''],
    ['...51 frames elided...', ''],
    ['', ''],
  ])('%s → %s', (name, path) => expect(packageOf(name)).toBe(path));
});

describe('siteOf', () => {
  it('takes the first frame outside the packages that only wait for others', () => {
    expect(
      siteOf(stack('runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', 'a/b.(*KV).Watch.func1')),
    ).toEqual(frame('a/b.(*KV).Watch.func1'));
    expect(
      siteOf(
        stack(
          'internal/poll.runtime_pollWait',
          'net.(*conn).Read',
          'net/http.(*connReader).Read',
          'bufio.(*Reader).Peek',
        ),
      ),
    ).toEqual(frame('net/http.(*connReader).Read'));
    expect(siteOf(stack('sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait', 'main.f'))).toEqual(
      frame('main.f'),
    );
    expect(siteOf(stack('runtime.notetsleepg', 'os/signal.signal_recv', 'os/signal.loop'))).toEqual(
      frame('os/signal.signal_recv'),
    );
  });

  it('takes the outermost frame of note where all are inside', () => {
    expect(siteOf(stack('runtime.gopark', 'runtime.gcBgMarkWorker', 'runtime.goexit'))).toEqual(
      frame('runtime.gcBgMarkWorker'),
    );
    expect(siteOf(stack('runtime.gopark', 'context.(*cancelCtx).propagateCancel.func2'))).toEqual(
      frame('context.(*cancelCtx).propagateCancel.func2'),
    );
    expect(siteOf(stack('non-Go function'))).toEqual(frame('non-Go function'));
    expect(siteOf([])).toBeNull();
  });
});
