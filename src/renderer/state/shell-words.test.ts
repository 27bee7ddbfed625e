import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCommands } from './shell-words';

describe('splitCommands', () => {
  it.each<[string, string, string[]]>([
    ['quotes and backslashes', `curl -H 'A: b c' "x \\" y" z\\ w`, ['curl', '-H', 'A: b c', 'x " y', 'z w']],
    ['a backslash in quotes that escapes nothing', `curl "a\\b" 'a\\b'`, ['curl', 'a\\b', 'a\\b']],
    ['continued lines and empty words', "curl \\\n  -u '' x", ['curl', '-u', '', 'x']],
    ['continued lines from Windows', 'curl \\\r\n  x', ['curl', 'x']],
    ['quotes with escapes', `curl $'it\\'s\\tx'`, ['curl', "it's\tx"]],
    ['a prompt', '$ curl x', ['curl', 'x']],
    ['a long prompt', 'me@bastion:~/src$ curl x', ['curl', 'x']],
    ['a prompt of root', '[root@bastion ~]# curl x', ['curl', 'x']],
    [
      'a variable',
      'curl -H "A: $TOKEN" -H "B: ${OTHER}x"',
      ['curl', '-H', 'A: ${TOKEN}', '-H', 'B: ${OTHER}x'],
    ],
    ['a dollar that is none', `curl 'a$TOKEN' a$ "$1"`, ['curl', 'a$TOKEN', 'a$', '$1']],
    ['redirections', 'curl 2>/dev/null x >out 2>&1 y', ['curl', 'x', 'y']],
    ['an address without the quotes it needs', 'curl http://h:1/x?a=1&b=2', ['curl', 'http://h:1/x?a=1&b=2']],
    [
      'cmd.exe, as browsers copy it',
      'curl ^"http://h:1/x?a=1^&b=2^" ^\r\n  -H ^"A: %TOKEN%^"',
      ['curl', 'http://h:1/x?a=1&b=2', '-H', 'A: ${TOKEN}'],
    ],
    ['PowerShell', 'curl.exe `\r\n -H "A: $env:TOKEN" x', ['curl.exe', '-H', 'A: ${TOKEN}', 'x']],
    ['a prompt of PowerShell', 'PS C:\\Users\\me> iwr x', ['iwr', 'x']],
    ['nothing', '  ', []],
    ['an open quote', `curl "x y`, ['curl', 'x y']],
  ])('takes %s', (_, line, expected) => {
    expect(splitCommands(line)).toEqual(expected.length === 0 ? [] : [expected]);
  });

  it('parts the commands of a line', () => {
    expect(splitCommands('cd /tmp && curl -s x | head -5; date & ;')).toEqual([
      ['cd', '/tmp'],
      ['curl', '-s', 'x'],
      ['head', '-5'],
      ['date'],
    ]);
  });

  it('ends, and invents nothing, whatever is pasted', () => {
    const piece = fc.constantFrom(
      '$',
      '{',
      '}',
      "'",
      '"',
      '\\',
      '^',
      '`',
      '%',
      '\r\n',
      '\n',
      ' ',
      '|',
      '&',
      '>',
      '2',
      'a',
      '$env:',
      'iwr ',
      '\0',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const length = splitCommands(text).join('').length;
        // `$NAME` becomes `${NAME}`, which is two longer, for at most every other character.
        expect(length).toBeLessThanOrEqual(text.length * 2);
      }),
    );
  });
});
