/** What the analysis tabs share. */
export const views = {
  filter: 'Filter by function',
  givenUp: 'Cancelled',
  howFar: '{step}: {done} of {all}',
  step: {
    fetch: 'asking the target',
    inspect: 'looking into files',
    keep: 'keeping them',
    read: 'reading captures',
    index: 'reading captures',
    judge: 'working it out',
  },
  clearFilter: 'Clear the filter',
  noMatch: 'No row matches this filter',
  copyTable: 'Copy table',
  copyTableHint:
    'All rows as they are sorted and filtered, tab-separated (Ctrl+Shift+C). Ctrl+C copies the selected row.',
  copied: 'Copied {count} row | Copied {count} rows',
  copyStack: 'Copy stack',
  copiedStack: 'Copied the stack',
  createdBy: 'created by',
  ownOnly: 'Own code only',
  ownOnlyHint: 'Only rows with a frame of the program’s own module',
  unknownState: 'unknown',
  delta:
    'This profile is a delta over {seconds} s. It shows what changed in {seconds} s, not what is there, and is left out of growth.',
  deltaUnknown:
    'This profile holds negative values, so it is a difference. It shows what changed, not what is there, and is left out of growth.',
  noSnapshot: 'No snapshot yet',
  noSnapshotText:
    'Capture now, or import files: the first snapshot already shows where all goroutines stand.',
  kind: {
    goroutine: 'goroutine',
    'goroutine-dump': 'goroutine dump',
    goroutineleak: 'leaked goroutines',
    heap: 'heap',
    allocs: 'allocations',
    block: 'block',
    mutex: 'mutex',
    threadcreate: 'thread creation',
    profile: 'CPU',
    trace: 'trace',
  },
  rate: '{amount} {per}',
  per: { minute: 'a minute', hour: 'an hour', day: 'a day' },
  list: { two: '{a} and {b}', three: '{a}, {b} and {c}', more: '{a}, {b} and {n} more' },
} as const;
