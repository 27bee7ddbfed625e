// What flame graphs and call graphs say of a box, wherever they say it.
import { joinFigure, type Figure } from '../format';

/** A figure of a box by its name: the details, the tooltip and a screen reader have the same ones. */
export interface Fact<N extends string> extends Figure {
  readonly name: N;
  readonly growing?: boolean;
}

export const factText = (fact: Figure): string => joinFigure(fact);

/** From what only shrank to what only grew: the tokens of the boxes' colours in a difference. */
export const CHANGE_STEPS = ['shrink-4', 'shrink-2', 'same', 'grow-2', 'grow-4'] as const;

/** 1 per frame whose name or file holds the text; null: nothing is asked. */
export function wantedFrames(
  frames: readonly { readonly function: string; readonly file: string }[],
  text: string,
): Uint8Array | null {
  const needle = text.trim().toLowerCase();
  if (needle === '') return null;
  return Uint8Array.from(frames, (frame) =>
    Number(frame.function.toLowerCase().includes(needle) || frame.file.toLowerCase().includes(needle)),
  );
}
