// The built command line prints reports to the byte, whichever way its options are spelled.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { graphSchema } from '../../src/contract/analysis';
import { plumbline, plumblineJson } from '../support/cli';
import { FIXTURES } from '../support/go-pprof';
import { recordedAnswers } from '../support/pprof-answers';
import { describePair, type Pair } from '../support/pprof-pairs';
import { temporaryFolder } from '../support/temporary-folder';

const { answers } = recordedAnswers();
const at = (file: string): string => path.join(FIXTURES, file);

/** One dash, two dashes, and the value as a word of its own in turn; options before the files and behind them. */
function commandLine({ report, args, files }: Pair): string[] {
  const isPattern = (arg: string): boolean => /^-(?:peek|list)=/.test(arg);
  const spelled = args
    .filter((arg) => !isPattern(arg))
    .flatMap((arg, i) => {
      const [, option = '', value] = /^(-\w+)(?:=([^]*))?$/.exec(arg) ?? [];
      if (value === undefined || option === '-cum') return [i % 2 === 0 ? arg : `-${arg}`];
      const given = /^-(?:diff_)?base$/.test(option) ? at(value) : value;
      if (option === '-trim') return [`${option}=${given}`];
      return [[`${option}=${given}`], [option, given], [`-${option}=${given}`]][i % 3] ?? [];
    });
  const patterns = args.filter(isPattern).map((arg) => arg.slice('-list='.length));
  const operands = [...patterns, ...files.map(at)];
  const command = report === 'dot' ? 'graph' : report;
  return spelled.length % 2 === 0 ? [command, ...spelled, ...operands] : [command, ...operands, ...spelled];
}

describe('plumbline top, tree, peek, list, traces, tags, raw, graph', () => {
  it.each(answers.filter((_, i) => i % 4 === 0).map((answer) => [describePair(answer), answer] as const))(
    '%s',
    async (_, answer) => {
      const { code, stdout } = await plumbline(commandLine(answer), { TZ: 'UTC' }, FIXTURES);
      expect(stdout).toBe(answer.stdout);
      expect(code).toBe(0);
    },
  );

  it('refuses what cannot be asked with 2, what cannot be answered with 1, in a sentence', async () => {
    const heap = at('go1.26/heap-2.pb.gz');
    for (const [args, code, sentence] of [
      [
        ['top', '-lines', '-files', heap],
        2,
        /^plumbline: Conflicting options: -files, -lines\.|-lines, -files\./,
      ],
      [['top', '-normalize', heap], 2, /-normalize needs a base/],
      [['top', '-divide_by=0', heap], 2, /divides by nothing/],
      [['top', heap, at('go1.26/profile.pb.gz')], 1, /no sample type in common/],
    ] as const) {
      const answer = await plumbline(args);
      expect(answer.stderr).toMatch(sentence);
      expect([args.join(' '), answer.code]).toEqual([args.join(' '), code]);
    }
  });

  it('says on stderr what matched nothing', async () => {
    const { code, stderr } = await plumbline(['top', '-focus=nowhere', at('go1.26/heap-2.pb.gz')]);
    expect([code, stderr]).toEqual([0, 'plumbline: -focus matched nothing.\n']);
  });

  it('lists sources where a build named others, and says where it has looked', async () => {
    const heap = at('go1.26/heap-2.pb.gz');
    const here = temporaryFolder('list');
    const make = path.join(FIXTURES, 'make');
    const source = readFileSync(path.join(make, 'main.go'), 'utf8').split('\n');
    const listed = await plumbline(
      ['list', '--map', `example.com/fixtures=${make}`, '^main\\.newBuffer$', heap],
      {},
      here,
    );
    expect(listed.code).toBe(0);
    expect(listed.stdout).toContain(
      'ROUTINE ======================== main.newBuffer in example.com/fixtures/main.go',
    );
    const [, line = '', text = ''] = /^ +\d\S* +\d\S* +(\d+):(.*)$/m.exec(listed.stdout) ?? [];
    expect(text).toBe(source[Number(line) - 1]);
    const missed = await plumbline(
      ['list', '^main\\.newBuffer$', heap, '--map', 'example.com/fixtures=away'],
      {},
      here,
    );
    expect(missed.stdout).toMatch(
      /Error: could not find file example.com\/fixtures\/main.go; looked for\n +\/.*\n[^]*\n +away\/main.go$/m,
    );
    expect(await plumbline(['list', 'x', heap, '--map', 'nothing'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--map nothing maps nothing. Write it as') as string,
    });
    expect(await plumbline(['list', 'nowhere', heap])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('o function matches') as string,
    });
  });

  it('lists sources where the app was told that those of a session are', async () => {
    const here = temporaryFolder('list-session');
    const config = path.join(here, 'config');
    const workspace = ['--workspace', path.join(here, 'workspace')];
    const capture = '2026-11-25/141447.681Z-collect-svr-goroutine.pb.gz';
    const { id } = (await plumblineJson<{ session: { id: string } }>(['sample', ...workspace])).session;
    const file = path.join(here, 'workspace', 'sessions', id, capture);
    const args = ['list', 'config.*Watch.func1$', file, '--session', id, ...workspace];
    expect((await plumbline(args, { XDG_CONFIG_HOME: config }, here)).stdout).toMatch(
      /Error: could not find/,
    );

    const services = path.resolve(import.meta.dirname);
    mkdirSync(path.join(config, 'plumbline/sources'), { recursive: true });
    const kept = { formatVersion: 1, mappings: [{ build: 'example.org/collect', local: services }] };
    writeFileSync(path.join(config, 'plumbline/sources', `${id}.json`), JSON.stringify(kept));
    const [, line = ''] =
      /^ +\. +\d+ +54:(.*)$/m.exec((await plumbline(args, { XDG_CONFIG_HOME: config }, here)).stdout) ?? [];
    const source = readFileSync(path.join(services, 'internal/pkg/config/rainbow.go'), 'utf8');
    expect(line).toBe(source.split('\n')[53]);
    expect(line).not.toBe('');

    const missing = await plumbline(['list', 'x', file, '--session', 'nowhere', ...workspace]);
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('no session') as string });
  });

  it('draws a graph as the output ends', async () => {
    const heap = at('go1.26/heap-2.pb.gz');
    const folder = temporaryFolder('graph');
    const out = (name: string): string => path.join(folder, name);
    const printed = await plumbline(['graph', heap], { TZ: 'UTC' });
    for (const [name, option] of [
      ['a.dot', '-o'],
      ['b.svg', '-output'],
      ['c.json', '--output'],
    ] as const) {
      expect(await plumbline(['graph', option, out(name), heap], { TZ: 'UTC' })).toMatchObject({
        code: 0,
        stdout: '',
      });
    }
    expect(readFileSync(out('a.dot'), 'utf8')).toBe(printed.stdout);
    expect(readFileSync(out('b.svg'), 'utf8')).toMatch(/^<svg [^]*newBuffer[^]*<\/svg>\n$/);
    const graph = JSON.parse(readFileSync(out('c.json'), 'utf8')) as unknown;
    expect(graphSchema.parse(graph).nodes[0]).toMatchObject({ function: 'main.newBuffer' });
    expect(await plumblineJson(['graph', heap])).toEqual(graph);
    expect(await plumbline(['graph', heap, '-o', out('d.pdf')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('.dot, .svg, .json') as string,
    });
  });
});
