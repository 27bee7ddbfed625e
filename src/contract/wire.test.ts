import { describe, expect, it } from 'vitest';
import { clientMessageSchema, decodeMessage } from './wire';

const decode = (text: unknown) => decodeMessage(clientMessageSchema, text, 200);
function refused(text: unknown): readonly [number | null, string] {
  const decoded = decode(text);
  if (decoded.ok) throw new Error('taken for a message');
  expect(decoded.error.code).toBe('bad-request');
  return [decoded.id, decoded.error.message];
}
const call = { type: 'call', id: 7, method: 'sessions.list', args: {} };

describe('a message', () => {
  it('is taken as it came', () => {
    expect(decode(JSON.stringify(call))).toEqual({ ok: true, message: call });
  });
  it.each([
    [7, null, 'it is no text'],
    ['x'.repeat(201), null, 'it is longer than 200 characters'],
    ['{"type":', null, 'it is no JSON'],
    ['[]', null, 'it must be an object'],
    ['{"id":7}', 7, 'type must be one of call, abort'],
    ['{"type":"shout","id":7}', 7, 'type must be one of call, abort'],
    ['{"type":"abort"}', null, 'id must be a number'],
    ['{"type":"abort","id":1.5}', null, 'id must be an integer'],
    ['{"type":"abort","id":-1}', null, 'id must be at least 0'],
    ['{"type":"abort","id":7,"why":"so"}', 7, 'it must not hold why'],
    ['{"type":"call","id":7,"args":{}}', 7, 'method must be a string'],
  ])('%s is refused in a sentence, to the call that it names', (text, id, why) => {
    expect(refused(text)).toEqual([id, `Not a message of Plumbline's: ${why}.`]);
  });
});
