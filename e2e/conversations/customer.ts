import type { Line } from './conversation';

export const ASKS_FOR_PHONE = /^What is your phone number\?$/;
const ASKS_FOR_DIGITS = /What are the last four digits of your credit card or social security number\?$/;
export const ASKS_WHICH_DIGITS = /Are the four digits from the credit card or from the social security number\?$/;
const ASKS_FOR_BIRTH = /^What is your date of birth\?$/;
const ASKS_ABOUT_ADDRESS = /Would you like to update the address we have for you\?$/;

/** The phone number of the sample orders' owner. */
export const PHONE: Line = {
  say: '(206) 135-1246',
  hears: [/^I have 2 0 6, 1 3 5, 1 2 4 6\. /, ASKS_FOR_DIGITS],
};

/** The other facts, with these last four digits of the card, until the agents have read everything back. */
export function facts(digits: string): readonly Line[] {
  return [{ say: digits, hears: [readBack(digits), ASKS_WHICH_DIGITS] }, ...CARD_AND_BIRTH];
}

export function readBack(digits: string): RegExp {
  return new RegExp(`^I have ${digits.replaceAll(/\B/g, ' ')}\\. `);
}

export const CARD_AND_BIRTH: readonly Line[] = [
  { say: 'credit card', hears: [ASKS_FOR_BIRTH] },
  { say: 'March 14, 1988', hears: [/^I have March 14, 1988\. Is that right\?$/] },
];

/** The yes that the facts are right, and they are. */
export const IS_VERIFIED: Line = {
  say: 'yes',
  hears: [/^Let me check that\. Thank you, Alex\. You're verified\. /, ASKS_ABOUT_ADDRESS],
  leaves: ['verified CUS-0001'],
};

/** The owner of the sample orders proves it: the facts the agents ask for, in their order. */
export const VERIFIES: readonly Line[] = [PHONE, ...facts('4821'), IS_VERIFIED];

/** Wants neither a new address nor the loyalty program, and comes to the agent for returns. */
export const NO_THANKS: readonly Line[] = [
  { say: 'no', hears: [/loyalty program\. .* It is free, .* Would you like to sign up\?$/] },
  {
    say: 'no thanks',
    hears: [
      /^No problem, I've noted that you'd rather not\. One moment, I'll connect you\. /,
      /Let me look up your orders\. I see 3 orders\. The latest has the Ridge Runner Snowboard and the Summit Helmet\. /,
      /Let me check our policy\. Snowboards can come back within thirty days of delivery if unused/,
    ],
    leaves: ['verified CUS-0001', 'offer a-592: DECLINED'],
  },
];

/** What happens until the agent for returns can ask about the item. */
export const BEFORE_A_RETURN = [
  'authenticate_user_information: succeeded',
  'update_user_offer_response: succeeded',
  'handoff to returns',
  'lookupOrders: succeeded',
  'retrievePolicy: succeeded',
];

export const CHECKED = 'checkEligibilityAndPossiblyInitiateReturn: succeeded';
