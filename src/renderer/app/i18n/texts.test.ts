// Both languages say all of it: the same keys, the same values put in, and no text of the page outside of the catalogues.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeTypes, parse, type TemplateChildNode } from '@vue/compiler-dom';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { zhCN } from './zh-CN';

type Texts = Map<string, string>;
function flatten(tree: object, path = '', into: Texts = new Map()): Texts {
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') into.set(name, value);
    else if (typeof value === 'object' && value !== null) flatten(value, name, into);
  }
  return into;
}
const valuesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();

const english = flatten(en);
const chinese = flatten(zhCN);
const RENDERER = join(import.meta.dirname, '../..');
const components = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.vue'),
);

describe('catalogues', () => {
  it('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('put in no value that the other language does not know, and leave none out but a count that the words repeat', () => {
    const differ = [...english].flatMap(([key, text]) => {
      const [ours, theirs] = [valuesIn(text), valuesIn(chinese.get(key) ?? '')];
      // The details of what only developers read stay English, and out of every other language.
      const missing = ours.filter((value) => value !== 'detail' && !theirs.includes(value));
      const strange = theirs.filter((value) => !ours.includes(value));
      return missing.length + strange.length === 0 ? [] : [`${key}: ${[...missing, ...strange].join(', ')}`];
    });
    expect(differ).toEqual([]);
  });

  it('choose by number among as many forms, or need no choice', () => {
    const forms = (text: string | undefined): number => (text ?? '').split(' | ').length;
    const differ = [...english].filter(([key, text]) => ![1, forms(text)].includes(forms(chinese.get(key))));
    expect(differ.map(([key]) => key)).toEqual([]);
  });

  it('leave none empty', () => {
    const empty = (texts: Texts): string[] =>
      [...texts].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect([...empty(chinese), ...empty(english)]).toEqual([]);
  });
});

/** All that may name a text: as it is, or with its last part put in (`compare.warning.${warning}`). */
const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|vue)$/.test(file) && !/\.test\.ts$|i18n[\\/](en|zh-CN)/.test(file))
  .map((file) => readFileSync(join(RENDERER, file), 'utf8'))
  .join('\n');

it('each text is asked for somewhere', () => {
  const asked = (key: string): boolean => {
    if (new RegExp(`['"\`]${key.replaceAll('.', '\\.')}['"\`]`).test(sources)) return true;
    const parts = Array.from(key, (_, length) => key.slice(0, length)).filter((part) => part.includes('.'));
    return parts.some((part) => sources.includes(`\`${part}\${`));
  };
  expect([...english.keys()].filter((key) => !asked(key))).toEqual([]);
});

/** What stands on the page as it is in the template, words of letters and attributes that are read out. */
function wordsOf(node: TemplateChildNode): string[] {
  if (node.type === NodeTypes.TEXT) return /\p{L}{2,}/u.test(node.content) ? [node.content.trim()] : [];
  if (node.type !== NodeTypes.ELEMENT) return [];
  const said = node.props.flatMap((prop) =>
    prop.type === NodeTypes.ATTRIBUTE && ['title', 'aria-label', 'placeholder', 'alt'].includes(prop.name)
      ? [prop.value?.content ?? '']
      : [],
  );
  if (node.tag === 'kbd') return said;
  return [...said.filter((text) => /\p{L}{2,}/u.test(text)), ...node.children.flatMap(wordsOf)];
}

it('no component has words of its own, but for the name of the program', () => {
  expect(components.length).toBeGreaterThan(40);
  const found = components.flatMap((file) => {
    const source = readFileSync(join(RENDERER, file), 'utf8');
    const template = parse(source, { parseMode: 'sfc' }).children.find(
      (node) => node.type === NodeTypes.ELEMENT && node.tag === 'template',
    );
    return template === undefined ? [] : wordsOf(template).map((words) => `${file}: ${words}`);
  });
  // Examples of what is typed are the same in every language.
  const example = /: (http:\/\/\S+|Authorization|Bearer \$\{\w+\}|Plumbline)$/;
  expect(found.filter((line) => !example.test(line))).toEqual([]);
});
