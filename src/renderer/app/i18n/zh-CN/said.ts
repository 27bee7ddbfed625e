import { patternSayings } from './said/patterns';
import { requestFailures } from './said/requests';
import { storageFailures } from './said/storage';
import { targetFailures } from './said/target';
import { verdictSayings } from './said/verdicts';

export const said = {
  ...targetFailures,
  ...storageFailures,
  ...requestFailures,
  ...verdictSayings,
  ...patternSayings,
};
