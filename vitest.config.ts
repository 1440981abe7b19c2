import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** `server-only` throws outside a React server: tests run the server's code directly, so it is replaced by its empty twin. */
export default defineConfig({
  resolve: {
    alias: {
      '@': path.resolve(import.meta.dirname, 'src'),
      'server-only': path.resolve(import.meta.dirname, 'node_modules/server-only/empty.js'),
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'e2e/conversations/**/*.test.ts'],
    testTimeout: 10_000,
  },
});
