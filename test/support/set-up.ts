// A component's setup without a page: it draws nothing, but its watchers run, as they do not where a server renders.
import { createRenderer, type App } from 'vue';

const nothing = (): void => undefined;
const { createApp } = createRenderer<object, object>({
  createElement: () => ({}),
  createText: () => ({}),
  createComment: () => ({}),
  insert: nothing,
  remove: nothing,
  patchProp: nothing,
  setText: nothing,
  setElementText: nothing,
  parentNode: () => null,
  nextSibling: () => null,
});

/** Runs `setup` in a component of an app that `equip` has given what it needs; returns what it returns. */
export function setUp<T>(setup: () => T, equip: (app: App<object>) => void): T {
  const taken: T[] = [];
  const app = createApp({
    setup() {
      taken.push(setup());
      return () => null;
    },
  });
  equip(app);
  app.mount({});
  return taken[0]!;
}
