import type { REQUEST_FAILURES } from '../../../../../contract/failures/requests';
import type { TextsOf } from '../../said';
import type { Same } from '../../same';

export const requestFailures: Same<TextsOf<typeof REQUEST_FAILURES>> = {
  internal: { message: 'Plumbline 内部出错；详情见日志。' },
  'window-defect': { message: '这个窗口内部出错。' },
  'no-method': { message: '没有方法 {method}。' },
  'bad-arguments': { message: '没有执行 {method}：给出的内容不符合要求。' },
  'no-message': { message: '收到的不是 Plumbline 的消息。' },
  'answer-gone': { message: '此结果已不在。', advice: '请再请求一次。' },
  'picture-unreadable': { message: '收到的图形格式无法读取。' },
  'graph-too-large': {
    message: 'Graphviz 无法为这张有 {boxes} 个函数、{calls} 条调用的图排版。',
    advice: '请减少显示的函数，或提高略去的占比。',
  },
  'too-many-to-sum': {
    message: '共有 {found} 次采集，最多可累加 {most} 次。',
    advice: '请缩短 A 与 B 的间隔，或少选几个。',
  },
  'graph-too-slow': {
    message: '为调用图排版用了超过 {limit}。',
    advice: '请减少显示的函数，或提高略去的占比。',
  },
  'bad-key': { message: '密钥缺失或不正确。' },
  'no-file-dialog': { message: '这里没有文件对话框。', advice: '请把文件拖到窗口上。' },
  'no-reveal': { message: '这里无法显示文件的位置。', advice: '文件是 {path}。' },
  'server-silent': {
    message: 'Plumbline 没有应答。',
    advice: '提供此页面的进程还在运行吗？通往它的隧道还通吗？',
  },
  'server-restarted': {
    message: 'Plumbline 已重新启动，此页面的密钥是之前的。',
    advice: '请打开它启动时给出的地址。',
  },
  'no-page-key': {
    message: '此页面没有密钥：每个标签页都要带着它打开。',
    advice: '请打开 Plumbline 启动时给出的地址，包括 # 后面的部分。',
  },
  'bytes-silent': { message: 'Plumbline 没有应答；文件没有传过来。' },
  'bytes-status': { message: 'Plumbline 返回了 {status}，而不是文件。' },
  'bytes-refused': { message: '这个窗口不能获取文件。' },

  'plan-bad': { message: '计划不符合要求。' },
  'target-bad': { message: '这不能作为目标：给出的内容不符合要求。' },
  'target-twice': { message: '两个目标的 id 都是 {id}。' },
  'target-name-twice': { message: '两个目标都叫 {name}。', advice: '请给其中一个换个名称。' },
  'no-such-target': { message: '这个会话没有目标 {id}。' },
  'secret-header': {
    message: '请求头 {header} 的值可能是密钥，而密钥不会写入会话文件夹。',
    advice: '请把它放进环境变量，并写变量名：{instead}。',
  },
  'secret-url': {
    message: '{host} 的 URL 里有用户名或密码，而密钥不会写入会话文件夹。',
    advice:
      "请去掉它们，并添加请求头 Authorization，值为 Basic {'${NAME}'}，其中环境变量 NAME 保存 user:password 的 base64。",
  },
  'secret-parameter': {
    message: '{host} 的 URL 中的参数 {name} 像是密钥，而密钥不会写入会话文件夹。',
    advice: "请改用请求头发送，其值写环境变量名：{'${NAME}'}。",
  },
  'no-target': { message: '这个会话没有可采集的目标。', advice: '请在它的设置中添加一个。' },
  'all-paused': {
    message: '这个会话的所有目标均已暂停。',
    advice: '请在它的设置中恢复一个，或指名采集一个。',
  },
  'captured-already': { message: '这个会话正在由另一次调用采集。' },
  'capturing-stopped': { message: '采集已停止。' },
  'capture-failed': { message: '采集在 Plumbline 内部失败；详情见日志。' },
  'clock-behind': {
    message: '这台机器的时钟落后于最后一个快照。',
    advice: '新的快照排在它之后；两者之间过了多久无法得知。',
  },
  'clock-back': {
    message: '这台机器的时钟被往回拨了 {step}。',
    advice: '快照继续沿用之前的时间，以保持顺序和间隔。',
  },
  'clock-forward': {
    message: '这台机器的时钟被往前拨了 {step}。',
    advice: '快照继续沿用之前的时间，以保持顺序和间隔。',
  },

  'source-folder-relative': {
    message: '{path} 没有说明它在本机的什么位置。',
    advice: '请写出从磁盘根开始的完整路径。',
  },
  'source-folder-whole': {
    message: '整个磁盘不能作为源码目录：profile 可以指向其中任何文件。',
    advice: '请给出检出代码所在的目录。',
  },
  'source-folder-absent': { message: '运行 Plumbline 的机器上没有 {path}。' },
  'source-not-found': {
    message: '此会话的任何目录里都没有 {file}。',
    advice: '请在源码视图里说明它的位置。',
  },
  'editor-missing': {
    message: '运行 Plumbline 的机器上没有程序 {editor}。',
    advice: '请在应用设置里选择其他编辑器，或把它加入启动 Plumbline 时的 PATH。',
  },
  'editor-failed': { message: '{editor} 没有打开文件：{why}。' },
  'editor-command-bad': {
    message: '“{command}”不能打开文件。',
    advice: '请写出程序及其参数，并在相应位置用花括号写 file 和 line。',
  },
  'editor-command-here': {
    message: '运行哪个程序不能由页面决定。',
    advice: '请把它作为 "editorCommand" 写入 {path}，然后重新启动 Plumbline。',
  },
  'source-not-below': {
    message: '{path} 里没有 {file}，构建时为它记下的各级目录下都没有。',
    advice: '请给出检出代码所在的目录，或该文件本身。',
  },
  'source-name-refused': {
    message: '没有在那里查找 {file}：这个名称可能指向目录之外。',
    advice: '请给出更上层的目录。',
  },
  'no-goroutines': { message: '这个快照里没有 goroutine。', advice: '请换一个有的快照，或立即采集。' },
  'no-life': { message: '本次调查中已没有这个进程生命期。' },
  'no-kind': {
    message: '{time} 的快照没有 {kind} 采集，只有 {there}。',
    advice: '请选择两个快照都有的种类。',
  },
  'no-kind-at-all': {
    message: '{time} 的快照没有 {kind} 采集，也没有任何别的采集。',
    advice: '请选择两个快照都有的种类。',
  },
  'file-absent': { message: '没有文件 {path}。' },
  'file-link': { message: '{path} 是链接，不是会话的文件。' },
  'file-folder': { message: '{path} 是文件夹。' },
  'file-closed': { message: '无法读取 {path}（{code}）。' },
  'file-unreadable': { message: '{file}：{why}' },
  'file-text-form': {
    message: '{file} 是 {kind} 采集的文本形式。',
    advice: '要看它的表格，请不带 debug= 获取。',
  },
  'file-no-goroutines': {
    message: '{file} 是 {kind} 剖析，里面没有 goroutine。',
    advice: '请采集 /debug/pprof/goroutine，要转储则用 goroutine?debug=2。',
  },
  'no-inuse-space': { message: '这个堆剖析没有 inuse_space。' },
  'no-time': { message: '没有任何信息说明它是何时采集的。' },
  'question-unanswered': { message: '剖析内容无法这样比较或显示：样本类型或周期不符。' },

  'bytes-empty': { message: '内容为空。' },
  'bytes-truncated': { message: '结尾缺失，无法读取。' },
  'bytes-malformed': { message: '内容已损坏，或不是可以识别的剖析文件。' },
  'bytes-too-large': { message: '太大，超出了可以读取的上限。' },
  'bytes-unsupported': { message: '这不是采集文件，或不支持它的格式。' },
  'bytes-html': { message: '这是 HTML 页面，不是采集文件。' },

  'annotation-empty': { message: '请写点什么，或选择标签或标记。' },
  'range-backwards': { message: '时段的结束必须晚于开始。' },
  'tag-comma': { message: '标签里不能有逗号：请写成两个标签。' },
};
