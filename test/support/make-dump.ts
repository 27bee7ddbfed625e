// The dump of the story at any size: a configuration loader has left two goroutines a minute behind, each blocked in
// `chan receive` for as long as it has existed, under a service that does its ordinary work. Deterministic.

/** What the story's service showed: state → goroutines, for 30,567 of them. */
export const STORY_STATES: Readonly<Record<string, number>> = {
  'chan receive': 30044,
  runnable: 419,
  select: 46,
  semacquire: 24,
  'IO wait': 15,
  sleep: 12,
  'sync.Cond.Wait': 4,
  syscall: 2,
  running: 1,
};

const CONFIG = 'collect_svr/internal/pkg/config';
const RAINBOW = 'git.example.com/trpc-go/trpc-config-rainbow';

interface Kind {
  readonly state: string;
  readonly frames: readonly (readonly [name: string, args: string, place: string, offset: string])[];
  readonly createdBy: readonly [name: string, place: string, offset: string] | null;
  /** Whether its waits have minutes. */
  readonly aged: boolean;
}

const WATCH_CONFIG: Kind = {
  state: 'chan receive',
  frames: [
    [`${CONFIG}.(*appConfigLoaderRainbowImpl).Watch.func1`, '', `/src/${CONFIG}/rainbow.go:72`, '+0x119'],
  ],
  createdBy: [`${CONFIG}.(*appConfigLoaderRainbowImpl).Watch`, `/src/${CONFIG}/rainbow.go:70`, '+0x2d5'],
  aged: true,
};
const WATCH_KV: Kind = {
  state: 'chan receive',
  frames: [[`${RAINBOW}.(*KV).Watch.func1`, '', `/go/pkg/mod/${RAINBOW}@v0.1.18/kv_config.go:69`, '+0xd9']],
  createdBy: [`${RAINBOW}.(*KV).Watch`, `/go/pkg/mod/${RAINBOW}@v0.1.18/kv_config.go:66`, '+0x2a5'],
  aged: true,
};
const REST: readonly Kind[] = [
  {
    state: 'select',
    frames: [
      ['net/http.(*persistConn).writeLoop', '#', '/usr/local/go/src/net/http/transport.go:2410', '+0xf5'],
    ],
    createdBy: ['net/http.(*Transport).dialConn', '/usr/local/go/src/net/http/transport.go:1766', '+0x16a9'],
    aged: false,
  },
  {
    state: 'IO wait',
    frames: [
      ['internal/poll.runtime_pollWait', '#, 0x72', '/usr/local/go/src/runtime/netpoll.go:343', '+0x85'],
      [
        'internal/poll.(*pollDesc).wait',
        '#?, #?, 0x0',
        '/usr/local/go/src/internal/poll/fd_poll_runtime.go:84',
        '+0x27',
      ],
      [
        'internal/poll.(*pollDesc).waitRead',
        '...',
        '/usr/local/go/src/internal/poll/fd_poll_runtime.go:89',
        '',
      ],
      [
        'internal/poll.(*FD).Read',
        '#, {#, 0x1000, 0x1000}',
        '/usr/local/go/src/internal/poll/fd_unix.go:164',
        '+0x27a',
      ],
      ['net.(*netFD).Read', '#, {#?, 0x4a92c5?, 0x0?}', '/usr/local/go/src/net/fd_posix.go:55', '+0x25'],
      ['net.(*conn).Read', '#, {#?, #?, 0x0?}', '/usr/local/go/src/net/net.go:179', '+0x45'],
      [
        'net/http.(*connReader).Read',
        '#, {#, 0x1000, 0x1000}',
        '/usr/local/go/src/net/http/server.go:791',
        '+0x14b',
      ],
      ['bufio.(*Reader).fill', '#', '/usr/local/go/src/bufio/bufio.go:113', '+0x103'],
      ['bufio.(*Reader).Peek', '#, 0x4', '/usr/local/go/src/bufio/bufio.go:151', '+0x53'],
      ['net/http.(*conn).serve', '#, {0x1a0b0f8, #}', '/usr/local/go/src/net/http/server.go:2044', '+0x75c'],
    ],
    createdBy: ['net/http.(*Server).Serve', '/usr/local/go/src/net/http/server.go:3086', '+0x5cb'],
    aged: false,
  },
  {
    state: 'runnable',
    frames: [
      [
        'encoding/json.(*decodeState).object',
        '#, {0x15f2a40?, #?, 0x7f0c?}',
        '/usr/local/go/src/encoding/json/decode.go:755',
        '+0xe8a',
      ],
      [
        'encoding/json.Unmarshal',
        '{#, 0x1c4, 0x200}, {0x15f2a40, #}',
        '/usr/local/go/src/encoding/json/decode.go:108',
        '+0x111',
      ],
      [
        'collect_svr/internal/service.(*collectImpl).Report',
        '#, {0x1a0b0f8, #}',
        '/src/collect_svr/internal/service/report.go:214',
        '+0x1f1',
      ],
      ['net/http.(*conn).serve', '#, {0x1a0b0f8, #}', '/usr/local/go/src/net/http/server.go:2009', '+0x5f4'],
    ],
    createdBy: ['net/http.(*Server).Serve', '/usr/local/go/src/net/http/server.go:3086', '+0x5cb'],
    aged: false,
  },
  {
    state: 'semacquire',
    frames: [
      ['sync.runtime_Semacquire', '#?', '/usr/local/go/src/runtime/sema.go:62', '+0x25'],
      ['sync.(*WaitGroup).Wait', '#?', '/usr/local/go/src/sync/waitgroup.go:116', '+0x48'],
      [
        'collect_svr/internal/pkg/limiter.(*tokenBucket).Acquire',
        '#',
        '/src/collect_svr/internal/pkg/limiter/bucket.go:88',
        '+0x3d',
      ],
    ],
    createdBy: ['main.main', '/src/collect_svr/main.go:51', '+0x2c7'],
    aged: true,
  },
  {
    state: 'sleep',
    frames: [
      ['time.Sleep', '0x3b9aca00', '/usr/local/go/src/runtime/time.go:195', '+0x125'],
      [
        'collect_svr/internal/pkg/stat.(*reporter).loop',
        '#',
        '/src/collect_svr/internal/pkg/stat/reporter.go:47',
        '+0x45',
      ],
    ],
    createdBy: ['main.main', '/src/collect_svr/main.go:44', '+0x1b2'],
    aged: false,
  },
  {
    state: 'sync.Cond.Wait',
    frames: [
      ['sync.runtime_notifyListWait', '#, 0x1e9', '/usr/local/go/src/runtime/sema.go:527', '+0x159'],
      ['sync.(*Cond).Wait', '#?', '/usr/local/go/src/sync/cond.go:70', '+0x85'],
      [
        'google.golang.org/grpc/internal/transport.(*controlBuffer).get',
        '#, 0x1',
        '/go/pkg/mod/google.golang.org/grpc@v1.56.3/internal/transport/controlbuf.go:418',
        '+0x1d',
      ],
    ],
    createdBy: [
      'google.golang.org/grpc/internal/transport.newHTTP2Client',
      '/go/pkg/mod/google.golang.org/grpc@v1.56.3/internal/transport/http2_client.go:442',
      '+0x1dd9',
    ],
    aged: true,
  },
  {
    state: 'syscall',
    frames: [
      [
        'syscall.Syscall6',
        '0xe8, 0x5, #, 0x7, 0xffffffffffffffff, 0x0, 0x0',
        '/usr/local/go/src/syscall/syscall_linux.go:91',
        '+0x39',
      ],
      [
        'github.com/fsnotify/fsnotify.(*Watcher).readEvents',
        '#',
        '/go/pkg/mod/github.com/fsnotify/fsnotify@v1.6.0/backend_inotify.go:425',
        '+0x1a5',
      ],
    ],
    createdBy: [
      'github.com/fsnotify/fsnotify.NewWatcher',
      '/go/pkg/mod/github.com/fsnotify/fsnotify@v1.6.0/backend_inotify.go:161',
      '+0x1ce',
    ],
    aged: true,
  },
  {
    state: 'running',
    frames: [
      [
        'runtime/pprof.writeGoroutineStacks',
        '{0x19f5a80, #}',
        '/usr/local/go/src/runtime/pprof/pprof.go:703',
        '+0x6a',
      ],
      [
        'net/http/pprof.handler.ServeHTTP',
        '{0x17c1f3e, 0x9}, {0x1a06a60, #}, #',
        '/usr/local/go/src/net/http/pprof/pprof.go:259',
        '+0x4a5',
      ],
      ['net/http.(*conn).serve', '#, {0x1a0b0f8, #}', '/usr/local/go/src/net/http/server.go:2009', '+0x5f4'],
    ],
    createdBy: ['net/http.(*Server).Serve', '/usr/local/go/src/net/http/server.go:3086', '+0x5cb'],
    aged: false,
  },
];

/** Kinds with how many of each, for `goroutines` in all, in the story's proportions. */
const population = (goroutines: number): Kind[] => {
  const all = Object.values(STORY_STATES).reduce((a, b) => a + b, 0);
  const kinds: Kind[] = [];
  for (const kind of REST) {
    const n = Math.max(1, Math.round(((STORY_STATES[kind.state] ?? 0) / all) * goroutines));
    for (let i = 0; i < n; i++) kinds.push(kind);
  }
  for (let i = 0; kinds.length < goroutines; i++) kinds.push(i % 2 === 0 ? WATCH_CONFIG : WATCH_KV);
  return kinds.slice(0, goroutines);
};

export interface DumpOptions {
  readonly goroutines: number;
  /** A goroutine's frames are put on top of so many frames of one same depth, as a busy middleware chain would. */
  readonly extraFrames?: number;
  readonly seed?: number;
}

/** Yields the dump goroutine by goroutine, so that any size can be written without holding it. */
export function* makeDump({ goroutines, extraFrames = 0, seed = 1 }: DumpOptions): Generator<string> {
  let random = seed >>> 0;
  const next = (): number => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0);
  const address = (): string => `0xc${next().toString(16).padStart(8, '0')}0`;
  const kinds = population(goroutines);
  for (let i = kinds.length - 1; i > 0; i--) {
    const j = next() % (i + 1);
    [kinds[i], kinds[j]] = [kinds[j]!, kinds[i]!];
  }
  let goid = 1;
  for (const [index, kind] of kinds.entries()) {
    const minutes = kind.aged ? Math.floor(((kinds.length - index) / kinds.length) * 14974) : 0;
    let text = `goroutine ${goid} [${kind.state}${minutes > 0 ? `, ${minutes} minutes` : ''}]:\n`;
    for (const [name, args, place, offset] of kind.frames) {
      text += `${name}(${args.replaceAll('#', address)})\n\t${place}${offset === '' ? '' : ` ${offset}`}\n`;
    }
    for (let f = 0; f < extraFrames; f++) {
      text += `collect_svr/internal/middleware.chain.func${f + 1}({0x1a0b0f8, ${address()}}, {0x15d1c60?, ${address()}?}, 0x0?)\n\t/src/collect_svr/internal/middleware/chain.go:${30 + f} +0x1a5\n`;
    }
    if (kind.createdBy !== null) {
      const [name, place, offset] = kind.createdBy;
      text += `created by ${name} in goroutine ${Math.max(1, goid - 7)}\n\t${place} ${offset}\n`;
    }
    yield index === 0 ? text : `\n${text}`;
    goid += 1 + (next() % 13);
  }
}

export const dumpText = (options: DumpOptions): string => [...makeDump(options)].join('');

/** A dump of exactly `size` bytes, cut wherever that is, as Go does at 64 MiB. */
export const dumpBytes = (size: number, options: Omit<DumpOptions, 'goroutines'> = {}): Uint8Array => {
  const bytes = new Uint8Array(size);
  const encoder = new TextEncoder();
  // The shortest goroutine is above 200 bytes.
  const goroutines = Math.ceil(size / 200);
  let length = 0;
  for (const text of makeDump({ ...options, goroutines })) {
    if (length === size) break;
    length += encoder.encodeInto(text, bytes.subarray(length)).written;
    if (length < size && size - length < 4) bytes.fill(46, length, (length = size));
  }
  return bytes;
};
