import type { Annotation } from '../../../contract/annotations';

const placeOf = ({ on }: Annotation): string =>
  on.type === 'stack' ? on.functions.join(' ') : on.type === 'function' ? on.function : '';

/** Every word of the text must be in it, in any case: in what is written, in a tag, or in a function that it is on. */
export function filterAnnotations(
  list: readonly Annotation[],
  text: string,
  tag: string,
): readonly Annotation[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && tag === '') return list;
  return list.filter((annotation) => {
    if (tag !== '' && !annotation.tags.includes(tag)) return false;
    const all = `${annotation.text} ${annotation.tags.join(' ')} ${annotation.flag ?? ''} ${placeOf(annotation)}`;
    const folded = all.toLowerCase();
    return words.every((word) => folded.includes(word));
  });
}

/** What it is about, as a time: for sorting. null: it is about no time. */
export function timeOfPlace({ on }: Annotation, snapshotMs: (id: string) => number | null): number | null {
  switch (on.type) {
    case 'moment':
      return on.timeMs;
    case 'range':
      return on.fromMs;
    case 'snapshot':
      return snapshotMs(on.snapshotId);
    case 'stack':
    case 'function':
      return null;
  }
}
