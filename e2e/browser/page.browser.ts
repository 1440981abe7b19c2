import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

const SERIOUS = ['serious', 'critical'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious before and during a call (${colorScheme})`, async ({ open }) => {
    const call = await open();
    await call.page.emulateMedia({ colorScheme });
    expect(await seriousFindings(call.page)).toEqual([]);

    await call.startCall();
    await expect(call.said('assistant').first()).toBeVisible();
    expect(await seriousFindings(call.page)).toEqual([]);
  });
}

test('without a microphone the page says so, and a typed call works', async ({ open }) => {
  const call = await open({ isMicrophoneAllowed: false });
  await call.startCall();

  await expect(call.page.getByText(/typing only/i).first()).toBeVisible();
  const known = await call.said('assistant').count();
  await call.say('What is on sale on boots?');
  await call.answerAfter(known, [/\w/]);
});

test('on a phone-sized screen nothing has to be scrolled sideways', async ({ open }) => {
  const call = await open();
  await call.page.setViewportSize({ width: 360, height: 740 });
  const widths = await call.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);

  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
});

test('nothing on the page breaks its own Content-Security-Policy', async ({ open }) => {
  const call = await open();
  const broken: string[] = [];
  call.page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) broken.push(message.text());
  });
  await call.page.reload();
  await call.startCall();
  await expect(call.said('assistant').first()).toBeVisible();

  expect(broken).toEqual([]);
});

async function seriousFindings(page: Parameters<typeof axe>[0]): Promise<string[]> {
  const { violations } = await axe(page).analyze();
  return violations
    .filter((violation) => SERIOUS.includes(violation.impact ?? ''))
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

function axe(page: ConstructorParameters<typeof AxeBuilder>[0]['page']): AxeBuilder {
  return new AxeBuilder({ page });
}
