// Annotations and notes.md as `session show` prints them. Their text was cleaned of what a terminal would obey.
import type { Annotated, Annotation } from '../contract/annotations';
import type { JsonShape } from './../contract/cli-json';
import { formatBytes, formatTime } from './print';

/** The newest; --json has all. */
const MOST = 20;

type NotesInfo = JsonShape<'session show'>['notes'];

export function describeNotes(annotations: readonly Annotation[], notes: NotesInfo): string[] {
  const lines: string[] = [];
  if (notes === null) lines.push('notes      notes.md cannot be shown');
  else if (notes.sizeBytes > 0) {
    const saved = notes.fromOutside
      ? 'changed outside of Plumbline'
      : notes.savedMs === null
        ? null
        : `saved ${formatTime(notes.savedMs)}`;
    lines.push(
      `notes      ${[`${formatBytes(notes.sizeBytes)} in notes.md`, saved].filter((part) => part !== null).join(', ')}`,
    );
  }
  for (const { on, text, tags, flag } of annotations.slice(-MOST)) {
    const what = [flag, text.replace(/\s+/g, ' '), tags.map((tag) => `#${tag}`).join(' ')];
    lines.push(
      `note       ${placeInWords(on)}  ${what.filter((part) => part !== null && part !== '').join('  ')}`,
    );
  }
  if (annotations.length > MOST)
    lines.push(`           and ${annotations.length - MOST} older ones: --json has all`);
  return lines;
}

function placeInWords(on: Annotated): string {
  switch (on.type) {
    case 'moment':
      return formatTime(on.timeMs);
    case 'range':
      return `${formatTime(on.fromMs)} to ${formatTime(on.toMs)}`;
    case 'snapshot':
      return `snapshot ${on.snapshotId}`;
    case 'stack':
      return on.functions[0] ?? '';
    case 'function':
      return on.function;
  }
}
