// Holds the imports between the folders of src/; see allowed-imports.js.
import { ALLOWED, LAYERS } from './allowed-imports.js';

const folder = (name) => `^src/${name}/`;
const SPECS = '\\.spec\\.ts$';

/** One rule a folder: what it must not import. */
const arrows = Object.entries(ALLOWED).map(([name, allowed]) => ({
  name: `imports-of-${name}`,
  comment: `${name}/ may import from: ${allowed.join(', ') || 'nothing but itself'}.`,
  severity: 'error',
  from: { path: folder(name), pathNot: SPECS },
  to: { path: '^src/', pathNot: [folder(name), '^src/version\\.ts$', ...allowed.map(folder)] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...arrows,
    {
      name: 'folder-without-rule',
      comment: 'allowed-imports.js says for each folder what it may import from.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [...Object.keys(ALLOWED).map(folder), SPECS] },
      to: {},
    },
    {
      name: 'no-circular',
      comment: 'Files import one way.',
      severity: 'error',
      from: { pathNot: SPECS },
      // Types may refer to one another.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'seams-know-ioredis',
      comment: 'Only redis/ and the seams know Redis, and what is exported.',
      severity: 'error',
      from: { pathNot: ['redis', 'exports', ...LAYERS.seams].map(folder) },
      to: { path: 'node_modules/ioredis/' },
    },
    {
      name: 'tracing-knows-opentelemetry',
      comment: 'Only tracing/ knows the API of OpenTelemetry, and only tracing.ts its SDK.',
      severity: 'error',
      from: { pathNot: ['^src/tracing\\.ts$', folder('tracing')] },
      to: { path: 'node_modules/@opentelemetry/' },
    },
    {
      name: 'tracing-without-sdk',
      severity: 'error',
      from: { path: folder('tracing') },
      to: { path: 'node_modules/@opentelemetry/(?!api/)' },
    },
    {
      name: 'streaming-without-nest',
      severity: 'error',
      from: { path: folder('streaming'), pathNot: SPECS },
      to: { path: 'node_modules/(@nestjs|express)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
