import { textOfAnnotation, type Annotation } from '../../../contract/annotations';
import { holdsWords, wordsOf } from '../../../core/base/find-words';

/** Those with all words of the text in them, and with the tag; '' asks for neither. */
export function filterAnnotations(
  list: readonly Annotation[],
  text: string,
  tag: string,
): readonly Annotation[] {
  const words = wordsOf(text);
  if (words.length === 0 && tag === '') return list;
  return list.filter(
    (annotation) =>
      (tag === '' || annotation.tags.includes(tag)) &&
      (words.length === 0 || holdsWords(textOfAnnotation(annotation), words)),
  );
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
