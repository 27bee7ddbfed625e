// `tags`: how much of the whole each value of each label has.
import { sumLabels } from '../label-sums';
import { percentage } from '../measurement';
import type { ReportContext } from './context';
import { alignCells } from './tab-writer';
import { ValueFormat } from './value-format';

export function tagsReport(context: ReportContext): string {
  const { total } = context;
  const format = ValueFormat.plain(context);
  const share = (value: bigint): string => (total > 0 ? ` (${percentage(value, total)})` : '');
  let text = '';
  for (const { key, all, values } of sumLabels(context)) {
    text += `${key}:\t Total ${format.text(all)} of ${format.text(total)}${share(all)}\n`;
    for (const { value, weight } of values) {
      text += ` \t${format.text(weight)}${share(weight)}:\t ${value}\n`;
    }
    text += '\n';
  }
  return alignCells(text);
}
