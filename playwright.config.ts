import { defineConfig } from '@playwright/test';

/** One worker: the tests share the three programs, what they have synthesised once, and two cores. */
export default defineConfig({
  testDir: 'e2e/browser',
  testMatch: '*.browser.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: 'list',
  outputDir: 'test-results',
});
