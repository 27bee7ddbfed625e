// The widgets here do not know the catalogue: whoever uses them gives a translator of these keys, which compiles
// only where the catalogue has them all.
type Values = Readonly<Record<string, string | number>>;

export type TargetText = (
  key:
    | 'url'
    | 'urlNote'
    | 'urlProblem'
    | 'check'
    | 'checking'
    | 'stop'
    | 'headers'
    | 'headersNote'
    | 'headersProblem'
    | 'headerName'
    | 'headerValue'
    | 'addHeader'
    | 'removeHeader'
    | 'metricsUrl'
    | 'metricsNote'
    | 'metricsProblem'
    | 'insecureTls'
    | 'more'
    | 'answers'
    | 'answersAt'
    | 'has'
    | 'memoryFrom'
    | 'memoryNone'
    | 'goUnknown'
    | 'leftOut',
  values?: Values,
) => string;

export type PlanText = (
  key:
    | 'every'
    | 'everyProblem'
    | 's'
    | 'min'
    | 'h'
    | 'unit'
    | 'kinds'
    | 'kindsProblem'
    | 'goroutine'
    | 'heap'
    | 'memory'
    | 'dump'
    | 'goroutineNote'
    | 'heapNote'
    | 'memoryNote'
    | 'dumpNote'
    | 'gc'
    | 'gcNote',
  values?: Values,
) => string;
