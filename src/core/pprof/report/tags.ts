// `tags`: how much of the whole each value of each label has.
import { exactAt, int64At } from '../../base/int64-column';
import { labelsOf } from '../label-values';
import { percentage, scaledLabel } from '../measurement';
import { compareAsGo } from '../node-order';
import type { ReportContext } from './context';
import { alignCells } from './tab-writer';
import { ValueFormat } from './value-format';

export function tagsReport(context: ReportContext): string {
  const { profile, measure, options, labelUnits, total } = context;
  const format = ValueFormat.plain(context);
  const sums = new Map<string, Map<string, bigint>>();
  const add = (key: string, value: string, weight: bigint): void => {
    const values = sums.get(key) ?? new Map<string, bigint>();
    sums.set(key, values.set(value, BigInt.asIntN(64, (values.get(value) ?? 0n) + weight)));
  };
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const weight = exactAt(measure.values, sample);
    const { texts, numbers } = labelsOf(profile, sample);
    for (const [key, values] of texts) for (const value of values) add(key, value, weight);
    for (const [key, labels] of numbers) {
      const unit = labelUnits.get(key) ?? '';
      for (const label of labels) {
        add(key, scaledLabel(int64At(profile.labels.num, label), unit, options.unit), weight);
      }
    }
  }

  const share = (value: bigint): string => (total > 0 ? ` (${percentage(value, total)})` : '');
  let text = '';
  for (const [key, values] of [...sums].sort(([a], [b]) => compareAsGo(a, b))) {
    const all = BigInt.asIntN(
      64,
      [...values.values()].reduce((sum, value) => sum + value, 0n),
    );
    text += `${key}:\t Total ${format.text(all)} of ${format.text(total)}${share(all)}\n`;
    for (const [value, weight] of [...values].sort(byWeight)) {
      text += ` \t${format.text(weight)}${share(weight)}:\t ${value}\n`;
    }
    text += '\n';
  }
  return alignCells(text);
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

function byWeight([nameA, a]: [string, bigint], [nameB, b]: [string, bigint]): number {
  const [left, right] = [magnitude(a), magnitude(b)];
  return left === right ? compareAsGo(nameA, nameB) : left < right ? 1 : -1;
}
