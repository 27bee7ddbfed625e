import { requestFailures } from './failures/requests';
import { storageFailures } from './failures/storage';
import { targetFailures } from './failures/target';

export const failures = { ...targetFailures, ...storageFailures, ...requestFailures };
