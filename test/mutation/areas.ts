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
    mutate: [
      'src/principal/!(credential-strength|principal-sources|reserved).ts',
      'src/principal/variables/credential-list.ts',
    ],
    tests: [
      'src/principal/!(credential-strength|principal-sources|reserved).spec.ts',
      'src/principal/variables/*.spec.ts',
    ],
  },
  'principal-strength': files('principal', 'credential-strength'),
  'principal-reserved': files('principal', 'reserved'),
  // What follows files is apart, and in parts: its tests wait for the files.
  'principal-sources': files('principal', 'principal-sources'),
  'principal-sources-variables': {
    mutate: ['src/principal/variables/!(credential-list).ts'],
    tests: ['src/principal/principal-sources.spec.ts'],
  },
  'principal-sources-file': {
    mutate: ['src/principal/file/principals-file.ts'],
    tests: ['src/principal/principal-sources.spec.ts'],
  },
  'principal-sources-keys': {
    mutate: ['src/principal/jwt/{jwt-keys,jwt-principals}.ts'],
    tests: ['src/principal/jwt/jwt-keys.spec.ts'],
  },
  'principal-file': {
    mutate: ['src/principal/file/!(principals-file).ts'],
    tests: ['src/principal/file/*.spec.ts'],
  },
  'principal-jwt': files('principal/jwt', 'jwt-verifier'),
  'principal-jwt-claims': files('principal/jwt', 'claim-map'),
  'principal-jwt-keys': files('principal/jwt', 'provider-keys', 'fetch-keys'),
  auth: files('auth', 'credential-check.service', 'credential.guard'),
  'auth-principals': files('auth', 'principals.service', 'principal-grants.service'),
  'auth-stream': files('auth', 'stream-credentials.service'),
  'auth-limit': files('auth', 'wrong-credentials', 'reload-log'),
  'token-guard': folder('token-guard'),
  'sse-token': {
    mutate: ['src/sse-token/{sse-token.service,stream-gate}.ts'],
    tests: ['src/sse-token/sse-token.{issuing,redeeming}.spec.ts'],
  },
  'sse-token-request': files('sse-token', 'token-request.dto'),
  'sse-token-form': files('sse-token', 'sse-token', 'issued-tokens'),
  'token-store': folder('token-store'),
  revocation: folder('revocation'),
  'rate-limit': folder('rate-limit'),
  http: files('http', 'client-address', 'header-credential'),
};

/** Decides nothing: the wiring of Nest, routes, the API description, types. What talks to Redis has tests that are too slow. */
export const NOT_MUTATED = [
  ...['spec', 'module', 'controller', 'description', 'options', 'interface'].map((kind) => `!src/**/*.${kind}.ts`),
  ...['redis', 'control-stream', 'revocation-records'].map((name) => `!src/**/{*.,}${name}.ts`),
];

function folder(path: string): Area {
  return { mutate: [`src/${path}/*.ts`], tests: [`src/${path}/*.spec.ts`] };
}

/** Some files of a folder, and the spec of each. */
function files(path: string, ...names: string[]): Area {
  const all = names.map((name) => `src/${path}/${name}`);
  return { mutate: all.map((name) => `${name}.ts`), tests: all.map((name) => `${name}.spec.ts`) };
}
