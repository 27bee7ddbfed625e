// The lanes of an open trace, to be drawn: large columns, of which those that no one looks at stay in the worker.
import { shallowReactive } from 'vue';
import type { LaneSheet, SheetName } from '../../workers/trace-answers';
import type { TracePort } from '../../workers/trace-port';

export class LaneSheets {
  readonly #there = shallowReactive(new Map<SheetName, LaneSheet>());
  readonly #asked = new Map<SheetName, Promise<void>>();
  readonly #lost = shallowReactive(new Set<SheetName>());

  constructor(private readonly port: Pick<TracePort, 'ask'>) {}

  /** null: it is not there, wanted or not. Reactive. */
  get(name: SheetName): LaneSheet | null {
    return this.#there.get(name) ?? null;
  }

  /** It did not come, and was not wanted again since. Reactive. */
  isLost(name: SheetName): boolean {
    return this.#lost.has(name);
  }

  /** Asks for one that was not asked for yet; rejects where it does not come, and may then be wanted again. */
  want(name: SheetName): Promise<void> {
    let asked = this.#asked.get(name);
    if (asked === undefined) this.#asked.set(name, (asked = this.#ask(name)));
    return asked;
  }

  /** Of the same trace as far as it is read by now: what was wanted of this one is there, or lost, when it resolves. */
  async anew(): Promise<LaneSheets> {
    const next = new LaneSheets(this.port);
    await Promise.allSettled([...this.#asked.keys()].map((name) => next.want(name)));
    return next;
  }

  async #ask(name: SheetName): Promise<void> {
    this.#lost.delete(name);
    try {
      this.#there.set(name, await this.port.ask('sheet', name));
    } catch (error) {
      this.#asked.delete(name);
      this.#lost.add(name);
      throw error;
    }
  }
}
