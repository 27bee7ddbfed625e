import type { STORAGE_FAILURES } from '../../../../../contract/failures/storage';
import type { TextsOf } from '../../said';
import type { Same } from '../../same';

const RESTORE = '请从会话的副本恢复它，或把这个文件夹移出工作区。';
const NOTES_UNCHANGED = '其中的内容没有改动。请把它移开，或修好它。';

export const storageFailures: Same<TextsOf<typeof STORAGE_FAILURES>> = {
  'disk-full': {
    message: '磁盘已满：无法再向 {folder} 写入。',
    advice: '请腾出一些空间；此前采集的内容是安全的。',
  },
  'disk-quota': {
    message: '磁盘配额已用完：无法再向 {folder} 写入。',
    advice: '请腾出一些空间；此前采集的内容是安全的。',
  },
  'disk-read-only': {
    message: '{path} 所在的磁盘以只读方式挂载。',
    advice: '请把工作区复制到可写的磁盘。只读的命令（如 session list、growth）在原处也能用。',
  },
  'disk-denied': {
    message: '系统不允许访问 {path}。',
    advice: '请检查工作区文件夹的所有者和权限。',
  },
  'disk-gone': { message: '{path} 已经不在了。', advice: '工作区被移动了，还是磁盘被拔出了？' },
  'disk-link': {
    message: '{path} 是符号链接；属于会话的内容必须放在会话里。',
    advice: '请换成文件本身。',
  },
  'disk-no-folder': { message: '{path} 无法使用：路径中有一部分不是文件夹。' },
  'disk-exists': { message: '{path} 已经存在。' },
  'disk-too-many-open': { message: '打开的文件太多：无法打开 {path}。' },
  'disk-error': { message: '磁盘在 {path} 处报告错误。', advice: '请检查磁盘。' },
  'disk-other': { message: '无法读写 {path}（{code}）。' },
  'disk-not-created': { message: '无法创建 {path}。' },
  'disk-foreign-folder': {
    message: '{path} 不是会话自己的文件夹，而是链接或文件；不会通过它写入任何内容。',
    advice: '请把它移开；需要时会重新建立这个文件夹。',
  },
  'no-file': { message: '{path} 不是文件。' },
  'file-too-long': { message: '{path} 长达 {size} 字节，这不可能是对的。' },

  'place-path': { message: '{path} ' },
  'place-session-file': { message: '{id} 的 session.json ' },
  'place-journal': { message: '{id} 的日志' },
  'place-line': { message: '{id} 的日志第 {line} 行' },
  'why-no-json': { message: '它不是 JSON' },
  'why-no-object': { message: '它不是 JSON 对象' },
  'why-checksum': { message: '校验和不符' },
  'why-no-version': { message: '其中没有 {field}' },
  'why-unknown-version': { message: '不认识版本 {version}' },
  'why-not-declared': { message: '{at} 不符合格式' },
  damaged: { message: '{what}：已损坏，{why}。' },
  'session-file-damaged': { message: '{what}：已损坏，{why}。', advice: RESTORE },
  newer: {
    message: '{what}由更新版本的 Plumbline 写成（格式 {found}，当前版本只认识 {known}）。',
    advice: '请更新 Plumbline 后再打开。其中的内容没有改动。',
  },
  'kept-newer': {
    message: '{why}',
    advice: '请更新 Plumbline 后再使用。它保持原样；在这里所做的修改不会保存。',
  },
  'kept-unreadable': {
    message: '{why}',
    advice: '现在使用默认值；下次修改时这个文件会被移到一旁。',
  },

  'line-too-long': { message: '{what}太长。' },
  'journal-too-large': { message: '{what}超过 1 GB。' },
  'journal-torn': { message: '{what}的最后 {n} 字节没有写完，已被截去。' },
  'journal-torn-kept': { message: '{what}的最后 {n} 字节没有写完，已被截去，另存在 {path}。' },
  'journal-headless': { message: '{id} 的日志开头已丢失：其中没有会话创建的记录。' },
  'journal-twice': { message: '{id} 的日志两次记载了 {name} 或它的文件；以第一次为准。' },
  'captures-missing': { message: '{id} 缺少 {n} 个采集文件：{files}。' },
  'captures-unclaimed': { message: '{id} 中有 {n} 个采集文件没有记入日志：{files}。' },
  'captures-stuck': {
    message: '{id} 中有 {n} 个采集文件没有记入日志：{files}。无法把它们移到一旁：{why}',
  },
  'captures-set-aside': {
    message:
      '{id} 的日志没有记载 {n} 个采集文件，已移到 {folder}：{files}。崩溃会留下这样的文件，日志结尾丢失时也会。可以从那里导入。',
  },
  'session-file-missing': { message: '{id} 没有 session.json。', advice: RESTORE },
  'journal-missing': { message: '{id} 没有 journal.jsonl。', advice: '请从会话的副本恢复它。' },
  'session-link': { message: '{id} 是符号链接；会话必须放在工作区里。' },
  'session-closed': { message: '{id} 已关闭。' },
  'no-session': { message: '这个工作区里没有会话 {id}。' },
  'no-snapshot': { message: '{session} 没有快照 {id}。' },
  'no-capture': { message: '{session} 没有采集 {id}。' },
  'capture-missing': { message: '{session} 中 {id} 的文件不见了。' },
  'capture-replaced': { message: '{session} 中的 {id} 已不再是文件。' },
  'snapshot-empty': { message: '不能添加没有内容的快照。' },
  'time-impossible': { message: '快照的时间不能是 {ms} ms。' },

  'workspace-closed': { message: '工作区已关闭。' },
  'workspace-lost': {
    message: '工作区 {folder} 已不再由本程序写入：它的 .lock 不见了，或指向另一个进程。',
    advice: '请关闭这个窗口，重新打开工作区。',
  },
  'workspace-foreign': {
    message: '{folder} 不是 Plumbline 工作区，也不是空文件夹。',
    advice: '请选择一个新的或空的文件夹。',
  },
  'no-workspace': { message: '{folder} 处没有 Plumbline 工作区。' },
  'workspace-only-read': { message: '工作区 {folder} 以只读方式打开。' },
  'locked-here': { message: '本 Plumbline 从 {since} 起已经打开了 {folder}。' },
  'locked-by-other': {
    message: '另一个 Plumbline（进程 {pid}，从 {since} 起）正在写工作区 {folder}。',
    advice: '请先关闭它，或选择另一个工作区。',
  },
  'locked-elsewhere': {
    message: '{host} 上的一个 Plumbline（进程 {pid}，从 {since} 起）占用着工作区 {folder}。',
    advice: '请在那里关闭它。如果确定它已不再运行，请删除 {path}。',
  },

  'notes-too-long': {
    message: '笔记最多 1 MB；这段文字有 {size} 字节。',
    advice: '请把一部分移到单独的文件里。',
  },
  'notes-changed': {
    message: '笔记在此期间被另一个窗口或编辑器修改过；没有覆盖任何内容。',
    advice: '请选择保留哪一份。',
  },
  'notes-no-file': {
    message: '无法显示 {path}：它是链接或文件夹，不是文件。',
    advice: NOTES_UNCHANGED,
  },
  'notes-too-large': {
    message: '无法显示 {path}：它有 {size} 字节，超过 1 MB。',
    advice: NOTES_UNCHANGED,
  },
  'notes-no-text': { message: '无法显示 {path}：它不是 UTF-8 文本。', advice: NOTES_UNCHANGED },
  'annotations-full': { message: '一个会话最多有 {most} 条标注。', advice: '请删除一些，或写进笔记。' },
  'no-annotation': { message: '这个会话里没有标注 {id}。' },
  'annotation-deleted': {
    message: '这条标注在此期间已在另一个窗口中删除。',
    advice: '再次保存，就会用你的文字恢复它。',
  },
  'annotation-changed': {
    message: '这条标注在此期间已在另一个窗口中修改。',
    advice: '再次保存，就会用你的文字替换它。',
  },
  'time-changed-since': { message: '这个快照的时间后来又在另一个窗口中修改过，保持不变。' },
  'annotation-changed-since': { message: '这条标注后来又在另一个窗口中修改过，保持不变。' },
  'filters-changed-since': { message: '过滤条件后来又修改过，保持不变。' },
  'uploads-full': { message: '等待导入的文件太多。', advice: '请先导入这些，或一次少选一些。' },
  'upload-too-large': { message: '文件超过 {limit}，这是可以导入的上限。' },
  'upload-gone': { message: '这些内容已经不在了。', advice: '请重新选择文件。' },
};
