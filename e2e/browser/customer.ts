import type { Locator } from '@playwright/test';
import type { CallPage } from './call-page';

/** One thing an agent may ask, and what this customer answers. */
export interface Answer {
  asked: RegExp;
  text: string;
}

const LONGEST_CONVERSATION = 25;

/** Answer whatever the agent asks until the goal is seen on the page. */
export async function converse(
  call: CallPage,
  opening: string,
  answers: readonly Answer[],
  goal: Locator,
): Promise<void> {
  const patterns = answers.map((answer) => answer.asked);
  let known = await call.said('assistant').count();
  await call.say(opening);
  for (let turn = 0; turn < LONGEST_CONVERSATION; turn += 1) {
    const question = await Promise.race([
      call.answerAfter(known, patterns),
      goal.waitFor({ timeout: 61_000 }).then(() => null),
    ]);
    if (question === null || (await goal.isVisible())) return;
    const answer = answers.find((candidate) => candidate.asked.test(question));
    if (answer === undefined) throw new Error(`the customer has no answer to ${JSON.stringify(question)}`);
    known = await call.said('assistant').count();
    await call.say(answer.text);
  }
  throw new Error('the conversation did not come to its end');
}
