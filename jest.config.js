import { bundledPackages } from './test/support/bundled-packages.js';

const swc = {
  // The options of .swcrc are for the build, which leaves specs out.
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    keepClassNames: true,
  },
};

/** @type {import('jest').Config} */
export default {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^#client$': '<rootDir>/client/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    ...(await bundledPackages()),
  },
  testMatch: ['src', 'client/src', 'panel/src', 'test'].map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
  modulePathIgnorePatterns: ['<rootDir>/.run/'],
  // For a machine that is busy with other work.
  testTimeout: 180_000,
  testSequencer: '<rootDir>/test/support/longest-first.js',
  // More than there are cores: most tests wait for what they started.
  maxWorkers: 5,
};
