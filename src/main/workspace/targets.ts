import {
  newTargetSchema,
  targetName,
  targetSchema,
  type NewTarget,
  type Target,
} from '../../contract/domain';
import { failed } from '../../contract/errors';
import { targetId } from './names';

/** Gives ids to the new ones among targets. Throws `bad-request` or `conflict`. */
export function withTargetIds(list: readonly (Target | NewTarget)[], reserved: readonly string[]): Target[] {
  const ids = new Set<string>();
  for (const target of list) {
    if (!('id' in target)) continue;
    if (ids.has(target.id)) throw failed('target-twice', { id: target.id });
    ids.add(target.id);
  }
  const taken = new Set([...reserved, ...ids, 'import']);
  const targets = list.map((target) => {
    if ('id' in target) return parseTarget(targetSchema.safeParse(target));
    const parsed = parseTarget(newTargetSchema.safeParse(target));
    const id = targetId(parsed.url, taken);
    taken.add(id);
    return { id, ...parsed };
  });
  const names = new Set<string>();
  for (const name of targets.map(targetName)) {
    if (names.has(name)) throw failed('target-name-twice', { name });
    names.add(name);
  }
  return targets;
}

function parseTarget<T>(
  parsed: { success: true; data: T } | { success: false; error: { issues: readonly { message: string }[] } },
): T {
  if (parsed.success) return parsed.data;
  throw failed('target-bad', { detail: parsed.error.issues[0]?.message ?? 'not as declared' });
}
