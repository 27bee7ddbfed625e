// The lanes of an open trace, to be drawn: large columns, of which those that no one looks at stay in the worker.
import { shallowReactive } from 'vue';
import type { LaneSheet, SheetName } from '../../workers/trace-answers';
import type { TracePort } from '../../workers/trace-port';

export class LaneSheets {
  readonly #there = shallowReactive(new Map<SheetName, LaneSheet>());
  readonly #asked = new Map<SheetName, Promise<void>>();

  constructor(private readonly port: Pick<TracePort, 'ask'>) {}

  /** null: it is not there, wanted or not. Reactive. */
  get(name: SheetName): LaneSheet | null {
    return this.#there.get(name) ?? null;
  }

  /** Asks for one that was not asked for yet; rejects where it does not come, and may then be wanted again. */
  want(name: SheetName): Promise<void> {
    let asked = this.#asked.get(name);
    if (asked === undefined) this.#asked.set(name, (asked = this.#ask(name)));
    return asked;
  }

  /** Of the same trace as far as it is read by now: what was wanted of this one is there when it resolves. */
  async anew(): Promise<LaneSheets> {
    const next = new LaneSheets(this.port);
    await Promise.all([...this.#asked.keys()].map((name) => next.want(name)));
    return next;
  }

  async #ask(name: SheetName): Promise<void> {
    try {
      this.#there.set(name, await this.port.ask('sheet', name));
    } catch (error) {
      this.#asked.delete(name);
      throw error;
    }
  }
}
