// The words of a command line as a shell hands them over: POSIX shells, cmd.exe and PowerShell as far as pasted lines
// need. Nothing is expanded; a variable comes out as `${NAME}`, the form in which a header may name it. What follows a pipe or
// `&&` is a command of its own; where a redirection leads is no word of it.

/** As cmd.exe reads it: a caret takes the meaning from what follows, or joins the next line. */
const isCmd = (text: string): boolean => /\^(\r?\n|["^&])/.test(text);
const isPowerShell = (text: string): boolean =>
  /`\r?\n|\$env:/i.test(text) || /^(iwr|irm|invoke-)/i.test(text);

/** What stands before a pasted command: `user@host:~$ `, `PS C:\> `, `# `. */
const PROMPT =
  /^(?:PS [^\n>]*>|\[[\w.@:~ /-]+\][$#]|[\w.-]+@[^\n$#%>]*[$#%>]|[A-Za-z]:\\[^\n>]*>|[$#%>])\s*(?=[\w./\\])/;

/** The commands of a line, each as its words; those without a word are not there. */
export function splitCommands(text: string): string[][] {
  const line = text.trim().replace(PROMPT, '');
  if (isCmd(line)) {
    const bare = line.replace(/\^(\r?\n\s*|[\s\S])/g, (_, next: string) =>
      /[\r\n]/.test(next) ? ' ' : next,
    );
    return split(bare.replace(/%([A-Za-z_]\w*)%/g, '${$1}'), 'cmd');
  }
  if (isPowerShell(line)) {
    const joined = spreadHeaders(line.replace(/`\r?\n/g, ' ')).replace(
      /\$\{?env:([A-Za-z_]\w*)\}?/gi,
      '${$1}',
    );
    return split(joined, 'powershell');
  }
  return split(line, 'posix');
}

/**
 * PowerShell's `-Headers @{ 'Authorization' = 'Bearer x'; A = $env:B }`, as one option for each: `-Headers 'Authorization: Bearer x'`.
 * Only a table of plain names and of values that are quoted or a variable; any other stays as it is.
 */
function spreadHeaders(line: string): string {
  const option = /(-headers)(?::|\s)\s*@\{/i.exec(line);
  if (option === null) return line;
  const end = option.index + option[0].length;
  const pairs: string[] = [];
  for (let at = end; ;) {
    at = skip(line, at, /[\s;]/);
    if (line[at] === '}') {
      const spread = pairs.map((pair) => `-Headers ${pair}`).join(' ');
      return `${line.slice(0, option.index)}${spread}${line.slice(at + 1)}`;
    }
    TABLE_NAME.lastIndex = at;
    const name = TABLE_NAME.exec(line);
    if (name === null) return line;
    at = skip(line, at + name[0].length, /\s/);
    if (line[at] !== '=') return line;
    TABLE_VALUE.lastIndex = skip(line, at + 1, /\s/);
    const value = TABLE_VALUE.exec(line);
    if (value === null) return line;
    const { quoted, single, variable } = value.groups ?? {};
    const header = `${name[1] ?? name[2] ?? name[3] ?? ''}: ${single ?? quoted ?? variable ?? ''}`;
    pairs.push(single === undefined ? `"${header}"` : `'${header}'`);
    at = TABLE_VALUE.lastIndex;
    // A quote right after is one that was doubled: half of a value must not be taken for the whole.
    if (!/[\s;}]/.test(line[at] ?? '')) return line;
  }
}

const TABLE_NAME = /'([\w-]+)'|"([\w-]+)"|([\w-]+)/y;
const TABLE_VALUE = /'(?<single>[^']*)'|"(?<quoted>[^"`]*)"|(?<variable>\$\{?(?:env:)?\w+\}?)/iy;

/** The first place from `at` on that is not of `kind`. */
function skip(line: string, at: number, kind: RegExp): number {
  let next = at;
  while (next < line.length && kind.test(line[next] ?? '')) next += 1;
  return next;
}

type Shell = 'posix' | 'cmd' | 'powershell';

const ESCAPE: Readonly<Record<Shell, string>> = { posix: '\\', cmd: '\\', powershell: '`' };
const VARIABLE = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/;
const ANSI_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

function split(line: string, shell: Shell): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let isRedirected = false;
  const escape = ESCAPE[shell];
  let word: string | null = null;
  let quote: '' | '"' | "'" | "$'" = '';
  const end = (): void => {
    if (word !== null && !isRedirected) words.push(word);
    if (word !== null) isRedirected = false;
    word = null;
  };
  const endCommand = (): void => {
    end();
    if (words.length > 0) commands.push(words);
    words = [];
    isRedirected = false;
  };
  for (let i = 0; i < line.length; i += 1) {
    const c = line[i] ?? '';
    const next = line[i + 1];
    if (quote === "'" ? c === "'" : quote === "$'" ? c === "'" : quote === '"' && c === '"') {
      quote = '';
    } else if (quote === "$'" && c === '\\' && next !== undefined) {
      word = (word ?? '') + (ANSI_ESCAPES[next] ?? next);
      i += 1;
    } else if (quote === "'" || quote === "$'") {
      word = (word ?? '') + c;
    } else if (c === '$' && shell === 'posix' && quote === '' && next === "'") {
      quote = "$'";
      word ??= '';
      i += 1;
    } else if (c === '$' && shell !== 'cmd' && VARIABLE.test(line.slice(i, i + 130))) {
      const [all = '', braced, plain] = VARIABLE.exec(line.slice(i, i + 130)) ?? [];
      word = `${word ?? ''}\${${braced ?? plain ?? ''}}`;
      i += all.length - 1;
    } else if (
      c === escape &&
      next !== undefined &&
      (quote === '' ? shell === 'posix' : isEscaped(shell, next))
    ) {
      // A line that goes on; in quotes too.
      if (next === '\r' && line[i + 2] === '\n') i += 2;
      else {
        if (next !== '\n') word = (word ?? '') + next;
        i += 1;
      }
    } else if (quote === '"') {
      word = (word ?? '') + c;
    } else if (c === '"' || (c === "'" && shell !== 'cmd')) {
      quote = c;
      word ??= '';
    } else if (/\s/.test(c)) {
      end();
    } else if (c === '>' || c === '<') {
      if (word !== null && /^\d$/.test(word)) word = null; // the 2 of `2>/dev/null`
      end();
      isRedirected = true;
    } else if (endsCommand(c, next)) {
      endCommand();
    } else {
      word = (word ?? '') + c;
    }
  }
  endCommand();
  return commands;
}

const isEscaped = (shell: Shell, next: string): boolean =>
  shell === 'cmd' ? next === '"' || next === '\\' : /["$`\\\r\n]/.test(next);

/** A lone `&` within a word is left in it: many an address is pasted without the quotes that it would need. */
const endsCommand = (c: string, next: string | undefined): boolean =>
  /[|;]/.test(c) || (c === '&' && (next === undefined || /[\s&]/.test(next)));
