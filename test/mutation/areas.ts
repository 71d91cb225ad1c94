/** Code that decides who gets in, with the tests that every mutant of it is tried against. */
export interface Area {
  /** What is mutated, beside what no area mutates. */
  readonly mutate: readonly string[];
  /** Fast ones: jest runs all of their files again for each mutant. */
  readonly tests: readonly string[];
}

/** By folder of `src/`, or a part of one. */
export const AREAS: Readonly<Record<string, Area>> = {
  principal: {
    mutate: ['src/principal/!(principal-sources|reserved).ts', 'src/principal/variables/credential-list.ts'],
    tests: ['src/principal/!(principal-sources|reserved).spec.ts', 'src/principal/variables/*.spec.ts'],
  },
  // What follows files is apart: its tests wait for them.
  'principal-sources': {
    mutate: [
      'src/principal/{principal-sources,reserved}.ts',
      'src/principal/variables/!(credential-list).ts',
      'src/principal/file/principals-file.ts',
    ],
    tests: ['src/principal/{principal-sources,reserved}.spec.ts'],
  },
  'principal-file': {
    mutate: ['src/principal/file/!(principals-file).ts'],
    tests: ['src/principal/file/*.spec.ts'],
  },
  'principal-jwt': folder('principal/jwt'),
  auth: folder('auth'),
  'token-guard': folder('token-guard'),
  'sse-token': folder('sse-token', 'src/token-guard/stream-token.guard.spec.ts'),
  'token-store': folder('token-store', 'test/contract/token-store.spec.ts'),
  revocation: folder('revocation', 'test/contract/revocations.spec.ts', 'test/contract/token-store.spec.ts'),
  'rate-limit': folder('rate-limit'),
  http: {
    mutate: ['src/http/{client-address,header-credential}.ts'],
    tests: ['src/http/{client-address,header-credential}.spec.ts'],
  },
};

/** Decides nothing: the wiring of Nest, routes, the API description, types. What talks to Redis has tests that are too slow. */
export const NOT_MUTATED = [
  ...['spec', 'module', 'controller', 'description', 'options', 'interface'].map((kind) => `!src/**/*.${kind}.ts`),
  ...['redis', 'control-stream', 'revocation-records'].map((name) => `!src/**/{*.,}${name}.ts`),
];

function folder(path: string, ...more: string[]): Area {
  return { mutate: [`src/${path}/*.ts`], tests: [`src/${path}/*.spec.ts`, ...more] };
}
