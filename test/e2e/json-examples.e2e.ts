// docs/examples: what the commands print on the sample session, held against what they print now. Written anew by
// `npm run docs:examples`.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { JSON_SHAPES, type JsonCommand } from '../../src/contract/cli-json';
import { plumblineJson } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';

const EXAMPLES = resolve(import.meta.dirname, '../../docs/examples');
const sample = resolve(import.meta.dirname, '../../resources/sample');
const workspace = join(temporaryFolder('examples'), 'workspace');
const captures = readdirSync(sample, { recursive: true, encoding: 'utf8' }).sort();
const last = (ending: string): string =>
  join(sample, captures.filter((file) => file.endsWith(ending)).at(-1) ?? '');

const trace = (name: string): string =>
  resolve(import.meta.dirname, `../fixtures/trace/go1.26/${name}.trace.gz`);

/** Every list, but the two bounds of an interval, cut to its first entry: the shape is what an example is for. */
function cut(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, /interval/i.test(name) ? part : cut(part)]),
  );
}

describe('the examples of JSON', () => {
  let id = '';
  beforeAll(async () => {
    ({
      session: { id },
    } = await plumblineJson<{ session: { id: string } }>(['sample', '--workspace', workspace]));
  });

  it.each<[JsonCommand, string[]]>([
    ['sample', []],
    ['session list', []],
    ['session show', ['collect-svr (sample)']],
    ['session verify', ['collect-svr (sample)']],
    ['growth', ['collect-svr (sample)']],
    ['verdict', ['collect-svr (sample)']],
    ['goroutines', [last('goroutine-dump.txt')]],
    ['top', [last('heap.pb.gz')]],
    ['graph', [last('heap.pb.gz')]],
    ['trace', [trace('http'), '--compare', trace('parked')]],
  ])('%s is as docs/examples has it', async (command, args) => {
    const inWorkspace = ['goroutines', 'top', 'graph', 'trace'].includes(command)
      ? []
      : ['--workspace', workspace];
    const printed = await plumblineJson<unknown>([...command.split(' '), ...args, ...inWorkspace]);
    // Strict: a field that is not declared would be one that the page does not know.
    expect(JSON_SHAPES[command].strict().safeParse(printed).error).toBeUndefined();
    // The id's last four letters are drawn.
    const text = `${JSON.stringify(cut(printed), null, 2)}\n`.replaceAll(id, 'collect-svr-sample-k3f9');
    await expect(text).toMatchFileSnapshot(join(EXAMPLES, `${command.replace(' ', '-')}.json`));
  });
});
