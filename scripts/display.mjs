// Where a window can be shown.
import { existsSync } from 'node:fs';

const FIRST_DISPLAY = 99;

/**
 * `why`: why it cannot; `wrap` makes a command one that has a display. `isShared`: all get the same one, so that only one
 * at a time can have the focus there; else those that run beside one another each get one, by their `place`.
 */
export function findDisplay() {
  const bare = (command) => command;
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    return { why: null, isShared: true, wrap: bare };
  }
  if (!inPath('xvfb-run')) {
    return { why: 'there is no display, and no xvfb-run to make one', isShared: false, wrap: bare };
  }
  return {
    why: null,
    isShared: false,
    // Far apart, since each looks from its number on for one that is free, and two that look at once find the same.
    wrap: (command, place = 0) => {
      const from = String(FIRST_DISPLAY + 100 * place);
      return ['xvfb-run', '-a', '-n', from, '-s', '-screen 0 1440x900x24', ...command];
    },
  };
}

function inPath(program) {
  return (process.env.PATH ?? '').split(':').some((dir) => existsSync(`${dir}/${program}`));
}
