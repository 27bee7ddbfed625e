// The editors that are known by name, and how each is told to open a file at a line. No shell has a part in it: what is run is
// a program with a list of arguments.
import type { Settings } from '../../contract/methods';

interface KnownEditor {
  /** As it is called on PATH. */
  readonly command: string;
  /** Where it is where PATH does not have it: an app that a desktop starts has not the PATH of the user's shell. */
  readonly places: readonly string[];
  readonly args: readonly string[];
}

const MAC = '/Applications';
const LOCAL = process.env['LOCALAPPDATA'] ?? '';

export const EDITORS: Readonly<Record<Exclude<Settings['editor'], 'custom'>, KnownEditor>> = {
  code: {
    command: 'code',
    places: [
      `${MAC}/Visual Studio Code.app/Contents/Resources/app/bin/code`,
      ...(LOCAL === '' ? [] : [`${LOCAL}\\Programs\\Microsoft VS Code\\Code.exe`]),
      'C:\\Program Files\\Microsoft VS Code\\Code.exe',
    ],
    args: ['-g', '{file}:{line}'],
  },
  goland: {
    command: process.platform === 'win32' ? 'goland64' : 'goland',
    places: [`${MAC}/GoLand.app/Contents/MacOS/goland`],
    args: ['--line', '{line}', '{file}'],
  },
  subl: {
    command: 'subl',
    places: [
      `${MAC}/Sublime Text.app/Contents/SharedSupport/bin/subl`,
      'C:\\Program Files\\Sublime Text\\subl.exe',
    ],
    args: ['{file}:{line}'],
  },
  zed: {
    command: 'zed',
    places: [`${MAC}/Zed.app/Contents/MacOS/cli`],
    args: ['{file}:{line}'],
  },
};

/** Program and arguments of a template, in which quotes keep spaces together and a backslash is no escape; null: no such. */
export function splitCommand(template: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (const char of template) {
    if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  if (word !== null) words.push(word);
  const [program = '', ...args] = words;
  const isWhole = quote === '' && program !== '' && !/[{}]/.test(program);
  return isWhole && args.some((arg) => arg.includes('{file}')) ? words : null;
}

/** In one pass: a file that is called `{line}` stays what it is called. */
export const fillIn = (args: readonly string[], file: string, line: number): string[] =>
  args.map((arg) => arg.replace(/\{(file|line)\}/g, (_, what) => (what === 'file' ? file : String(line))));
