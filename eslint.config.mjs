import reactHooks from 'eslint-plugin-react-hooks';
import next from '@next/eslint-plugin-next';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const code = (max) => ['error', { max, skipBlankLines: true, skipComments: true }];

export default defineConfig(
  globalIgnores(['.next/**', 'python-backend/**', 'next-env.d.ts', 'test-results/**', '**/*.{js,cjs,mjs}']),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': reactHooks, '@next/next': next },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...next.configs['core-web-vitals'].rules,
      complexity: ['error', 8],
      'max-params': ['error', 5],
      'max-lines': code(250),
      'max-lines-per-function': code(40),
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['**/*.tsx'], rules: { 'max-lines-per-function': code(80) } },
  // A describe block is a table of contents, not a function that someone has to follow; a prompt is prose.
  {
    files: ['**/*.test.{ts,tsx}', '**/*.browser.ts', 'src/app/agentConfigs/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  // Playwright hands fixtures over through a parameter that is called `use`, which is not React's.
  {
    files: ['e2e/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'react-hooks/rules-of-hooks': 'off',
      'no-empty-pattern': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
);
