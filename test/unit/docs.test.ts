// The pages that describe files and JSON, held against the schemas: neither may know a field that the other does not.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { JSON_SHAPES, type JsonCommand } from '../../src/contract/cli-json';
import { FAILURE_CODES } from '../../src/main/capture/capture-failure';
import { mappingsFile } from '../../src/main/source-files/kept-mappings';
import { entrySchema, JOURNAL_VERSION } from '../../src/main/workspace/journal-entry';
import { sessionFile } from '../../src/main/workspace/session-file';
import { differences, documentedFields, sectionAt } from '../support/documented-fields';
import { fieldsOf } from '../support/schema-fields';

const ROOT = resolve(import.meta.dirname, '../..');
const nothing = { missing: [], invented: [] };

describe('docs/formats.md', async () => {
  const page = await readFile(join(ROOT, 'docs/formats.md'), 'utf8');
  const journal = page.slice(page.indexOf('## journal.jsonl'));
  const entries = new Map(
    entrySchema.options.map((option) => [option.shape.type.value as string, option as z.ZodType]),
  );
  const described = [...journal.matchAll(/^### (.+)$/gm)].flatMap(([, heading = '']) =>
    [...heading.matchAll(/`([^`]+)`/g)].map(([, type = '']) => ({ type, heading })),
  );

  it('describes every type of entry, and no other', () => {
    expect(described.map(({ type }) => type).sort()).toEqual([...entries.keys()].sort());
  });

  it.each(described)('lists the fields of $type', ({ type, heading }) => {
    const schema = entries.get(type);
    if (schema === undefined) throw new Error(`no entry ${type}`);
    const envelope = new Set(['v', 'at', 'type']);
    const real = fieldsOf(schema).filter((field) => !envelope.has(field));
    expect(differences(real, documentedFields(sectionAt(journal, `### ${heading}`)))).toEqual(nothing);
  });

  it('lists the fields of session.json', () => {
    const section = sectionAt(page, '<!-- fields: session.json -->');
    expect(differences(fieldsOf(sessionFile), documentedFields(section))).toEqual(nothing);
  });

  it('lists the fields of where sources are', () => {
    const section = sectionAt(page, '<!-- fields: sources -->');
    expect(differences(fieldsOf(mappingsFile), documentedFields(section))).toEqual(nothing);
  });

  it('names the versions', () => {
    expect(page).toContain(`| \`journal.jsonl\` | ${JOURNAL_VERSION}. `);
    expect(page).toContain(`| \`session.json\` | ${sessionFile.shape.formatVersion.value} |`);
  });
});

describe('docs/json.md', async () => {
  const page = await readFile(join(ROOT, 'docs/json.md'), 'utf8');
  const commands = Object.keys(JSON_SHAPES) as JsonCommand[];

  it('describes every command that prints JSON, and no other', () => {
    const described = [...page.matchAll(/<!-- fields: (.+) -->/g)].map(([, command]) => command);
    expect(described.sort()).toEqual([...commands].sort());
  });

  it.each(commands)('lists the fields of %s', (command) => {
    const section = sectionAt(page, `<!-- fields: ${command} -->`);
    expect(differences(fieldsOf(JSON_SHAPES[command]), documentedFields(section))).toEqual(nothing);
  });
});

describe('docs/guide/troubleshooting.md', () => {
  it('says of every way to fail what to do', async () => {
    const page = await readFile(join(ROOT, 'docs/guide/troubleshooting.md'), 'utf8');
    expect([...documentedFields(page).fields].sort()).toEqual([...FAILURE_CODES].sort());
  });
});

describe('the pages', async () => {
  const pages = [
    'README.md',
    ...(await readdir(join(ROOT, 'docs'), { recursive: true })).map((file) => `docs/${file}`),
  ].filter((file) => file.endsWith('.md'));

  it.each(pages)('%s links to what is there', async (page) => {
    const text = await readFile(join(ROOT, page), 'utf8');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      if (/^(https?:|#)/.test(link)) return false;
      return !existsSync(join(ROOT, dirname(page), link.replace(/#.*$/, '')));
    });
    expect(broken).toEqual([]);
  });
});
