import type { LabelReport } from '../../../contract/analysis';
import { useClient } from '../../state/api';
import { useQuery, type Query } from '../../state/use-query';
import { useAsking, type Pictured } from './use-asking';

/** What the values of labels have of what `ask` names; null: they are not shown. */
export function useProfileLabels(ask: () => Pictured | null): Query<LabelReport> {
  const client = useClient();
  const { key, args, live } = useAsking(ask);
  return useQuery(key, (...rest) => client.call('profile.labels', args(), ...rest), live);
}
