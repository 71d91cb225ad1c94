import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const REDIS = { regex: '^ioredis$|/redis/', message: 'Only the seams know Redis; see docs/architecture.md.' };
const NEST = { regex: '^@nestjs/|^express$', message: 'streaming/ is free of Nest; see docs/architecture.md.' };

export default tseslint.config(
  { ignores: ['**/dist', 'coverage', 'bench/results', '.run'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    // The arrows of docs/architecture.md.
    files: ['src/**/*.ts'],
    ignores: ['src/{redis,token-store,event-log,rate-limit,store-health}/**', 'src/app/app.module.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [REDIS] }] },
  },
  {
    files: ['src/streaming/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [REDIS, NEST] }] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/**', 'src/main.ts', 'src/cli/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config/ reads the environment.' },
      ],
    },
  },
  // jest's matchers are `any`.
  { files: ['test/**/*.ts', 'src/**/*.spec.ts'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      parserOptions: { projectService: false },
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly' },
    },
  },
);
