import { createPinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp, effectScope, nextTick, shallowRef } from 'vue';
import type {} from '../../app/i18n';
import { makeFakeClient } from '../../../../test/support/fake-client';
import { provideClient } from '../../state/api';
import { useTraceView } from './trace.store';
import { useAxis, type Axis } from './use-axis';

interface Shown {
  readonly captureId: string;
  readonly facts: { durationNs: number; startMs: number | null; firstGcNs: number | null };
}
type Traces = { readonly a: Shown | null; readonly b: Shown } | null;

const traceOf = (captureId: string, durationNs: number, firstGcNs = 10): Shown => ({
  captureId,
  facts: { durationNs, startMs: 0, firstGcNs },
});
const a = traceOf('a', 1000);
const b = traceOf('b', 1000, 40);

const traces = shallowRef<Traces>(null);
let view: ReturnType<typeof useTraceView>;
let open: () => Axis;
beforeEach(() => {
  traces.value = null;
  const pinia = createPinia();
  const app = createApp({}).use(provideClient(makeFakeClient())).use(pinia);
  view = useTraceView(pinia);
  open = () => app.runWithContext(() => effectScope().run(() => useAxis(() => traces.value))!);
});

const SET = { view: { from: 5, nsPerPx: 0.1 }, moment: 40, range: { from: 5, to: 9 }, group: 'main.f' };
const set = (): void => void Object.assign(view, SET);
const kept = () => ({ view: view.view, moment: view.moment, range: view.range, group: view.group });
const WHOLE = { view: null, moment: null, range: null };

async function show(now: Traces): Promise<void> {
  traces.value = now;
  await nextTick();
}

describe('what is set in the view of traces', () => {
  it('stays when the rest of a trace comes, by any alignment', async () => {
    for (const align of ['start', 'gc', 'clock'] as const) {
      view.align = align;
      const axis = open();
      await show({ a, b });
      set();
      await show({ a: { ...a }, b: { ...b } });
      expect(kept()).toEqual(SET);
      await show({ a: traceOf('a', 9000), b });
      expect(kept()).toEqual(SET);
      expect(axis.extent.value.to).toBeGreaterThanOrEqual(9000);
    }
  });

  it('goes of a chosen task when the rest comes, whose tasks may come before it; a lane stays', async () => {
    open();
    for (const sheet of ['tasks', 'goroutines'] as const) {
      await show({ a: null, b });
      view.place = { side: 'b', sheet, lane: 2, time: 5 };
      await show({ a: null, b: { ...b } });
      expect(view.place?.sheet).toBe(sheet);
      await show({ a: null, b: traceOf('b', 9000, 40) });
      expect(view.place?.sheet).toBe(sheet === 'tasks' ? undefined : sheet);
    }
  });

  it('is still the whole where it was, of however much there is', async () => {
    const axis = open();
    await show({ a: null, b });
    await show({ a: null, b: traceOf('b', 9000) });
    expect(kept()).toMatchObject(WHOLE);
    expect(axis.extent.value).toEqual({ from: 0, to: 9000 });
  });

  it('stays while a trace is read anew, and while another tab is open', async () => {
    view.align = 'gc';
    open();
    await show({ a, b });
    set();
    await show(null);
    await show({ a, b });
    expect(kept()).toEqual(SET);
    traces.value = null;
    open();
    await show({ a, b });
    expect(kept()).toEqual(SET);
  });

  it('is no time of another axis', async () => {
    const axis = open();
    await show({ a, b });
    set();
    view.align = 'gc';
    await nextTick();
    expect(axis.offsets.value).toEqual({ a: 30, b: 0 });
    expect(kept()).toEqual({ ...WHOLE, group: 'main.f' });
  });

  it('goes with the traces it was set in, at once or after a while of none', async () => {
    open();
    await show({ a, b });
    set();
    await show({ a, b: traceOf('c', 1000, 40) });
    expect(kept()).toEqual({ ...WHOLE, group: null });
    set();
    await show(null);
    await show({ a, b });
    expect(kept()).toEqual({ ...WHOLE, group: null });
    set();
    await show({ a: null, b });
    expect(kept()).toEqual({ ...WHOLE, group: null });
  });
});
