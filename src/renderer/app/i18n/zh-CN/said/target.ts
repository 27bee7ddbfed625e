import type { TARGET_FAILURES } from '../../../../../contract/failures/target';
import type { TextsOf } from '../../said';
import type { Same } from '../../same';

const GIVE_WHOLE_URL =
  '如果它挂在别的前缀下，请给出完整的 URL；否则请在服务中 import _ "net/http/pprof" 并启用 http.DefaultServeMux，或者试试提供指标的那个端口。';
const NOT_KEPT = '内容没有保存。如果 go tool pprof 能读取同一个 URL，这就是 Plumbline 的缺陷。';

export const targetFailures: Same<TextsOf<typeof TARGET_FAILURES>> = {
  refused: {
    message: '{host} 上没有程序在监听：连接被拒绝。',
    advice: '服务在运行吗？net/http/pprof 是在这个端口上吗？也可能是隧道或端口转发已经结束。',
  },
  dns: {
    message: '无法解析名称 {host}。',
    advice: '请检查拼写。只在集群或 VPN 内部才能解析的名称需要隧道，例如 kubectl port-forward。',
  },
  'dns-silent': {
    message: '无法解析名称 {host}（域名服务器没有应答）。',
    advice: '请检查拼写。只在集群或 VPN 内部才能解析的名称需要隧道，例如 kubectl port-forward。',
  },
  unreachable: {
    message: '没有通往 {host} 的路由。',
    advice: '这台机器接入了正确的网络或 VPN 吗？',
  },
  'request-failed': {
    message: '对 {host} 的请求失败（{code}）。',
    advice: '请在这台机器上用 curl 试试这个 URL。',
  },
  'connect-timeout': {
    message: '{host} 没有及时接受连接。',
    advice: '丢弃数据包的防火墙会造成这种现象，主机已关机也会。',
  },
  reset: {
    message: '{host} 还没有应答就关闭了连接。',
    advice:
      '服务可能恰好重启或崩溃了；如果反复出现，可能是途中的代理在终止请求，或者这个端口要求 TLS（https://）。',
  },
  'reset-tls': {
    message: '{host} 还没有应答就关闭了连接。',
    advice:
      '服务可能恰好重启或崩溃了；如果反复出现，可能是途中的代理在终止请求，或者这个端口不使用 TLS（http://）。',
  },
  'answer-timeout': {
    message: '{what}在 {limit}内没有开始应答。',
    advice:
      '连接已经建立，所以服务可能卡死、被暂停或 CPU 已耗尽，这本身就是一个发现。否则就是这个 URL 指向了从不应答的东西。',
  },
  'idle-timeout': {
    message: '{what}在收到 {received} 后中断：{limit}内再无数据。',
    advice: '服务或连接卡住了；已收到的部分没有保存。',
  },
  'total-timeout': {
    message: '{what}在 {limit}后仍未传完（已收到 {received}），已放弃。',
    advice: '对这类采集来说连接可能太慢：请从计划中去掉转储，或在离服务更近的地方采集。',
  },
  'tls-expired': {
    message: '{host} 的 TLS 证书已过期。',
    advice: '请更新证书，检查这台机器的时钟，或为此目标接受无法校验的证书。',
  },
  'tls-not-yet': {
    message: '{host} 的 TLS 证书尚未生效。',
    advice: '请检查这台机器的时钟，或为此目标接受无法校验的证书。',
  },
  'tls-untrusted': {
    message: '{host} 的 TLS 证书由这台机器不认识的机构签发。',
    advice: '请在 NODE_EXTRA_CA_CERTS 中指明该机构，或为此目标接受无法校验的证书。',
  },
  'tls-self-signed': {
    message: '{host} 的 TLS 证书是自签名的。',
    advice: '请在 NODE_EXTRA_CA_CERTS 中指明签发机构，或为此目标接受无法校验的证书。',
  },
  'tls-host': {
    message: '{host} 的 TLS 证书是为另一个主机名签发的。',
    advice: '请使用证书中的名称，或为此目标接受无法校验的证书（隧道后面通常如此）。',
  },
  tls: {
    message: '与 {host} 的 TLS 握手失败（{code}）。',
    advice: '这个端口使用 TLS 吗？如果不用，URL 应以 http:// 开头。',
  },
  'not-http': {
    message: '{host} 的应答不是 HTTP（{code}）。',
    advice: '端口对吗？gRPC 或数据库端口会这样应答，不带 https:// 去访问 TLS 端口也会。',
  },
  unauthorized: {
    message: '{what}需要登录：服务返回 401。',
    advice: "请为目标添加请求头 Authorization，值例如“Bearer {'${TOKEN}'}”，其中 TOKEN 是环境变量。",
  },
  forbidden: {
    message: '{what}被禁止访问：服务返回 403。',
    advice: '给出的凭据没有权限，或者 pprof 只对某些地址开放。',
  },
  'not-found': {
    message: '{what}不存在：服务返回 404。',
    advice:
      'pprof 可能挂在某个前缀下：试试 /internal/debug/pprof、/admin/debug/pprof、/api/debug/pprof。也可能没有挂在这个端口上：请 import _ "net/http/pprof" 并启用 http.DefaultServeMux。',
  },
  'pprof-not-found': {
    message: '{url} 处没有 net/http/pprof（服务返回 404），常用前缀（{tried}）下也没有。',
    advice: GIVE_WHOLE_URL,
  },
  'unknown-profile': {
    message: '{what}不存在：服务有应答，但没有这种剖析。',
    advice: '它的 Go 版本没有这一种，或者服务没有注册它：请从计划中去掉。',
  },
  'write-timeout': {
    message: '{what}被拒绝：所需时间会超过服务的 HTTP 服务器的 WriteTimeout。',
    advice: '请减少秒数，或用一个不设 WriteTimeout 的独立 http.Server 提供 pprof。',
  },
  'in-use': {
    message: '{what}被拒绝：该进程正在进行另一个同类的剖析或跟踪。',
    advice: 'Go 同一时间只允许一个 CPU 剖析和一个跟踪：请等另一个结束。可能有持续剖析工具在运行。',
  },
  status: {
    message: '{what}得到的应答是状态码 {status}。',
    advice: '请在浏览器中或用 curl 打开这个 URL，看看是什么在应答。',
  },
  'status-between': {
    message: '{what}没有得到服务的应答：途中的服务器返回 {status}。',
    advice: '服务此刻可能已停止或过载；下次采集会再试。',
  },
  redirect: {
    message: '{what}被重定向到另一个源 {to}；没有跟随，以免把请求头发到那里。',
    advice: '如果 pprof 就在那里，请直接给出那个 URL。如果那是登录页面，则需要带令牌的请求头。',
  },
  'redirect-nowhere': {
    message: '{what}被重定向到一个不是 URL 的地方。',
    advice: '请在浏览器中或用 curl 打开这个 URL，看看是什么在应答。',
  },
  'redirect-loop': {
    message: '{what}被反复重定向，最后到 {to}。',
    advice: '请在浏览器中或用 curl 打开这个 URL，看看是什么在应答。',
  },
  html: {
    message: '{what}是一个 HTML 页面，不是剖析文件。',
    advice: '在这个 URL 上应答的是登录页面或网页应用。请检查路径，以及是否需要带令牌的请求头。',
  },
  'pprof-html': {
    message: '{url} 处没有 net/http/pprof（应答的是网页），常用前缀（{tried}）下也没有。',
    advice: GIVE_WHOLE_URL,
  },
  empty: {
    message: '{what}返回的内容为空。',
    advice: '途中的代理可能丢掉了正文，或者服务在写出时结束了。',
  },
  'short-body': {
    message: '{what}提前结束：{announced} 中只收到 {received}。',
    advice: '服务恰好重启了，或者途中的代理截断了较长的应答。收到的部分没有保存。',
  },
  'closed-early': {
    message: '{what}提前结束：收到 {received} 后连接关闭。',
    advice: '服务恰好重启了，或者途中的代理截断了较长的应答。收到的部分没有保存。',
  },
  'broken-gzip': {
    message: '{what}开头像 gzip，却无法解压。',
    advice: '途中有什么改动了这些字节，例如把二进制应答当作文本的代理。',
  },
  'truncated-gzip': {
    message: '{what}被截断：gzip 数据在中途结束（收到 {received}）。',
    advice: '服务在写出时结束了，或者它的 WriteTimeout 截断了应答。收到的部分没有保存。',
  },
  'too-large': {
    message: '{what}超过 {limit} 的上限，没有保存。',
    advice: '剖析文件很少超过几 MB：这个 URL 指向 net/http/pprof 吗？',
  },
  'too-large-decoded': {
    message: '{what}解压后超过 {limit} 的上限，没有保存。',
    advice: '没有哪个 Go 服务会发出这样的剖析文件：这个 URL 指向 net/http/pprof 吗？',
  },
  'trace-at-limit': {
    message: '{what}在达到 {limit} 的上限时被结束；此前收到的内容已保存。',
    advice: '请减少秒数，或者提高上限。',
  },
  'trace-closed': {
    message: '{what}提前结束：收到 {received} 后连接被关闭。此前收到的内容已保存。',
    advice: '服务恰好重启，或者途中的代理会截断较长的应答。',
  },
  'trace-nothing-whole': {
    message: '{what}在收到 {received} 后结束，第一部分尚不完整：没有任何内容可以读取，因此没有保存。',
    advice: 'Go 大约每秒写出跟踪的一个部分。请提高上限，或者查看是什么截断了应答。',
  },
  'content-encoding': {
    message: '{what}以内容编码“{encoding}”返回，而请求中并没有要求它。',
    advice: '途中的代理重新编码了应答：请让它不要处理 /debug/pprof。',
  },
  'other-kind': {
    message: '请求的是{what}，返回的却是种类为 {kind} 的采集。',
    advice: '途中的代理或缓存用别的内容作了应答；没有保存。',
  },
  'format-empty': { message: '{what}已返回，但无法读取：内容为空。', advice: NOT_KEPT },
  'format-truncated': { message: '{what}已返回，但无法读取：结尾缺失。', advice: NOT_KEPT },
  'format-malformed': { message: '{what}已返回，但无法读取：这些字节不是有效的剖析文件。', advice: NOT_KEPT },
  'format-too-large': { message: '{what}已返回，但无法读取：它太大了。', advice: NOT_KEPT },
  'format-unsupported': { message: '{what}已返回，但无法读取：不支持这种格式。', advice: NOT_KEPT },
  'no-memory-numbers': {
    message: '没有找到提供内存数值的页面。{first}',
    advice: '请在目标的设置中给出指标页面的 URL，或从计划中去掉内存数值。',
  },
  'no-memory-page': { message: '{what}上没有内存数值。' },
  'dump-too-many': {
    message: '没有采集 goroutine 转储：共有 {goroutines} 个 goroutine，会让服务停顿太久。',
    advice:
      '计划只在不超过 {most} 个 goroutine 时采集转储。请手动采集：大约会有 {size}，写出期间服务会停住。',
  },
  'dump-unknown': {
    message: '没有采集 goroutine 转储：不知道有多少 goroutine。',
    advice: '请让计划同时采集 goroutine 剖析，或手动采集转储。',
  },
  'missing-variable': {
    message: '请求头 {header} 需要环境变量 {variable}，但它没有设置。',
    advice: '请在启动 Plumbline 之前设置 {variable}，或在目标的设置中修改这个请求头。',
  },
  'bad-header': {
    message: '请求头 {header} 的值含有请求头不能携带的字符。',
    advice: '通常是从文件读入的变量末尾多了一个换行。',
  },
  'header-not-allowed': {
    message: '无法发出请求：目标的某个请求头不被允许。',
    advice: 'Connection、Content-Length、Transfer-Encoding 之类的请求头不能由目标设置。',
  },
  cancelled: { message: '已取消。' },
  'target-changed': { message: '采集已取消：目标在此期间被修改。' },
  'capture-defect': { message: '{what}已返回，但 Plumbline 在查看时内部出错；没有保存。' },
};
