import { describe, it } from 'vitest';
import { goAvailable } from '../support/go-service';
import { temporaryFolder } from '../support/temporary-folder';
import { playStory } from './support/story';
import { chromiumHost, electronHost, titleOf } from './support/workbench';

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null || !goAvailable())(titleOf('the story (needs Go)', host), () => {
    const folder = temporaryFolder('story');

    it('is solved in the window, and still there when it is opened again', async () => {
      await playStory(host, folder);
    });
  });
}
