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

  it('leaves out what says no more than the command', () => {
    expect(rewritten('top -top -text -cum f')).toBe('top --cum=true f');
    expect(rewritten('graph -dot f')).toBe('graph f');
    expect(rewritten('tree -top f')).toBe('tree -top f');
  });

  it("takes pprof's about fetching and symbolising", () => {
    expect(rewritten('top -symbolize none -seconds=5 -intel_syntax -output x -http=: f')).toBe(
      'top --symbolize=none --seconds=5 --intel_syntax=true --output=x --http=: f',
    );
  });

  it('leaves unknown ones, other commands and everything after -- alone', () => {
    expect(rewritten('top -other --json -- -base')).toBe('top -other --json -- -base');
    expect(rewritten('goroutines -cum f')).toBe('goroutines -cum f');
  });
});
