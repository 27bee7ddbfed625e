// `traces`: every sample with its stack.
import { int64At } from '../../base/int64-column';
import { graphNodes, granularityOf } from '../graph-nodes';
import { labelsOf } from '../label-values';
import { scaledLabel } from '../measurement';
import { compareAsGo } from '../node-order';
import { at } from '../profile';
import { divideColumns } from '../weights';
import type { ReportContext } from './context';
import { profileLines, type TimeFormats } from './head';
import { padStart } from './pad';
import { ValueFormat } from './value-format';

const RULE = '-----------+-------------------------------------------------------';

/** Characters, close to the most that a string can have. */
const MOST_TEXT = 500_000_000;

/** null: it would be too long. */
export function tracesReport(
  context: ReportContext,
  times: TimeFormats,
  mostText = MOST_TEXT,
): string | null {
  const { profile, options, measure } = context;
  const format = ValueFormat.plain(context);
  const granularity = granularityOf(options.granularity, options.noInlines, options.showColumns);
  const { name, start, nodeOfLocation } = graphNodes(profile, { granularity, shownFile: (file) => file });
  const { stackStart, stackLocation } = profile.samples;
  const values = measure.divisors === null ? measure.values : divideColumns(measure.values, measure.divisors);
  const lines = profileLines(context, format, times);
  // An empty head is an empty line.
  if (lines.length === 0) lines.push('');
  let length = 0;
  const add = (line: string): void => {
    length += line.length + 1;
    lines.push(line);
  };
  for (let sample = 0; sample < profile.samples.length; sample++) {
    if (length > mostText) return null;
    const first = at(stackStart, sample);
    const end = at(stackStart, sample + 1);
    if (first === end) continue;
    add(RULE);
    for (const line of labelLines(context, sample)) add(line);
    let value = format.text(int64At(values, sample));
    for (let i = first; i < end; i++) {
      const location = at(stackLocation, i);
      const last = at(start, location + 1) - 1;
      for (let k = at(start, location); k <= last; k++) {
        add(`${padStart(value, 10)}   ${at(name, at(nodeOfLocation, k))}${k === last ? '' : ' (inline)'}`);
        value = '';
      }
    }
  }
  lines.push(RULE);
  return `${lines.join('\n')}\n`;
}

function labelLines({ profile, labelUnits }: ReportContext, sample: number): string[] {
  const { texts, numbers } = labelsOf(profile, sample);
  const line = (key: string, values: readonly string[]): string =>
    `${padStart(key, 10)}:  ${values.join(' ')}`;
  const number = (key: string, label: number): string =>
    scaledLabel(int64At(profile.labels.num, label), labelUnits.get(key) ?? '', 'auto');
  // Go sorts them with the newline that ends each.
  const sorted = (lines: string[]): string[] => lines.sort((a, b) => compareAsGo(`${a}\n`, `${b}\n`));
  return [
    ...sorted([...texts].map(([key, values]) => line(key, values))),
    ...sorted(
      [...numbers].map(([key, labels]) =>
        line(
          key,
          labels.map((label) => number(key, label)),
        ),
      ),
    ),
  ];
}
