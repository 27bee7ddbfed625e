// What each pattern of a leak says: the usual mistake behind such a stack, and what to look for.
import type { LeakPattern } from '../../core/goroutine/leak-pattern';
import { declareSayings, type SayingEntry } from '../failures/entry';

export const PATTERN_SAYINGS = declareSayings({
  'pattern-body-not-closed': {
    message:
      'It looks like HTTP answers whose body nobody closes: each keeps a connection and two goroutines. Is resp.Body closed on every path, also where the status is an error?',
  },
  'pattern-connections-kept-idle': {
    message:
      'It looks like HTTP connections that are kept idle and not used again: a new Transport for each call, or none that closes them. Is one Client shared, and does its Transport have an IdleConnTimeout?',
  },
  'pattern-request-without-timeout': {
    message:
      'It looks like HTTP requests to which no answer comes. Does the Client have a Timeout, or each request a context that ends?',
  },
  'pattern-rows-not-closed': {
    message:
      'It looks like rows or a transaction of database/sql that nobody closes: each keeps a connection. Is there a defer rows.Close(), and a Rollback on every path?',
  },
  'pattern-context-not-cancelled': {
    message:
      'It looks like contexts that are never cancelled: their parent keeps them. Is cancel called on every path, and is the parent one that ends?',
  },
  'pattern-ticker-not-stopped': {
    message:
      'It looks like tickers that nobody stops. Is there a defer ticker.Stop(), and does the loop around it end?',
  },
  'pattern-timer-kept': {
    message:
      'It looks like timers that are kept until they fire, with all that their functions hold. Are they stopped, and how long do they run?',
  },
  'pattern-wait-group-not-done': {
    message:
      'It looks like a WaitGroup that is never done. Is Done deferred, so that an error or a panic does not skip it, and is Add called as often?',
  },
  'pattern-mutex-not-unlocked': {
    message:
      'It looks like a lock that nobody gives back: all that follow wait. Is Unlock deferred, and are two locks ever taken in opposite orders?',
  },
  'pattern-condition-not-signalled': {
    message:
      'It looks like a condition that nobody signals any more. Does every change of what is waited for call Signal or Broadcast?',
  },
  'pattern-semaphore-not-released': {
    message: 'It looks like a semaphore whose places are not given back. Is Release deferred?',
  },
  'pattern-nil-channel': {
    message: 'It waits on a nil channel, which nothing ever ends. Where should the channel have been made?',
  },
  'pattern-select-without-cases': {
    message:
      'It stands in a select without cases, which nothing ever ends. Should it wait for a context instead?',
  },
  'pattern-send-without-receiver': {
    message:
      'It looks like a send that nobody receives: who asked has given up, or the consumer has ended. Would a buffer of one do, or a select with ctx.Done()?',
  },
  'pattern-receive-without-sender': {
    message:
      'It looks like a receive to which nobody sends, or a range over a channel that nobody closes. Who should send or close, and does it on every path?',
  },
  'pattern-select-without-exit': {
    message:
      'It looks like a loop over a select without a way out. Is there a case for ctx.Done() or for a channel that is closed at the end?',
  },
  'pattern-connection-without-deadline': {
    message:
      'It looks like connections whose other side says nothing more. Is there a read deadline, an idle time-out, or keep-alive?',
  },
  'pattern-sleeps-for-ever': {
    message: 'It sleeps and tries again without an end. Is there a limit, or a context that ends it?',
  },
  'pattern-map-grows': {
    message:
      'It looks like a map from which nothing is removed. What takes its entries out, and by what key does it grow?',
  },
  'pattern-buffer-grows': {
    message:
      'It looks like buffers that are filled and never reset, or kept. Who holds them, and until when?',
  },
} satisfies Record<`pattern-${LeakPattern}`, SayingEntry>);
