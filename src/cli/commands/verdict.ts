import type { Verdict } from '../../core/growth/verdict';
import type { Evidence, NextStep, VerdictReport } from '../../contract/verdicts/verdict';
import { judge } from '../judge';
import type { FailOn, VerdictOptions } from '../options';
import { print, printJson } from '../print';

/** `--fail-on` was met. */
const EXIT_MET = 3;

/** Answers the exit code. */
export async function verdict(inputs: readonly string[], options: VerdictOptions): Promise<number> {
  const { verdict: report, growth } = await judge(inputs, options);
  if (options.json === true) {
    const { sentence, ...rest } = report;
    printJson('verdict', {
      formatVersion: 1,
      ...rest,
      sentence: sentence.message,
      suspects: growth.suspects,
    });
  } else print(describe(report));
  return options.failOn !== undefined && isMet(options.failOn, report) ? EXIT_MET : 0;
}

const LEAKS: ReadonlySet<Verdict> = new Set(['goroutine-leak', 'heap-leak', 'off-heap-growth']);

/** `leak`: goroutines, heap, or memory outside Go; `growing`: those, and proven growth that may be warming up; `any`: all but a clean bill. */
function isMet(failOn: FailOn, { verdict: name, also }: VerdictReport): boolean {
  const told = [name, ...also];
  if (failOn === 'any') return name !== 'no-leak';
  if (told.some((one) => LEAKS.has(one))) return true;
  return failOn === 'growing' && told.some((one) => one === 'growing' || one === 'gc-headroom');
}

const NAMES: Readonly<Record<Verdict, string>> = {
  'goroutine-leak': 'Goroutine leak',
  'heap-leak': 'Heap leak',
  'off-heap-growth': 'Growth outside Go',
  'gc-headroom': 'GC headroom or fragmentation',
  growing: 'Growing',
  'no-leak': 'No leak',
  'not-enough-data': 'Not enough data',
};

function describe({ verdict: name, also, target, sentence, evidence, next }: VerdictReport): string[] {
  const others = also.length === 0 ? '' : ` (also: ${also.map((one) => NAMES[one]).join(', ')})`;
  const where = target === null ? '' : ` in ${target}`;
  const targets = new Set(evidence.map((one) => one.target));
  const line = ({ target: of, message }: Evidence | NextStep): string =>
    `  ${targets.size > 1 && of !== null ? `${of}: ` : ''}${message}`;
  return [
    `${NAMES[name]}${where}${others}`,
    sentence.message,
    ...(evidence.length === 0 ? [] : ['', 'Evidence', ...evidence.map(line)]),
    ...(next.length === 0 ? [] : ['', 'Next', ...next.map(line)]),
  ];
}
