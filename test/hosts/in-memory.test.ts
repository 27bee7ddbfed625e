import { beforeAll } from 'vitest';
import { createInMemoryTransport } from '../../src/main/in-memory-transport';
import { temporaryFolder } from '../support/temporary-folder';
import { createFakeBackend } from './support/fake-backend';
import { scenarios } from './support/scenarios';
import { describeTransport, writeCaptures } from './support/transport-suite';

const dir = temporaryFolder('memory');
beforeAll(() => writeCaptures(dir));
const transport = createInMemoryTransport(createFakeBackend(dir));

describeTransport('in-memory', (scenario) => scenarios[scenario]({ transport }), { carriesTexts: false });
