// The fields of a zod schema as a page would list them: `captures[].file`. Named parts that stand in many places are
// leaves: a frame is described once.
import { z } from 'zod';

interface Node {
  properties?: Record<string, Node>;
  items?: Node;
  prefixItems?: Node[];
  additionalProperties?: Node | boolean;
  anyOf?: Node[];
  oneOf?: Node[];
}

const FRAME = ['file', 'function', 'line'];

export function fieldsOf(schema: z.ZodType): string[] {
  const fields = new Set<string>();
  walk(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }) as Node, '', fields);
  return [...fields].sort();
}

function walk(node: Node, path: string, fields: Set<string>): void {
  const parts = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (parts.length > 0) {
    for (const part of parts) walk(part, path, fields);
    if (parts.every((part) => !hasParts(part))) fields.add(path);
    return;
  }
  if (node.items !== undefined && hasParts(node.items)) {
    walk(node.items, `${path}[]`, fields);
    return;
  }
  if (hasParts(node)) {
    for (const [name, part] of Object.entries(node.properties ?? {})) {
      walk(part, path === '' ? name : `${path}.${name}`, fields);
    }
    return;
  }
  if (path !== '') fields.add(path);
}

function hasParts(node: Node): boolean {
  const names = Object.keys(node.properties ?? {}).sort();
  if (names.length > 0) return names.join() !== FRAME.join();
  if (node.items !== undefined) return hasParts(node.items);
  return [...(node.anyOf ?? []), ...(node.oneOf ?? [])].some(hasParts);
}
