// What is added up need not all hold the same kinds, and the last of it need not hold any that the others do.
import { createPinia } from 'pinia';
import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { makeFakeClient } from '../../../../test/support/fake-client';
import { setUp } from '../../../../test/support/set-up';
import { makeTimeline, type Row } from '../../../../test/support/timeline';
import { createTexts } from '../../app/i18n';
import { provideClient } from '../../state/api';
import { useSelection } from '../../state/selection.store';
import { useSession } from '../../state/session.store';
import { useProfileView } from './profile.store';
import { usePictured } from './use-pictured';

const rows: readonly Row[] = [
  { at: 0, kinds: 'goroutine,heap' },
  { at: 1, kinds: 'heap' },
  { at: 2, failed: true },
  { at: 3, kinds: 'goroutine' },
];

async function show() {
  const client = makeFakeClient();
  const pinia = createPinia();
  const pictured = setUp(usePictured, (app) => app.use(provideClient(client)).use(pinia).use(createTexts()));
  const open = useSession(pinia);
  open.id = 'one';
  await nextTick();
  open.timeline = makeTimeline(rows);
  await nextTick();
  return {
    pictured,
    selection: useSelection(pinia),
    view: useProfileView(pinia),
    /** Answers what is asked for last, as the timeline has it. */
    answer: async (): Promise<string> => {
      const { snapshotId } = client.calls.at(-1)?.args as { snapshotId: string };
      const row = Number(snapshotId.slice(1));
      const captures = (rows[row]?.kinds ?? '').split(',').map((kind) => ({
        id: `${snapshotId}.${kind}`,
        sizeBytes: 1024,
        facts: { kind, encoding: 'proto' },
      }));
      await client.answer('snapshots.get', { id: snapshotId, timeMs: row, captures });
      await nextTick();
      return snapshotId;
    },
  };
}

describe('what the profile view shows', () => {
  it('of one snapshot is what that holds', async () => {
    const { pictured, answer } = await show();
    expect(await answer()).toBe('s3');
    expect(pictured.pictured.value).toMatchObject({ captureId: 's3.goroutine', sum: null });
    expect(pictured.choices.value.map(({ value, note }) => [value, note])).toEqual([
      ['goroutine', '1.00\u00a0KB'],
    ]);
  });

  it('is the same while newer ones come, and another where one of them is chosen', async () => {
    const { pictured, selection, answer } = await show();
    await answer();
    expect(pictured.pictured.value?.liveKey).toBe('goroutine');
    selection.setB('s0');
    await nextTick();
    expect(await answer()).toBe('s0');
    expect(pictured.pictured.value?.liveKey).toBe('s0.heap');
  });

  it('of picked ones is the kind that is wanted, as of the last that holds it', async () => {
    const { pictured, selection, view, answer } = await show();
    await answer();
    for (const id of ['s0', 's1', 's3']) selection.togglePick(id);
    await nextTick();
    expect(await answer()).toBe('s1');
    expect(pictured.pictured.value).toMatchObject({
      captureId: 's1.heap',
      sum: { with: ['s0', 's1', 's3'] },
    });
    expect(pictured.choices.value.map(({ value, note }) => [value, note])).toEqual([
      ['goroutine', 'in 2 of 3 snapshots'],
      ['heap', 'in 2 of 3 snapshots'],
    ]);
    view.kind = 'goroutine';
    await nextTick();
    expect(await answer()).toBe('s3');
    expect(pictured.pictured.value?.captureId).toBe('s3.goroutine');
    expect(pictured.about()).toEqual({ kind: 'goroutine', timeMs: 3, snapshots: 3 });
  });

  it('from A to B is the same, whichever is the older one', async () => {
    const { pictured, selection, answer } = await show();
    await answer();
    selection.setA('s0');
    selection.setScope('profile', 'A→B');
    await nextTick();
    expect(await answer()).toBe('s1');
    expect(pictured.pictured.value).toMatchObject({ captureId: 's1.heap', sum: { from: 's0' } });
    selection.setB('s3');
    selection.swap();
    await nextTick();
    expect(await answer()).toBe('s0');
    expect(pictured.pictured.value).toMatchObject({ captureId: 's0.heap', sum: { from: 's3' } });
    expect(pictured.none.value).toBeNull();
  });
});
