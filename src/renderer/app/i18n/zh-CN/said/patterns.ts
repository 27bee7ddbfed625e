import type { PATTERN_SAYINGS } from '../../../../../contract/verdicts/patterns';
import type { Same } from '../../same';
import type { TextsOf } from '../../said';

export const patternSayings: Same<TextsOf<typeof PATTERN_SAYINGS>> = {
  'pattern-body-not-closed': {
    message:
      '看来是 HTTP 应答的 Body 没有关闭：每个都占着一条连接和两个 goroutine。resp.Body 在每条路径上（包括状态码出错时）都关闭了吗？',
  },
  'pattern-connections-kept-idle': {
    message:
      '看来是一直闲置、不再使用的 HTTP 连接：每次调用都新建 Transport，或没有什么会关闭它们。是否共用一个 Client？其 Transport 设了 IdleConnTimeout 吗？',
  },
  'pattern-request-without-timeout': {
    message: '看来是等不到应答的 HTTP 请求。Client 设了 Timeout 吗？每个请求的 context 会结束吗？',
  },
  'pattern-rows-not-closed': {
    message:
      '看来是 database/sql 的结果集或事务没有关闭：每个都占着一条连接。有 defer rows.Close() 吗？每条路径上都有 Rollback 吗？',
  },
  'pattern-context-not-cancelled': {
    message:
      '看来是从未取消的 context：父 context 一直保留着它们。每条路径上都调用了 cancel 吗？父 context 会结束吗？',
  },
  'pattern-ticker-not-stopped': {
    message: '看来是没有停止的 ticker。有 defer ticker.Stop() 吗？外层的循环会结束吗？',
  },
  'pattern-timer-kept': {
    message: '看来是一直保留到触发的定时器，连同其函数引用的一切。它们会被停止吗？时长是多少？',
  },
  'pattern-wait-group-not-done': {
    message:
      '看来是永远等不到 Done 的 WaitGroup。Done 用了 defer 吗？出错或 panic 时会不会被跳过？Add 的次数相符吗？',
  },
  'pattern-mutex-not-unlocked': {
    message: '看来是没有归还的锁：后来者都在等待。Unlock 用了 defer 吗？有没有以相反的顺序取两把锁？',
  },
  'pattern-condition-not-signalled': {
    message: '看来是再也没有人通知的条件变量。所等待的状态每次改变都会调用 Signal 或 Broadcast 吗？',
  },
  'pattern-semaphore-not-released': { message: '看来是名额没有归还的信号量。Release 用了 defer 吗？' },
  'pattern-nil-channel': { message: '它在等待一个 nil channel，永远不会结束。这个 channel 本应在哪里创建？' },
  'pattern-select-without-cases': {
    message: '它停在没有分支的 select 中，永远不会结束。是不是应该改为等待 context？',
  },
  'pattern-send-without-receiver': {
    message:
      '看来是没有人接收的发送：请求方已放弃，或消费者已结束。用容量为一的缓冲，或带 ctx.Done() 的 select，可以吗？',
  },
  'pattern-receive-without-sender': {
    message:
      '看来是没有人发送的接收，或是对无人关闭的 channel 的 range。应由谁发送或关闭？每条路径上都做了吗？',
  },
  'pattern-select-without-exit': {
    message: '看来是没有出口的 select 循环。有等待 ctx.Done() 或在结束时关闭的 channel 的分支吗？',
  },
  'pattern-connection-without-deadline': {
    message: '看来是对端不再说话的连接。设置了读取期限、空闲超时或 keep-alive 吗？',
  },
  'pattern-sleeps-for-ever': { message: '它没有止境地休眠和重试。有次数上限吗？有能结束它的 context 吗？' },
  'pattern-map-grows': { message: '看来是只增不减的 map。由什么移除其中的条目？它按什么键增长？' },
  'pattern-buffer-grows': { message: '看来是填充后从不重置或一直保留的缓冲区。由谁持有？到何时为止？' },
};
