import { chromium, test as base, type Browser } from '@playwright/test';
import { CallPage } from './call-page';
import { observe } from './observer';
import { Programs } from './programs';
import { silentWav } from './speech';

/** `wav` is what the fake microphone hears; without a microphone the page is denied one. */
export interface Opening {
  wav?: string;
  isMicrophoneAllowed?: boolean;
  /** A name that leads to this machine. */
  hostname?: string;
}

interface PerTest {
  open: (opening?: Opening) => Promise<CallPage>;
}

interface PerWorker {
  programs: Programs;
}

/** Each test opens browsers of its own; all share the three programs. */
export const test = base.extend<PerTest, PerWorker>({
  programs: [
    // Playwright reads the fixture's needs from this pattern, so an empty one must stand here.
    async ({}, use) => {
      const programs = await Programs.start();
      await use(programs);
      await programs.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  open: async ({ programs }, use) => {
    const browsers: Browser[] = [];
    await use(async (opening = {}) => {
      const { browser, call } = await openPage(programs.pageUrl, opening);
      browsers.push(browser);
      return call;
    });
    await Promise.all(browsers.map((browser) => browser.close()));
  },
});

export { expect } from '@playwright/test';

/** A browser of its own with the page open, its microphone as wished. */
export async function openPage(url: string, opening: Opening = {}): Promise<{ browser: Browser; call: CallPage }> {
  const isMicrophoneAllowed = opening.isMicrophoneAllowed ?? true;
  const browser = await launch(opening.wav ?? (await silentWav()), isMicrophoneAllowed, opening.hostname);
  const context = await browser.newContext({ permissions: isMicrophoneAllowed ? ['microphone'] : [] });
  const page = await context.newPage();
  await observe(page);
  await page.goto(url);
  return { browser, call: new CallPage(page) };
}

async function launch(wav: string, isMicrophoneAllowed: boolean, hostname?: string): Promise<Browser> {
  const names = hostname === undefined ? [] : [`--host-resolver-rules=MAP ${hostname} 127.0.0.1`];
  const answersPrompts = isMicrophoneAllowed ? ['--use-fake-ui-for-media-stream'] : [];
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${wav}%noloop`,
      ...answersPrompts,
      ...names,
    ],
  });
}
