// The words of a command line as a shell hands them over: POSIX shells, cmd.exe and PowerShell as far as pasted lines
// need. Nothing is expanded; a variable comes out as `${NAME}`, the form in which a header may name it. Only the first
// command counts: what follows a pipe, a redirection or `&&` is not for it.

/** As cmd.exe reads it: a caret takes the meaning from what follows, or joins the next line. */
const isCmd = (text: string): boolean => /\^(\r?\n|["^&])/.test(text);
const isPowerShell = (text: string): boolean =>
  /`\r?\n|\$env:/i.test(text) || /^(iwr|irm|invoke-)/i.test(text);

/** What stands before a pasted command: `user@host:~$ `, `PS C:\> `, `# `. */
const PROMPT =
  /^(?:PS [^\n>]*>|\[[\w.@:~ /-]+\][$#]|[\w.-]+@[^\n$#%>]*[$#%>]|[A-Za-z]:\\[^\n>]*>|[$#%>])\s*(?=[\w./\\])/;

export function splitWords(text: string): string[] {
  const line = text.trim().replace(PROMPT, '');
  if (isCmd(line)) {
    const bare = line.replace(/\^(\r?\n\s*|[\s\S])/g, (_, next: string) =>
      /[\r\n]/.test(next) ? ' ' : next,
    );
    return split(bare.replace(/%([A-Za-z_]\w*)%/g, '${$1}'), 'cmd');
  }
  if (isPowerShell(line)) {
    const joined = line.replace(/`\r?\n/g, ' ').replace(/\$\{?env:([A-Za-z_]\w*)\}?/gi, '${$1}');
    return split(joined, 'powershell');
  }
  return split(line, 'posix');
}

type Shell = 'posix' | 'cmd' | 'powershell';

const ESCAPE: Readonly<Record<Shell, string>> = { posix: '\\', cmd: '\\', powershell: '`' };
const VARIABLE = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/;
const ANSI_ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

function split(line: string, shell: Shell): string[] {
  const words: string[] = [];
  const escape = ESCAPE[shell];
  let word: string | null = null;
  let quote: '' | '"' | "'" | "$'" = '';
  const end = (): void => {
    if (word !== null) words.push(word);
    word = null;
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
    } else if (endsCommand(c, next)) {
      if (word !== null && /^\d$/.test(word) && (c === '>' || c === '<')) word = null; // the 2 of `2>/dev/null`
      break;
    } else {
      word = (word ?? '') + c;
    }
  }
  end();
  return words;
}

const isEscaped = (shell: Shell, next: string): boolean =>
  shell === 'cmd' ? next === '"' || next === '\\' : /["$`\\\r\n]/.test(next);

/** A lone `&` within a word is left in it: many an address is pasted without the quotes that it would need. */
const endsCommand = (c: string, next: string | undefined): boolean =>
  /[|;<>]/.test(c) || (c === '&' && (next === undefined || /[\s&]/.test(next)));
