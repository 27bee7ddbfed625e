// Where the words that are looked for stand in the notes as they are read: counted, marked, and gone through one by one.
// They are marked by ranges beside the page's content, which stays what renderMarkdown made.
import { computed, nextTick, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { findWords, holdsWords, wordsOf } from '../../../core/base/find-words';

/** Names of highlights, as the style sheet knows them. */
const ALL = 'notes-found';
const CURRENT = 'notes-found-current';
/** Of a text that repeats a word without end, more are neither read nor marked. */
const MOST = 2_000;

export interface FoundInNotes {
  readonly count: ComputedRef<number>;
  /** From 0; the one in view. */
  readonly at: Readonly<Ref<number>>;
  /** To the next or the one before, round and round. */
  readonly step: (by: 1 | -1) => void;
}

/**
 * @param words what is looked for, as it is typed
 * @param root the notes as they are read; undefined while they are written: then nothing is marked
 * @param content what `root` shows; each change of it is looked through anew
 */
export function useFoundInNotes(
  words: () => string,
  root: Readonly<Ref<HTMLElement | null | undefined>>,
  content: () => string,
): FoundInNotes {
  const ranges = shallowRef<readonly Range[]>([]);
  const at = ref(0);

  function mark(): void {
    // Missing in browsers that are older than the workbench needs: then hits are counted and gone through, unmarked.
    if (!('highlights' in CSS)) return;
    const current = ranges.value[at.value];
    CSS.highlights.set(ALL, new Highlight(...ranges.value));
    CSS.highlights.set(CURRENT, new Highlight(...(current === undefined ? [] : [current])));
  }
  function show(): void {
    mark();
    const current = ranges.value[at.value];
    current?.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
  }

  watch(
    [words, root, content],
    async ([now, element], before) => {
      await nextTick(); // the content is on the page
      ranges.value = element ? rangesOf(element, wordsOf(now)) : [];
      if (now !== before[0] || at.value >= ranges.value.length) at.value = 0;
      if (now === before[0]) mark();
      else show();
    },
    { immediate: true, flush: 'post' },
  );
  onScopeDispose(() => {
    if (!('highlights' in CSS)) return;
    CSS.highlights.delete(ALL);
    CSS.highlights.delete(CURRENT);
  });

  return {
    count: computed(() => ranges.value.length),
    at,
    step: (by) => {
      const { length } = ranges.value;
      if (length === 0) return;
      at.value = (at.value + by + length) % length;
      show();
    },
  };
}

/** Of every place of every word, where all of them are in the text; words do not go over the borders of elements. */
function rangesOf(root: HTMLElement, words: readonly string[]): Range[] {
  if (!holdsWords(root.textContent, words)) return [];
  const found: Range[] = [];
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node !== null && found.length < MOST; node = nodes.nextNode()) {
    for (const { from, to } of findWords(node.nodeValue ?? '', words)) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      found.push(range);
    }
  }
  return found;
}
