import type { views as en } from '../en/views';
import type { Same } from '../same';

export const views: Same<typeof en> = {
  filter: '按函数筛选',
  givenUp: '已取消',
  clearFilter: '清除筛选',
  noMatch: '没有符合此筛选条件的行',
  copyTable: '复制表格',
  copyTableHint: '按当前排序和筛选复制所有行，以制表符分隔（Ctrl+Shift+C）。Ctrl+C 复制选中的行。',
  copied: '已复制 {count} 行',
  copyStack: '复制调用栈',
  copiedStack: '已复制调用栈',
  createdBy: '创建者',
  ownOnly: '仅自身代码',
  ownOnlyHint: '只显示含有程序自身模块栈帧的行',
  moreRows: '{shown} / {all}',
  unknownState: '未知',
  delta:
    '这是一个 {seconds} 秒的增量 profile：它显示这 {seconds} 秒内的变化，而不是当时的全部内容，因此不参与增长分析。',
  deltaUnknown: '此 profile 含有负值，因此是一个差值：它显示变化，而不是当时的全部内容，因此不参与增长分析。',
  noSnapshot: '还没有快照',
  noSnapshotText: '立即采集或导入文件：第一个快照就能显示所有 goroutine 停在哪里。',
  kind: {
    goroutine: 'goroutine',
    'goroutine-dump': 'goroutine 转储',
    goroutineleak: '泄漏的 goroutine',
    heap: '堆',
    allocs: '分配',
    block: '阻塞',
    mutex: '互斥锁',
    threadcreate: '线程创建',
    profile: 'CPU',
    trace: '执行跟踪',
  },
  rate: '{per} {amount}',
  per: { minute: '每分钟', hour: '每小时', day: '每天' },
  list: { two: '{a} 和 {b}', three: '{a}、{b} 和 {c}', more: '{a}、{b} 等另外 {n} 处' },
};
