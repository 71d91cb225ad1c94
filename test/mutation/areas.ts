/** Code that decides who gets in, with the tests that every mutant of it is tried against. */
export interface Area {
  /** What is mutated, beside what no area mutates. */
  readonly mutate: readonly string[];
  /** Fast ones, and few: jest loads all of their files anew for each mutant. */
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
      'src/principal/jwt/{jwt-keys,jwt-principals}.ts',
    ],
    tests: ['src/principal/{principal-sources,reserved}.spec.ts', 'src/principal/jwt/jwt-keys.spec.ts'],
  },
  'principal-file': {
    mutate: ['src/principal/file/!(principals-file).ts'],
    tests: ['src/principal/file/*.spec.ts'],
  },
  'principal-jwt': {
    mutate: ['src/principal/jwt/!(jwt-keys|jwt-principals).ts'],
    tests: ['src/principal/jwt/!(jwt-keys).spec.ts'],
  },
  auth: {
    mutate: ['src/auth/!(wrong-credentials|reload-log).ts'],
    tests: ['src/auth/!(wrong-credentials|reload-log).spec.ts'],
  },
  'auth-limit': {
    mutate: ['src/auth/{wrong-credentials,reload-log}.ts'],
    tests: ['src/auth/{wrong-credentials,reload-log}.spec.ts'],
  },
  'token-guard': folder('token-guard'),
  'sse-token': {
    mutate: ['src/sse-token/!(sse-token|issued-tokens).ts'],
    tests: ['src/sse-token/!(sse-token|issued-tokens).spec.ts'],
  },
  'sse-token-form': {
    mutate: ['src/sse-token/{sse-token,issued-tokens}.ts'],
    tests: ['src/sse-token/{sse-token,issued-tokens}.spec.ts'],
  },
  'token-store': folder('token-store'),
  revocation: folder('revocation'),
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

function folder(path: string): Area {
  return { mutate: [`src/${path}/*.ts`], tests: [`src/${path}/*.spec.ts`] };
}
