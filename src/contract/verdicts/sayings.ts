// What a verdict says: its sentence, its evidence, what is missing and what to do next, each by key and values. The English
// is here, every other language beside it in renderer/app/i18n.
import { declareSayings } from '../failures/entry';

const leak = { rate: 'countRate', places: 'text', since: 'time' } as const;
const heap = { rate: 'byteRate', places: 'text', since: 'time' } as const;

export const VERDICT_SAYINGS = declareSayings({
  // Sentences, one for each row of the table, or for each way to say it.
  'says-goroutines-grow': {
    values: leak,
    message: 'Goroutines leak: {rate} more at {places}, since {since}.',
  },
  'says-goroutines-grow-before': {
    values: { rate: 'countRate', places: 'text' },
    message: 'Goroutines leak: {rate} more at {places}, since before watching began.',
  },
  'says-runtime-proof': {
    values: { n: 'count', places: 'text' },
    message:
      'The runtime has proven {n} goroutine leaked, at {places}: nothing can wake it. | The runtime has proven {n} goroutines leaked, at {places}: nothing can wake them.',
  },
  'says-goroutines-stay': {
    values: { stayed: 'count', were: 'count', born: 'count', span: 'span', places: 'text' },
    message:
      'Goroutines leak at {places}: {stayed} of the {were} that were there {span} before still are, and {born} more have come. A pool that fills looks the same until it is full.',
  },
  'says-heap-grows': {
    values: heap,
    message: 'The heap leaks: {rate} more, allocated at {places}, since {since}.',
  },
  'says-heap-grows-before': {
    values: { rate: 'byteRate', places: 'text' },
    message: 'The heap leaks: {rate} more, allocated at {places}, since before watching began.',
  },
  'says-outside-grows': {
    values: { rate: 'byteRate' },
    message:
      'Memory outside Go grows by {rate}: cgo, mmap or another allocator, where no Go profile sees it.',
  },
  'says-headroom-grows': {
    values: { rate: 'byteRate' },
    message:
      'What is alive does not grow, but what the garbage collector leaves does, by {rate}: headroom or fragmentation.',
  },
  'says-goroutines-of-all-ages': {
    values: { n: 'count', places: 'text', longest: 'span' },
    message:
      '{n} goroutine stands at {places}. | {n} goroutines at {places} look leaked: in one dump they have waited for all lengths of time, up to {longest}, as where they come and none goes.',
  },
  'says-goroutines-crowd': {
    values: { n: 'count', total: 'count', places: 'text' },
    message:
      '{n} of {total} goroutines stands at {places}. | {n} of {total} goroutines are blocked at {places}: at one moment that looks like a leak.',
  },
  'says-growing-goroutines': {
    values: { rate: 'countRate', places: 'text', when: 'said' },
    message:
      'Goroutines grow, {rate} more at {places}. That is proven; whether it is a leak or warming up is known {when}.',
  },
  'says-growing-heap': {
    values: { rate: 'byteRate', places: 'text', when: 'said' },
    message:
      'The heap grows, {rate} more allocated at {places}. That is proven; whether it is a leak or warming up is known {when}.',
  },
  'says-growing-site': {
    values: { rate: 'countRate', places: 'text' },
    message:
      'Goroutines grow, {rate} more at {places}, where they stand in many stacks. That is proven of all of them together, of no single one.',
  },
  'says-growing-heap-site': {
    values: { rate: 'byteRate', places: 'text' },
    message:
      'The heap grows, {rate} more allocated at {places}, in many stacks. That is proven of all of them together, of no single one.',
  },
  'says-growing-outside': {
    values: { rate: 'byteRate', when: 'said' },
    message:
      'Memory outside Go grows by {rate}. That is proven; whether it is a leak or warming up is known {when}.',
  },
  'says-growing-headroom': {
    values: { rate: 'byteRate', when: 'said' },
    message:
      'What the garbage collector leaves grows by {rate}. That is proven; whether it goes on is known {when}.',
  },
  'says-growing-part': {
    values: { part: 'said', rate: 'byteRate' },
    message: '{part} grows by {rate}: that is proven, though of no single stack.',
  },
  'says-no-leak': {
    values: { stacks: 'count', span: 'span', goroutines: 'countRate', heap: 'byteRate' },
    message:
      'No leak: over {span} none of {stacks} stacks grows beyond doubt, or is near to it. A leak on a stack of its own that is slower than {goroutines} (goroutines) or {heap} (heap) would not have been seen, nor perhaps a faster one on a stack that follows the load.',
  },
  'says-no-leak-unbounded': {
    values: { stacks: 'count', span: 'span' },
    message: 'No leak: over {span} none of {stacks} stacks grows beyond doubt, or is near to it.',
  },
  'says-not-enough': { values: { why: 'said' }, message: 'Not enough data yet: {why}' },
  'says-not-enough-until': {
    values: { why: 'said', when: 'said' },
    message: 'Not enough data yet: {why} There will be {when}, if all goes on as it is.',
  },
  // Of captures that have ended a date would lie in the past.
  'when-at': { values: { at: 'time' }, message: 'at about {at}' },
  'when-watched': { values: { span: 'span' }, message: 'after {span} more of captures' },
  'when-day-at': { values: { at: 'time' }, message: 'at about {at}, when the process is a day old' },
  'when-day-watched': {
    values: { span: 'span' },
    message: 'after {span} more of captures, when the process is a day old',
  },
  'when-lives-longer': {
    values: { span: 'span' },
    message: 'once a process lives for a day: so far each lives for {span} on average',
  },
  'when-alone': {
    message: 'once one process proves it by itself: what warms up in each of them looks the same',
  },

  // What is missing, the gravest first.
  'missing-all': { message: 'there is no absolute capture of goroutines or heap.' },
  'missing-deltas': {
    values: { n: 'count' },
    message:
      'the only capture is a delta, which shows what changed for a moment, not what is there. | all {n} captures are deltas, which show what changed for a moment, not what is there.',
  },
  'missing-several': {
    message: 'several processes answer behind one URL, and what they hold does not compare.',
  },
  'missing-goroutines': { message: 'goroutines are not captured.' },
  'missing-heap': { message: 'the heap is not captured.' },
  'missing-heap-as-text': {
    message: 'the heap is captured only as text (debug=1), and growth needs profiles (without debug).',
  },
  'missing-life': {
    message: 'whether the process restarted is not known, and nothing compares across a restart.',
  },
  'missing-rising': {
    values: { n: 'count', places: 'text' },
    message:
      'one place rises, and it is not beyond doubt: {places}. | {n} places rise, none of them beyond doubt: {places}.',
  },
  'missing-snapshots': {
    values: { n: 'count', needed: 'count', of: 'said' },
    message:
      '{n} observation of {of}, and {needed} are needed. | {n} observations of {of}, and {needed} are needed.',
  },
  'of-goroutines': { message: 'the goroutines' },
  'of-heap': { message: 'the heap' },
  'missing-hours': {
    values: { span: 'span' },
    message: 'this process has been watched for {span}, and a day shows what a day brings.',
  },

  // Evidence.
  'shows-goroutines': {
    values: { n: 'count', all: 'count', places: 'text' },
    message:
      'Goroutines: {n} of {all} stacks never comes down, beyond doubt: {places} | Goroutines: {n} of {all} stacks never come down, beyond doubt: {places}',
  },
  'shows-heap': {
    values: { n: 'count', all: 'count', places: 'text' },
    message:
      'Heap: {n} of {all} stacks never comes down, beyond doubt: {places} | Heap: {n} of {all} stacks never come down, beyond doubt: {places}',
  },
  'shows-heap-of-goroutines': {
    values: { n: 'count', rate: 'byteRate' },
    message:
      'Of what grows in the heap, {n} site is where they allocate, {rate} | Of what grows in the heap, {n} sites are where they allocate, {rate}',
  },
  'shows-sites': {
    values: { n: 'count', places: 'text' },
    message:
      '{n} place grows over many stacks, beyond doubt of all of them together: {places} | {n} places grow over many stacks, beyond doubt of all of them together: {places}',
  },
  'shows-together': {
    values: { n: 'count', lives: 'count', places: 'text' },
    message:
      '{n} of them is proven by {lives} processes of this build together, not by this one alone: {places} | {n} of them are proven by {lives} processes of this build together, not by this one alone: {places}',
  },
  'shows-restarts': {
    values: { n: 'count', span: 'span' },
    message:
      'It has been started {n} times, every {span} on average: what needs longer to show is told only from all processes of its build together',
  },
  'shows-restarts-of-unknown-build': {
    values: { n: 'count', span: 'span' },
    message:
      'It has been started {n} times, every {span} on average: what needs longer to show is not seen, since of which build the processes are is not known',
  },
  'shows-rising': {
    values: { n: 'count', places: 'text' },
    message: '{n} stack rises without proof: {places} | {n} stacks rise without proof: {places}',
  },
  'shows-staying': {
    values: { stayed: 'count', were: 'count', born: 'count', span: 'span', places: 'text' },
    message: 'Two dumps {span} apart: {stayed} of {were} stayed at {places}, {born} came',
  },
  'shows-ages': {
    values: { n: 'count', old: 'count', longest: 'span', places: 'text' },
    message:
      'One dump: {n} goroutine of all ages at {places} | One dump: {n} goroutines of all ages at {places}, {old} older than half of the process’s life, the oldest {longest}',
  },
  'shows-leaked': {
    values: { n: 'count', places: 'text' },
    message:
      'goroutineleak: {n} goroutine cannot be woken by anything, at {places} | goroutineleak: {n} goroutines cannot be woken by anything, at {places}',
  },
  'shows-reachable': {
    values: { n: 'count', places: 'text' },
    message:
      '{n} stack grows that goroutineleak does not list: something that runs, or a global, still reaches what it waits for, at {places} | {n} stacks grow that goroutineleak does not list: something that runs, or a global, still reaches what they wait for, at {places}',
  },
  'shows-none-leaked': {
    message:
      'goroutineleak lists none. It proves what nothing can reach; what a global or a running goroutine still reaches may leak all the same',
  },
  'shows-crowd': {
    values: { n: 'count', total: 'count', places: 'text' },
    message:
      '{n} of {total} goroutines is blocked at {places} | {n} of {total} goroutines are blocked at {places}',
  },
  'shows-age': {
    values: { span: 'span' },
    message: 'The process is {span} old',
  },
  'shows-age-unknown': {
    values: { span: 'span' },
    message: 'The process is at least {span} old; when it was started is not known',
  },
  'shows-part': {
    values: { part: 'said', rate: 'byteRate', share: 'share' },
    message: '{part}: {rate} more, {share} of the growth of RSS',
  },
  'shows-cost': {
    values: { stack: 'bytes', heap: 'bytes' },
    message: 'Each of these goroutines costs about {stack} of stack and {heap} of heap (an estimate)',
  },
  'shows-forecast': {
    values: { limit: 'bytes', at: 'time', about: 'span' },
    message: 'At this rate the limit of {limit} is reached at {at}, give or take {about}',
  },
  'shows-gomemlimit': {
    message:
      'Go holds as much as GOMEMLIMIT allows: the heap stops growing there and the collector works the harder, so a level heap proves nothing',
  },
  'part-live': { message: 'Live heap' },
  'part-headroom': { message: 'GC headroom' },
  'part-stacks': { message: 'Goroutine stacks' },
  'part-runtime': { message: 'Go runtime' },
  'part-idle': { message: 'Kept for later' },
  'part-outside': { message: 'Outside Go' },
  'shows-no-rss': {
    message: 'Memory outside Go is not known: RSS is not captured',
  },
  'shows-truncated': {
    message: 'The newest dump is cut off, and tells nothing of ages and of who stayed',
  },
  'shows-in-place': {
    values: { until: 'time', n: 'count' },
    message:
      'Judged by the process before, of the same build, seen until {until}: the one that runs now has been observed once | Judged by the process before, of the same build, seen until {until}: the one that runs now has been observed {n} times',
  },
  'shows-earlier': {
    values: { until: 'time', rate: 'countRate', places: 'text' },
    message: 'The process before it, seen until {until}, grew by {rate} at {places}, beyond doubt',
  },
  'shows-earlier-heap': {
    values: { until: 'time', rate: 'byteRate', places: 'text' },
    message:
      'The heap of the process before it, seen until {until}, grew by {rate}, allocated at {places}, beyond doubt',
  },

  // Next steps.
  'next-read': {
    values: { places: 'text' },
    message:
      'Read the source at {places}: what should wake what waits there, and who calls it again and again?',
  },
  'next-read-heap': {
    values: { places: 'text' },
    message: 'Read the source at {places}: what keeps what is allocated there, and what should let it go?',
  },
  'next-dump': {
    message: 'Take a goroutine dump: waits say how old they are, ids who is still there.',
  },
  'next-second-dump': {
    values: { at: 'time' },
    message: 'Take a second dump at about {at}: who is still there by then has stayed.',
  },
  'next-second-dump-now': { message: 'Take a second dump now: who is still there has stayed.' },
  'next-goroutineleak': {
    message: 'Take a goroutineleak profile (Go 1.26 and newer): the runtime proves what nothing can wake.',
  },
  'next-trace': {
    message: 'Take an execution trace of a few seconds: it shows who creates them, and when.',
  },
  'next-heap': { message: 'Take a heap profile, absolute: no seconds, no debug.' },
  'next-goroutine': { message: 'Take a goroutine profile, absolute: no seconds.' },
  'next-memory': {
    message:
      'Let it capture memory numbers with RSS (/metrics): they tell heap, stacks and what is outside Go apart.',
  },
  'next-native': {
    message:
      'Look outside Go: cgo allocations (jemalloc or tcmalloc profile, heaptrack), mmap (pmap -x), many threads.',
  },
  'next-gc': {
    message: 'Look at GOGC and GOMEMLIMIT, and at objects of many sizes that come and go.',
  },
  'next-wait': {
    values: { at: 'time' },
    message: 'Go on capturing until about {at}.',
  },
  'next-wait-more': { values: { span: 'span' }, message: 'Go on capturing, for {span} more.' },
  'next-plan': { message: 'Let it capture by a plan: slow leaks show over days.' },
});
