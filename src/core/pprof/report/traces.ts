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
import type { ReportLines } from './report-lines';
import { ValueFormat } from './value-format';

const RULE = '-----------+-------------------------------------------------------';

export function tracesReport(out: ReportLines, context: ReportContext, times: TimeFormats): void {
  const { profile, options, measure } = context;
  const format = ValueFormat.plain(context);
  const granularity = granularityOf(options.granularity, options.noInlines, options.showColumns);
  const { name, start, nodeOfLocation } = graphNodes(profile, { granularity, shownFile: (file) => file });
  const { stackStart, stackLocation } = profile.samples;
  const values = measure.divisors === null ? measure.values : divideColumns(measure.values, measure.divisors);
  const head = profileLines(context, format, times);
  // An empty head is an empty line.
  if (head.length === 0) out.push('');
  for (const line of head) out.push(line);
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const first = at(stackStart, sample);
    const end = at(stackStart, sample + 1);
    if (first === end) continue;
    out.push(RULE, ...labelLines(out, context, sample));
    let value = format.text(int64At(values, sample));
    for (let i = first; i < end; i++) {
      const location = at(stackLocation, i);
      const last = at(start, location + 1) - 1;
      for (let k = at(start, location); k <= last; k++) {
        out.push(
          `${padStart(value, 10)}   ${at(name, at(nodeOfLocation, k))}${k === last ? '' : ' (inline)'}`,
        );
        value = '';
      }
    }
  }
  out.push(RULE);
}

function labelLines(out: ReportLines, { profile, labelUnits }: ReportContext, sample: number): string[] {
  const { texts, numbers } = labelsOf(profile, sample);
  const line = (key: string, values: readonly string[]): string =>
    `${padStart(key, 10)}:  ${out.join(values, ' ')}`;
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
