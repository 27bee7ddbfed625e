// What people write: annotations on a moment, a range, a snapshot, a stack or a function, and the session's notes.
// Text comes from keyboards, clipboards and other people's session folders, so it is bounded and cleaned here, once,
// for both directions of the bridge.
import { z } from 'zod';
import { LAST_MS } from '../core/base/last-ms';
import { FLAGS } from './flags';
import { rule } from './rules';

export const MAX_TEXT = 4_000;
export const MAX_TAGS = 16;
export const MAX_TAG = 40;
/** Of one session. Enough for years, and few enough to be listed at once. */
export const MAX_ANNOTATIONS = 20_000;
export const MAX_NOTES_BYTES = 1024 * 1024;
/** Frames that identify a stack; Go itself cuts at 128. */
export const MAX_STACK_NAMES = 128;

/** Control characters but tab and newline, and those that turn the direction of what follows: text is what it reads as. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Plain text with `\n` as line break and nothing that cannot be seen. */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(UNSEEN, '')
    .trim();

/** `#OOM  Kill` → `oom kill`: one spelling per tag, so that completing and filtering find it. */
export const normaliseTag = (tag: string): string =>
  cleanText(tag).normalize('NFC').replace(/^#+/, '').replace(/\s+/g, ' ').trim().toLowerCase();

const tagSchema = z
  .string()
  .max(400)
  .transform(normaliseTag)
  .pipe(
    z
      .string()
      .min(1, 'A tag needs a letter or a digit.')
      .max(MAX_TAG, `A tag has at most ${MAX_TAG} characters.`)
      .refine((tag) => !tag.includes(','), rule('tag-comma')),
  );
const tagsSchema = z
  .array(tagSchema)
  .max(MAX_TAGS, `At most ${MAX_TAGS} tags.`)
  .transform((tags) => [...new Set(tags)]);

const moment = z.number().int().min(0).max(LAST_MS);
const goName = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\u0000-\u001f]+$/);

export const annotatedSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('moment'), timeMs: moment }),
  z
    .object({ type: z.literal('range'), fromMs: moment, toMs: moment })
    .refine(({ fromMs, toMs }) => fromMs < toMs, rule('range-backwards')),
  z.object({ type: z.literal('snapshot'), snapshotId: z.string().min(1).max(128) }),
  /** By function names, leaf first, from the site on: it is found again in every life and build, and in dumps too. */
  z.object({ type: z.literal('stack'), functions: z.array(goName).min(1).max(MAX_STACK_NAMES) }),
  /** Where a row stands for many stacks: a site, a function of a profile. */
  z.object({ type: z.literal('function'), function: goName }),
]);
export type Annotated = z.infer<typeof annotatedSchema>;

export const annotationId = z.string().regex(/^[a-z0-9]{8,32}$/);
const content = {
  on: annotatedSchema,
  text: z
    .string()
    .transform(cleanText)
    .pipe(
      z
        .string()
        .max(MAX_TEXT, `The text is longer than ${MAX_TEXT} characters; the notes have room for more.`),
    ),
  tags: tagsSchema,
  flag: z.enum(FLAGS).nullable(),
};

export const annotationSchema = z.object({
  id: annotationId,
  ...content,
  createdMs: z.number(),
  /** Grows with every change; names the version that an edit began from. */
  changedMs: z.number(),
});
export type Annotation = z.infer<typeof annotationSchema>;

/** All of it that can be found by words: what is written, tags, the mark, and the functions that it is on. */
export function textOfAnnotation({ text, tags, flag, on }: Annotation): string {
  const place = on.type === 'stack' ? on.functions.join(' ') : on.type === 'function' ? on.function : '';
  return [text, tags.map((tag) => `#${tag}`).join(' '), flag ?? '', place]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What an editor holds of one. */
export type AnnotationContent = Pick<Annotation, 'on' | 'text' | 'tags' | 'flag'>;

export const annotationDraftSchema = z
  .object({ ...content, tags: tagsSchema.default([]), flag: content.flag.default(null) })
  .refine(
    ({ text, tags, flag }) => text !== '' || tags.length > 0 || flag !== null,
    rule('annotation-empty'),
  );

export const notesSchema = z.object({
  text: z.string(),
  /** Names exactly this content; a save says which one it began from. */
  revision: z.string().max(64),
  /** When it was last saved here; null: never. */
  savedMs: z.number().nullable(),
  /** What is in the file is not what was last saved here: an editor, or a copy from elsewhere. */
  fromOutside: z.boolean(),
});
export type Notes = z.infer<typeof notesSchema>;

export const SEARCH_HITS = 60;
export const searchHitSchema = z.object({
  sessionId: z.string(),
  sessionName: z.string(),
  where: z.enum(['name', 'notes', 'annotation']),
  /** A few words around what was found, in one line. */
  excerpt: z.string(),
  /** When it was last written, as far as is known; null for a name. */
  writtenMs: z.number().nullable(),
  /** The annotation that was found; null for a name or the notes. */
  annotation: annotationSchema.nullable(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;
