// Where a report goes: stdout, or the file that -output names.
import { writeFile } from 'node:fs/promises';
import type { JsonCommand, JsonShape } from '../contract/cli-json';
import { encodeUtf8 } from '../core/base/utf8-writer';
import { CommandError } from './command-error';
import { printJson, printVerbatim } from './print';

/** As it is; a report that says nothing leaves no line. */
export async function writeReport(text: string, output = ''): Promise<void> {
  if (output !== '') return writeTo(output, text);
  if (text !== '') printVerbatim(text);
}

/** Of the shape that the command has in contract/cli-json. */
export async function writeJson<C extends JsonCommand>(
  command: C,
  value: JsonShape<C>,
  output = '',
): Promise<void> {
  if (output !== '') return writeTo(output, `${JSON.stringify(value, null, 2)}\n`);
  printJson(command, value);
}

async function writeTo(output: string, text: string): Promise<void> {
  try {
    await writeFile(output, encodeUtf8(text));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CommandError('unavailable', `${output} could not be written (${why}).`);
  }
}
