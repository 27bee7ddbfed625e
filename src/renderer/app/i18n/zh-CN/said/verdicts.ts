import type { VERDICT_SAYINGS } from '../../../../../contract/verdicts/sayings';
import type { Same } from '../../same';
import type { TextsOf } from '../../said';

export const verdictSayings: Same<TextsOf<typeof VERDICT_SAYINGS>> = {
  'says-goroutines-grow': { message: 'goroutine 泄漏：{places} 处自 {since} 起{rate}增加。' },
  'says-goroutines-grow-before': { message: 'goroutine 泄漏：{places} 处{rate}增加，开始观察之前就已如此。' },
  'says-runtime-proof': {
    message: '运行时已证明 {n} 个 goroutine 泄漏，位于 {places}：没有什么能唤醒它们。',
  },
  'says-goroutines-stay': {
    message:
      'goroutine 在 {places} 处泄漏：{span} 之前的 {were} 个中有 {stayed} 个仍在，又新增了 {born} 个。正在填充的池子在填满之前看起来也是这样。',
  },
  'says-heap-grows': { message: '堆泄漏：自 {since} 起{rate}增加，分配于 {places}。' },
  'says-heap-grows-before': { message: '堆泄漏：{rate}增加，分配于 {places}，开始观察之前就已如此。' },
  'says-outside-grows': {
    message: 'Go 之外的内存{rate}增长：cgo、mmap 或其他分配器，任何 Go 剖析都看不到它。',
  },
  'says-headroom-grows': {
    message: '存活的内存没有增长，但垃圾回收留下的部分{rate}增长：余量或碎片。',
  },
  'says-goroutines-of-all-ages': {
    message:
      '{places} 处的 {n} 个 goroutine 看来已泄漏：在一次转储中，它们的等待时间长短不一，最长 {longest}，如同只来不走。',
  },
  'says-goroutines-crowd': {
    message: '{total} 个 goroutine 中有 {n} 个阻塞在 {places}：就这一刻而言，像是泄漏。',
  },
  'says-growing-goroutines': {
    message: 'goroutine 在增长，{places} 处{rate}。这已得到证明；是泄漏还是预热，要{when}才能知道。',
  },
  'says-growing-heap': {
    message: '堆在增长，{places} 处{rate}。这已得到证明；是泄漏还是预热，要{when}才能知道。',
  },
  'says-growing-site': {
    message:
      'goroutine 在增长，{places} 处{rate}，分散在许多栈中。合在一起已得到证明，但没有哪个栈单独如此。',
  },
  'says-growing-heap-site': {
    message: '堆在增长，{places} 处{rate}，分散在许多栈中。合在一起已得到证明，但没有哪个栈单独如此。',
  },
  'says-growing-outside': {
    message: 'Go 之外的内存{rate}增长。这已得到证明；是泄漏还是预热，要{when}才能知道。',
  },
  'says-growing-headroom': {
    message: '垃圾回收留下的部分{rate}增长。这已得到证明；是否会继续，要{when}才能知道。',
  },
  'says-growing-part': { message: '{part}{rate}增长：这已得到证明，但没有哪个栈单独如此。' },
  'says-no-leak': {
    message:
      '没有泄漏：在 {span} 内，{stacks} 个栈无一确定增长，也没有接近确定的。在独立的栈上，慢于 {goroutines}（goroutine）或 {heap}（堆）的泄漏看不出来；在随负载起伏的栈上，更快的也可能看不出来。',
  },
  'says-no-leak-unbounded': {
    message: '没有泄漏：在 {span} 内，{stacks} 个栈无一确定增长，也没有接近确定的。',
  },
  'says-not-enough': { message: '数据还不够：{why}' },
  'says-not-enough-until': { message: '数据还不够：{why}照此下去，{when}就够了。' },
  'when-at': { message: '到大约 {at}' },
  'when-day-at': { message: '到大约 {at}（进程满一天）' },
  'when-day-watched': { message: '再采集 {span}（进程满一天）' },
  'when-lives-longer': { message: '等到有进程存活满一天（目前平均存活 {span}）' },
  'when-alone': { message: '等到某个进程单独证明它（在每个进程里预热的东西看起来也是这样）' },
  'when-watched': { message: '再采集 {span} 之后' },

  'missing-all': { message: '没有 goroutine 或堆的绝对值采集。' },
  'missing-deltas': { message: '全部 {n} 个采集都是差值，只显示片刻之间的变化，不显示实际存量。' },
  'missing-several': { message: '一个 URL 背后有多个进程应答，它们的内容不可比较。' },
  'missing-goroutines': { message: '没有采集 goroutine。' },
  'missing-heap': { message: '没有采集堆。' },
  'missing-heap-as-text': { message: '堆只以文本（debug=1）采集，而判断增长需要剖析（不带 debug）。' },
  'missing-life': { message: '不知道进程是否重启过，而跨越重启的数值不可比较。' },
  'missing-rising': { message: '有 {n} 处在上升，但都还不能确定：{places}。' },
  'missing-snapshots': { message: '{of}需要 {needed} 次观测，现有 {n} 次。' },
  'of-goroutines': { message: 'goroutine ' },
  'of-heap': { message: '堆' },
  'missing-hours': { message: '对该进程只观察了 {span}，而要看到一天之内的变化需要一天。' },

  'shows-goroutines': { message: 'goroutine：{all} 个栈中有 {n} 个从不回落，确定无疑：{places}' },
  'shows-heap': { message: '堆：{all} 个栈中有 {n} 个从不回落，确定无疑：{places}' },
  'shows-heap-of-goroutines': { message: '堆中的增长有 {n} 处由它们分配，{rate}' },
  'shows-sites': { message: '{n} 处在许多栈中增长，合在一起确定无疑：{places}' },
  'shows-together': {
    message: '其中 {n} 个由此构建的 {lives} 个进程共同证明，当前进程单独不足以证明：{places}',
  },
  'shows-restarts': {
    message: '它启动过 {n} 次，平均每 {span} 一次：需要更久才显现的，只有同一构建的所有进程合在一起才能看出',
  },
  'shows-restarts-of-unknown-build': {
    message: '它启动过 {n} 次，平均每 {span} 一次：需要更久才显现的看不出来，因为不知道各进程属于哪个构建',
  },
  'shows-rising': { message: '{n} 个栈在上升，尚无证明：{places}' },
  'shows-staying': {
    message: '相隔 {span} 的两次转储：{places} 处 {were} 个中有 {stayed} 个留了下来，新增 {born} 个',
  },
  'shows-ages': {
    message:
      '一次转储：{places} 处有 {n} 个年龄各异的 goroutine，{old} 个超过进程生命期的一半，最老的 {longest}',
  },
  'shows-leaked': { message: 'goroutineleak：{n} 个 goroutine 不可能被唤醒，位于 {places}' },
  'shows-reachable': {
    message:
      '{n} 个增长的栈未被 goroutineleak 列出：它们所等待的仍可由运行中的 goroutine 或全局变量到达，位于 {places}',
  },
  'shows-none-leaked': {
    message:
      'goroutineleak 没有列出任何 goroutine。它证明的是无法到达者；仍被全局变量或运行中的 goroutine 引用者同样可能泄漏',
  },
  'shows-crowd': { message: '{total} 个 goroutine 中有 {n} 个阻塞在 {places}' },
  'shows-age': { message: '进程已运行 {span}' },
  'shows-age-unknown': { message: '进程至少已运行 {span}；启动时间未知' },
  'shows-part': { message: '{part}：{rate}，占 RSS 增长的 {share}' },
  'shows-cost': { message: '每个这样的 goroutine 大约占用 {stack} 栈和 {heap} 堆（估计值）' },
  'shows-forecast': { message: '照此速度，将在 {at} 前后（误差 {about}）达到 {limit} 的上限' },
  'shows-gomemlimit': {
    message: 'Go 持有的内存已达 GOMEMLIMIT：堆在此停止增长，回收器更加忙碌，因此堆持平并不说明什么',
  },
  'part-live': { message: '存活堆' },
  'part-headroom': { message: 'GC 余量' },
  'part-stacks': { message: 'goroutine 栈' },
  'part-runtime': { message: 'Go 运行时' },
  'part-idle': { message: '留作后用' },
  'part-outside': { message: 'Go 之外' },
  'shows-no-rss': { message: 'Go 之外的内存未知：没有采集 RSS' },
  'shows-truncated': { message: '最新的转储被截断，无从得知年龄和谁留了下来' },
  'shows-in-place': {
    message: '依据此前同一构建的进程判断，最后一次见于 {until}：当前运行的进程只观察了 {n} 次',
  },
  'shows-earlier': { message: '此前的进程（最后见于 {until}）在 {places} 处{rate}增长，确定无疑' },
  'shows-earlier-heap': {
    message: '此前的进程（最后见于 {until}）的堆{rate}增长，分配于 {places}，确定无疑',
  },

  'next-read': { message: '阅读 {places} 处的源码：应由什么唤醒在那里等待者？又是谁一再调用它？' },
  'next-read-heap': { message: '阅读 {places} 处的源码：在那里分配的被什么持有？又该由什么释放？' },
  'next-dump': { message: '采集一次 goroutine 转储：等待时间说明它们的年龄，编号说明谁还在。' },
  'next-second-dump': { message: '大约在 {at} 再采集一次转储：届时还在的就是留下来的。' },
  'next-second-dump-now': { message: '现在再采集一次转储：仍在的就是留下来的。' },
  'next-goroutineleak': {
    message: '采集 goroutineleak 剖析（Go 1.26 及更新版本）：由运行时证明什么不可能被唤醒。',
  },
  'next-trace': { message: '采集几秒的执行跟踪：它显示谁在何时创建了它们。' },
  'next-heap': { message: '采集堆剖析的绝对值：不带 seconds，也不带 debug。' },
  'next-goroutine': { message: '采集 goroutine 剖析的绝对值：不带 seconds。' },
  'next-memory': { message: '让它采集带 RSS 的内存数值（/metrics）：由此区分堆、栈和 Go 之外的内存。' },
  'next-native': {
    message: '查看 Go 之外：cgo 分配（jemalloc 或 tcmalloc 剖析、heaptrack）、mmap（pmap -x）、线程过多。',
  },
  'next-gc': { message: '查看 GOGC 和 GOMEMLIMIT，以及大小各异、来去频繁的对象。' },
  'next-wait': { message: '继续采集到大约 {at}。' },
  'next-wait-more': { message: '继续采集，再 {span}。' },
  'next-plan': { message: '按计划采集：缓慢的泄漏要几天才显现。' },
};
