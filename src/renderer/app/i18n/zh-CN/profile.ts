import type { profile as en } from '../en/profile';
import type { Same } from '../same';

export const profile: Same<typeof en> = {
  details: '选中的函数',
  label: '剖析',
  loading: '正在读取 {time} 的{kind} profile',
  capture: '采集',
  sample: '样本类型',
  total: '共 {total}',
  ofKind: '{sample}，{time} 的{kind}',
  none: '此快照不含 profile',
  noneText: '请在时间线上选择另一个快照，或立即采集并包含堆或 goroutine。',
  empty: '此 profile 没有样本',
  emptyText: '没有可记录的内容：在程序设置采样率之前，block 和 mutex profile 是空的。',
  column: {
    function: '函数，共 {count} 个',
    file: '行',
    flat: 'Flat',
    flatHint: '函数自身',
    flatShare: 'Flat %',
    sum: 'Sum %',
    sumHint: '此行及所有更大行的 flat 之和',
    cum: 'Cum',
    cumHint: '函数及其调用',
    cumShare: 'Cum %',
  },
};
