import { describe, expect, it } from 'vitest';
import { normaliseTag } from '../../../contract/annotations';
import { addTags, TAG_END } from './tags';

const add = (tags: readonly string[], text: string) => addTags(tags, text, normaliseTag);

describe('addTags', () => {
  it('takes what stands between commas of either script, in one spelling', () => {
    expect(add([], '#OOM  Kill, pod 3，发布、#回滚\nprod')).toEqual([
      'oom kill',
      'pod 3',
      '发布',
      '回滚',
      'prod',
    ]);
  });

  it('takes each once, after those that are there', () => {
    expect(add(['prod', 'oom'], 'OOM, new, #new')).toEqual(['prod', 'oom', 'new']);
  });

  it('leaves the list as it is where nothing is new', () => {
    const tags = ['prod'];
    for (const text of ['', ' ', ',', '#', 'PROD', '，prod，']) expect(add(tags, text)).toBe(tags);
  });

  it('knows what ends a tag', () => {
    expect(['oom,', '发布，', '发布、', 'a\nb'].every((text) => TAG_END.test(text))).toBe(true);
    expect(TAG_END.test('pod 3')).toBe(false);
  });
});
