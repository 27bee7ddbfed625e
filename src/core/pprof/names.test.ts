import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { inferOwnCode, isOwn, type OwnCode } from '../base/own-code';
import { decodeProfile } from './decode';
import { functionFrames } from './names';
import { stacksOf } from './stacks';

const files = readdirSync(FIXTURES)
  .filter((folder) => folder.startsWith('go1.'))
  .flatMap((folder) => readdirSync(join(FIXTURES, folder)).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.pb.gz'));

describe('the functions of a profile', () => {
  it('are enough to tell whose code is whose', () => {
    expect(files.length).toBeGreaterThan(40);
    let own = 0;
    for (const file of files) {
      const profile = expectOk(decodeProfile(gunzipSync(readFileSync(join(FIXTURES, file)))));
      const frames = functionFrames(profile);
      const ours = (code: OwnCode): readonly string[] =>
        frames.filter((frame) => isOwn(frame, code)).map((frame) => frame.function);
      expect(ours(inferOwnCode([frames])), file).toEqual(ours(inferOwnCode(stacksOf(profile, 0).stacks)));
      own += ours(inferOwnCode([frames])).length;
    }
    expect(own).toBeGreaterThan(100);
  });
});
