// The import table of docs/architecture.md, as rules. An arrow that is not allowed here does not exist.
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { pathNot: allowed, path: '^src/' },
});
const noPackages = (name, from, except, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: {
    dependencyTypesNot: ['local', 'type-only'],
    pathNot: except,
    path: '(^|/)node_modules/|^[^./]',
    dependencyTypes: [
      'npm',
      'npm-dev',
      'npm-optional',
      'npm-peer',
      'npm-no-pkg',
      'npm-unknown',
      'core',
      'unknown',
      'undetermined',
    ],
  },
});

module.exports = {
  forbidden: [
    only('core-imports-core', '^src/core/', '^src/core/', 'core is the ground floor'),
    noPackages('core-is-pure', '^src/core/', '^$', 'core has the ES library only'),
    only('contract-imports-core', '^src/contract/', '^src/(contract|core)/'),
    noPackages('contract-has-zod-only', '^src/contract/', 'node_modules/zod/'),
    only('main-imports', '^src/main/', '^src/(main|contract|core)/'),
    only('preload-imports-contract', '^src/preload/', '^src/(preload|contract)/'),
    only('renderer-imports', '^src/renderer/', '^src/(renderer|contract|core)/'),
    only('cli-imports', '^src/cli/', '^src/(cli|main|contract|core)/'),
    {
      name: 'hosts-on-top',
      comment: 'capture, workspace, analysis, sources and report know no host',
      severity: 'error',
      from: { path: '^src/main/(capture|workspace|analysis|sources|report)/' },
      to: { path: '^src/main/(desktop|web)/' },
    },
    {
      name: 'services-know-no-host',
      severity: 'error',
      from: { path: '^src/main/(services|serve)\\.ts$' },
      to: { path: '^src/main/(desktop|web)/' },
    },
    {
      name: 'electron-in-desktop-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/desktop|preload)/' },
      to: { path: '(^|/)node_modules/electron/|^electron$' },
    },
    {
      name: 'features-never-import-one-another',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    only(
      'features-imports',
      '^src/renderer/features/',
      '^src/(renderer/(features|state|canvas|ui|workers)|contract|core)/',
    ),
    only('state-imports', '^src/renderer/state/', '^src/(renderer/state|contract|core)/'),
    only('ui-imports', '^src/renderer/ui/', '^src/(renderer/(ui|canvas)|contract|core)/'),
    only('workers-imports', '^src/renderer/workers/', '^src/(renderer/workers|contract|core)/'),
    only('canvas-imports', '^src/renderer/canvas/', '^src/(renderer/canvas|core)/'),
    {
      name: 'echarts-in-one-place',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: '^src/renderer/ui/EChart\\.vue$' },
      to: { path: '(^|/)node_modules/echarts/' },
    },
    { name: 'no-circular', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'not-to-test',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^test/|\\.test\\.ts$' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '\\?(modulePath|nodeWorker|worker|raw|url)|^electron' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.vue', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
