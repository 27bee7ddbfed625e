import { verdictSayings } from './said/verdicts';
import { requestFailures } from './said/requests';
import { storageFailures } from './said/storage';
import { targetFailures } from './said/target';

export const said = { ...targetFailures, ...storageFailures, ...requestFailures, ...verdictSayings };
