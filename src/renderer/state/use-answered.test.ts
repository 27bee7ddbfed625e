// A view that stands on several questions waits for them, gives them up and asks them again as if they were one.
import { createSSRApp, effectScope, ref, shallowRef, type Ref } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { describe, expect, it } from 'vitest';
import { failed } from '../../contract/errors';
import { figures } from '../app/figures';
import { createTexts } from '../app/i18n';
import { provideFigures } from './figures';
import type { Problem } from './problem';
import { useAnswered } from './use-answered';
import type { Query } from './use-query';
import { useSampleTypes } from './use-sample-types';

interface FakeQuery extends Query<unknown> {
  readonly pending: Ref<boolean>;
  readonly loading: Ref<boolean>;
  readonly givenUp: Ref<boolean>;
  readonly asked: string[];
}

function makeQuery(error: Problem | null = null): FakeQuery {
  const asked: string[] = [];
  return {
    data: shallowRef(),
    error: shallowRef(error),
    pending: ref(false),
    loading: ref(false),
    slow: ref(false),
    progress: shallowRef(null),
    givenUp: ref(false),
    reload: () => void asked.push('reload'),
    cancel: () => void asked.push('cancel'),
    asked,
  };
}

async function answeredOf(queries: readonly FakeQuery[]): Promise<ReturnType<typeof useAnswered>> {
  let taken: ReturnType<typeof useAnswered> | null = null;
  const app = createSSRApp({
    setup() {
      taken = useAnswered(queries);
      return () => null;
    },
  });
  await renderToString(app.use(createTexts()).use(provideFigures(figures)));
  if (taken === null) throw new Error('nothing was set up');
  return taken;
}

describe('useAnswered', () => {
  it('waits for all, and gives all up by one Cancel', async () => {
    const queries = [makeQuery(), makeQuery()];
    const { answered, asking } = await answeredOf(queries);
    expect(answered.value.waiting.loading).toBe(false);
    queries[1]!.loading.value = true;
    expect(answered.value.waiting.loading).toBe(true);
    asking.cancel();
    expect(queries.map(({ asked }) => asked)).toEqual([['cancel'], ['cancel']]);
  });

  it('is pending while any of them is', async () => {
    const queries = [makeQuery(), makeQuery()];
    const { isPending } = await answeredOf(queries);
    expect(isPending.value).toBe(false);
    queries[1]!.pending.value = true;
    expect(isPending.value).toBe(true);
  });

  it('says that one was given up, and asks it again and none that was answered', async () => {
    const queries = [makeQuery(), makeQuery()];
    const { answered, asking } = await answeredOf(queries);
    queries[0]!.givenUp.value = true;
    expect(answered.value).toMatchObject({ isGivenUp: true, problem: null });
    asking.retry();
    expect(queries.map(({ asked }) => asked)).toEqual([['reload'], []]);
  });

  it('says what failed, and asks it again', async () => {
    const queries = [makeQuery(), makeQuery(failed('cancelled').toWire())];
    const { answered, asking } = await answeredOf(queries);
    expect(answered.value.problem?.message).toMatch(/./);
    asking.retry();
    expect(queries.map(({ asked }) => asked)).toEqual([[], ['reload']]);
  });
});

describe('useSampleTypes', () => {
  it('keeps what one can choose when an answer goes, and not for something else', async () => {
    const kind = ref('heap');
    const answer = shallowRef<{ type: string; unit: string }[] | undefined>([
      { type: 'inuse_space', unit: 'bytes' },
      { type: 'inuse_objects', unit: 'count' },
    ]);
    const scope = effectScope();
    const samples = scope.run(() =>
      useSampleTypes(
        () => kind.value,
        () => answer.value,
        (type) => (type === 'sync_delay' ? 'Sync time' : null),
      ),
    )!;
    const all = [
      { value: 'inuse_space', label: 'inuse_space', note: 'bytes' },
      { value: 'inuse_objects', label: 'inuse_objects', note: '' },
    ];
    expect(samples.value).toEqual(all);
    answer.value = undefined;
    await Promise.resolve();
    expect(samples.value).toEqual(all);
    kind.value = 'goroutine';
    await Promise.resolve();
    expect(samples.value).toEqual([]);
    answer.value = [{ type: 'sync_delay', unit: 'nanoseconds' }];
    await Promise.resolve();
    expect(samples.value).toEqual([{ value: 'sync_delay', label: 'Sync time', note: 'sync_delay' }]);
    scope.stop();
  });
});
