// What the page shows of failures, in both languages, with the real catalogues.
import { computed, createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { describe, expect, it } from 'vitest';
import { sentence, type Sentence } from '../../contract/errors';
import { isSayingKey, SAYINGS } from '../../contract/failures/catalogue';
import type { SayingEntry, Value, ValueKind } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';
import { figures } from '../app/figures';
import { createTexts } from '../app/i18n';
import { provideFigures } from './figures';
import { useSaid } from './use-said';

type Said = ReturnType<typeof useSaid>;

/** What a component has in its hands, and the switch of its language. */
async function mounted(): Promise<Said & { setLocale: (locale: 'en' | 'zh-CN') => void }> {
  const texts = createTexts();
  let taken: Said | null = null;
  const app = createSSRApp({
    setup() {
      taken = useSaid();
      return () => null;
    },
  });
  await renderToString(app.use(texts).use(provideFigures(figures)));
  if (taken === null) throw new Error('nothing was set up');
  return { ...(taken as Said), setLocale: (locale) => (texts.global.locale.value = locale) };
}

const SAMPLE: Readonly<Record<ValueKind, Value>> = {
  text: '10.0.41.7:6060',
  detail: 'a sample with three values too many',
  subject: 'goroutine-dump',
  count: 12_345,
  bytes: 3 * 2 ** 20,
  duration: 60_000,
  span: 3_900_000,
  share: 0.25,
  countRate: 120,
  byteRate: 2 ** 20,
  time: Date.UTC(2025, 4, 12, 11, 36),
  said: said('bytes-malformed', { detail: 'a sample with three values too many' }),
};
const keys = Object.keys(SAYINGS).filter(isSayingKey);
const sampleOf = (key: keyof typeof SAYINGS): Sentence => {
  const { values = {} }: SayingEntry = SAYINGS[key];
  return sentence({
    key,
    values: Object.fromEntries(Object.entries(values).map(([name, kind]) => [name, SAMPLE[kind]])),
  });
};

/** Code, URLs and names are the same in every language: paths, `a=b`, capitals within words, commands. */
const CODE =
  /https?:\/\/\S*|import _ "net\/http\/pprof"|\b(?:kubectl port-forward|go tool pprof|session list|Authorization|Basic|Bearer)\b|[\w"$<>{}-]*[/.:=_$?{][\w/.:=$?{}-]*/g;
const englishIn = (text: string): string | null =>
  /[A-Za-z]{2,}(?:[ ,'’-]+[A-Za-z]+){2,}/.exec(text.replace(CODE, '·'))?.[0] ?? null;

describe('a failure on the page', () => {
  it('has no English sentence in Chinese, whichever it is and whatever it quotes', async () => {
    const { words, setLocale } = await mounted();
    setLocale('zh-CN');
    const found = keys.flatMap((key) => {
      const english = englishIn(words(sampleOf(key)));
      return english === null ? [] : [`${key}: ${english}`];
    });
    expect(found).toEqual([]);
    expect(englishIn(words({ message: 'Nothing listens on it.' }))).toBe('Nothing listens on');
  });

  it('says each value in each language', async () => {
    const { words, setLocale } = await mounted();
    const what = sampleOf('idle-timeout');
    expect(words(what)).toMatch(
      /^The goroutine dump stopped sending after 3\.00\u00a0MB: nothing came for 1 min\. /,
    );
    setLocale('zh-CN');
    expect(words(what)).toMatch(/^goroutine 转储在收到 3\.00\u00a0MB 后中断：1 分内再无数据。服务或连接卡住/);
    expect(words(sentence(said('empty', { what: 'profile' })))).toMatch(/^CPU 剖析返回的内容为空。/);
    expect(words(sentence(said('empty', { what: 'http://a:1/metrics' })))).toMatch(
      /^页面 http:\/\/a:1\/metrics 返回/,
    );
    for (const key of keys) expect(words(sampleOf(key)), key).not.toMatch(/(?<!\$)\{|[|]|said\./);
  });

  it('changes with the language, also where it was shown before', async () => {
    const { words, setLocale } = await mounted();
    const shown = computed(() => words(sentence(said('refused', { host: 'a:1' }))));
    expect(shown.value).toContain('Nothing listens on a:1');
    setLocale('zh-CN');
    expect(shown.value).toContain('a:1 上没有程序在监听');
    setLocale('en');
    expect(shown.value).toContain('Nothing listens on a:1');
  });

  it('comes in parts that a page can mark up, and as a whole where it has none', async () => {
    const { parts } = await mounted();
    expect(parts(sampleOf('says-goroutines-crowd'))).toEqual({
      key: 'says-goroutines-crowd',
      n: 12_345,
      values: [
        { name: 'n', kind: 'count', text: '12,345' },
        { name: 'total', kind: 'count', text: '12,345' },
        { name: 'places', kind: 'text', text: '10.0.41.7:6060' },
      ],
    });
    expect(parts({ message: 'It leaks.' })).toBeNull();
    expect(parts({ message: 'It leaks.', key: 'key-of-tomorrow', values: {} })).toBeNull();
  });

  it('is its English where only that was kept, or where its key is of a newer Plumbline', async () => {
    const { say, words, setLocale } = await mounted();
    setLocale('zh-CN');
    const old = { message: 'Nothing listens there.', advice: 'Is it up?' };
    expect(say(old)).toEqual(old);
    expect(words({ ...old, key: 'key-of-tomorrow', values: {} })).toBe('Nothing listens there. Is it up?');
    expect(words({ ...old, key: 'constructor' })).toBe('Nothing listens there. Is it up?');
    expect(words(null)).toBe('');
  });

  it('is text, never markup or a template, whatever its values are', async () => {
    const hostile = '<img src=x onerror=alert(1)> {host} @:common.close | two';
    const { words, setLocale } = await mounted();
    for (const locale of ['en', 'zh-CN'] as const) {
      setLocale(locale);
      const shown = words(sentence(said('refused', { host: hostile })));
      expect(shown).toContain(hostile);
      const html = await renderToString(createSSRApp({ render: () => h('p', shown) }));
      expect(html).toContain('&lt;img src=x');
      expect(html).not.toContain('<img');
    }
  });

  it('shows what does not fit the declared values rather than fail', async () => {
    const { words } = await mounted();
    expect(words({ message: '', key: 'refused' })).toMatch(/^Nothing listens on : /);
    expect(words({ message: '', key: 'clock-back', values: { step: 'long' } })).toContain('set back by long');
  });
});
