// `tags`: how much of the whole each value of each label has.
import { sumLabels } from '../label-sums';
import { percentage } from '../measurement';
import type { ReportContext } from './context';
import type { ReportLines } from './report-lines';
import { alignCells } from './tab-writer';
import { ValueFormat } from './value-format';

export function tagsReport(out: ReportLines, context: ReportContext): void {
  for (const line of alignCells(out.join(tagLines(context), ''))) out.add(line);
}

function* tagLines(context: ReportContext): Generator<string> {
  const { total } = context;
  const format = ValueFormat.plain(context);
  const share = (value: bigint): string => (total > 0 ? ` (${percentage(value, total)})` : '');
  for (const { key, all, values } of sumLabels(context)) {
    yield `${key}:\t Total ${format.text(all)} of ${format.text(total)}${share(all)}\n`;
    for (const { value, weight } of values) yield ` \t${format.text(weight)}${share(weight)}:\t ${value}\n`;
    yield '\n';
  }
}
