import { describe, expect, it } from 'vitest';
import { acceptGoFlags } from './go-flags';
import { REPORT_FLAGS } from './report-options';

const rewritten = (line: string): string => acceptGoFlags(line.split(' '), REPORT_FLAGS).join(' ');

describe('acceptGoFlags', () => {
  it('takes one dash or two, a value behind = or as the next word', () => {
    expect(rewritten('top -base=a -sample_index 1 -h --focus b f')).toBe(
      'top --base=a --sample_index=1 -h --focus=b f',
    );
    expect(rewritten('top -focus -cum -unit= f')).toBe('top --focus=-cum --unit= f');
  });

  it('gives switches a value', () => {
    expect(rewritten('text -cum -trim=false --lines f')).toBe('text --cum=true --trim=false --lines=true f');
  });

  it('leaves unknown ones, other commands and everything after -- alone', () => {
    expect(rewritten('top -other --json -- -base')).toBe('top -other --json -- -base');
    expect(rewritten('goroutines -cum f')).toBe('goroutines -cum f');
  });
});
