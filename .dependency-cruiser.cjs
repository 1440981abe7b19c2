/** The floors of src: app → components → hooks → state → realtime → app/agentConfigs; server only from app. */
const floors = [
  ['src/components', ['src/app/(?!agentConfigs)', 'src/server']],
  ['src/hooks', ['src/app/(?!agentConfigs)', 'src/server', 'src/components']],
  ['src/state', ['src/app/(?!agentConfigs)', 'src/server', 'src/components', 'src/hooks']],
  ['src/realtime', ['src/app/(?!agentConfigs)', 'src/server', 'src/components', 'src/hooks', 'src/state']],
  ['src/server', ['src/app/(?!agentConfigs)', 'src/components', 'src/hooks', 'src/state', 'src/realtime']],
  ['src/app/agentConfigs', ['src/(?!app/agentConfigs)', 'node_modules']],
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...floors.map(([from, to]) => ({
      name: `floor-of-${from.split('/').at(-1)}`,
      severity: 'error',
      from: { path: `^${from}/`, pathNot: '\\.test\\.tsx?$' },
      to: { path: `^(${to.join('|')})` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
