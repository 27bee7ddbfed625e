// All that src/main writes goes through `Files` of workspace/files.ts, whose operations the crash tests record and cut. What
// node:fs has for writing is therefore out of reach elsewhere; `open` is too, since it opens for either.
const READING = [
  'BigIntStats',
  'Dirent',
  'FileHandle',
  'ReadStream',
  'Stats',
  'access',
  'closeSync',
  'createReadStream',
  'existsSync',
  'fstatSync',
  'lstat',
  'readFile',
  'readFileSync',
  'readSync',
  'readdir',
  'readlink',
  'realpath',
  'realpathSync',
  'stat',
  'statSync',
];
const message = 'Only workspace/files.ts writes: take its `Files`, and `openToRead` for reading in parts.';
const forReading = (name) => ({ name, allowImportNames: READING, message });

/** An entry of the ESLint configuration. */
export const oneDiskSeam = {
  files: ['src/main/**/*.ts'],
  ignores: ['src/main/workspace/files.ts', '**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [
          forReading('node:fs'),
          forReading('node:fs/promises'),
          { name: 'fs', message: 'Write node:fs.' },
          { name: 'fs/promises', message: 'Write node:fs/promises.' },
          { name: 'write-file-atomic', message },
          { name: 'conf', message },
        ],
      },
    ],
    'no-restricted-syntax': [
      'error',
      { selector: 'ImportExpression[source.value=/^(node:)?fs(\\u002fpromises)?$/]', message },
    ],
  },
};
