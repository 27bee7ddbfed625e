// `list`: the source of functions with the cost of each line beside it.
import type { Result } from '../../base/result';
import { percentage } from '../measurement';
import { lineGraph, sourceRoutines } from '../source-routines';
import type { ReportContext } from './context';
import { padStart } from './pad';
import type { ReportLines } from './report-lines';
import { ValueFormat } from './value-format';

/** The lines of a file by its name in a report, without their ends; or in words why they are not to be had. */
export type ReadSource = (file: string) => Result<readonly string[], string>;

/** Answers whether any function matches. */
export function listReport(
  out: ReportLines,
  context: ReportContext,
  matches: (name: string) => boolean,
  read: ReadSource,
): boolean {
  const routines = sourceRoutines(context, lineGraph(context), matches);
  if (routines.length === 0) return false;
  const format = ValueFormat.plain(context);
  const { total } = context;
  const valueOrDot = (value: bigint): string => padStart(value === 0n ? '.' : format.text(value), 10);
  out.push(`Total: ${format.text(total)}`);
  for (const { function: name, file, flat, cum, first, last, lines } of routines) {
    if (file === '') {
      out.push(`No source information for ${name}`);
      continue;
    }
    out.push(
      `ROUTINE ======================== ${name} in ${file}`,
      `${padStart(format.text(flat), 10)} ${padStart(format.text(cum), 10)} (flat, cum) ${percentage(cum, total)} of Total`,
    );
    const source = read(file);
    if (!source.ok) {
      out.push(` Error: ${source.error}`);
      continue;
    }
    for (let line = first; line <= Math.min(last, source.value.length); line++) {
      const sum = lines.get(line);
      out.push(
        `${valueOrDot(sum?.flat ?? 0n)} ${valueOrDot(sum?.cum ?? 0n)} ${String(line).padStart(6)}:${source.value[line - 1] ?? ''}`,
      );
    }
  }
  return true;
}
