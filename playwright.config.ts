import { defineConfig } from '@playwright/test';

const SPOKEN = 'spoken.browser.ts';

/** What is spoken needs the machine for itself; typed calls mostly wait, so that two workers hold them side by side. */
export default defineConfig({
  testDir: 'e2e/browser',
  projects: [
    { name: 'spoken', testMatch: SPOKEN },
    { name: 'typed', testMatch: '*.browser.ts', testIgnore: SPOKEN, dependencies: ['spoken'] },
  ],
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  outputDir: 'test-results',
});
