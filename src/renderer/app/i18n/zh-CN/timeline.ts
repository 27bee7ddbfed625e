import type { timeline as en } from '../en/timeline';
import type { Same } from '../same';

export const timeline: Same<typeof en> = {
  label: '时间线',
  goroutines: 'Goroutine',
  rss: 'RSS',
  heap: '存活堆',
  snapshots: '快照',
  noMemory: '没有内存数值：计划未采集，或目标不提供。',
  empty: '还没有快照。',
  fold: '折叠时间线（t）',
  unfold: '展开时间线（t）',
  whole: '显示整个会话',
  imported: '导入',
  isDelta: '增量：只显示变化，不是现存总量。不参与增长分析。',
  isFailed: '没有取到任何数据。',
  summary:
    '{count} 个快照，{from}。{goroutines} 个 goroutine。A 为 {a}，B 为 {b}。 | 从 {from} 到 {to} 共 {count} 个快照，{gaps}。末尾有 {goroutines} 个 goroutine。A 为 {a}，B 为 {b}。',
  gaps: '没有中断 | {n} 段中断',
  keys: {
    previous: '上一个快照（移动最近设置的标记）',
    next: '下一个快照（移动最近设置的标记）',
    a: 'A：指针处的快照，或选中要移动的标记',
    b: 'B：指针处的快照，或选中要移动的标记',
    swap: '交换 A 与 B',
    fold: '折叠或展开时间线',
  },
};
