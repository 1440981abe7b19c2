import { expect, type Locator, type Page } from '@playwright/test';

/** The page as a customer uses it: by its buttons, its text field and its transcript. */
export class CallPage {
  readonly entries: Locator;
  readonly status: Locator;
  readonly agent: Locator;

  constructor(readonly page: Page) {
    this.entries = page.getByRole('log', { name: 'Transcript' }).getByTestId('entry');
    this.status = page.getByTestId('status');
    this.agent = page.getByTestId('agent');
  }

  async startCall(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start call' }).click();
    await expect(this.status).toHaveAttribute('data-status', 'connected');
  }

  async endCall(): Promise<void> {
    await this.page.getByRole('button', { name: 'End call' }).click();
    await expect(this.status).toHaveAttribute('data-status', 'ended');
  }

  async say(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
    await expect(this.said('user').filter({ hasText: text }).first()).toBeVisible();
  }

  said(role: 'user' | 'assistant'): Locator {
    return this.entries.and(this.page.locator(`[data-role="${role}"]`));
  }

  /** The cards of one tool's calls, or of those calls that ended so. */
  toolCalls(tool: string, outcome?: string): Locator {
    const ended = outcome === undefined ? '' : `[data-outcome="${outcome}"]`;
    return this.page.locator(`[data-testid="tool-call"][data-tool="${tool}"]${ended}`);
  }

  /** What the agent said last, once it has said more than `known` entries and its answer matches one of the patterns. */
  async answerAfter(known: number, patterns: readonly RegExp[]): Promise<string> {
    let last = '';
    await expect
      .poll(
        async () => {
          const texts = await this.said('assistant').allInnerTexts();
          last = texts.at(-1) ?? '';
          return texts.length > known && patterns.some((pattern) => pattern.test(last));
        },
        { message: 'the agent says something that the customer can answer', timeout: 60_000 },
      )
      .toBe(true);
    return last;
  }
}
