import { customerServiceRetail as scenario } from '@/app/agentConfigs/customerServiceRetail';
import type { Scenario } from '@/app/agentConfigs/types';
import type { Conversation, Line } from './conversation';
import { ASKS_FOR_PHONE, ASKS_WHICH_DIGITS, CARD_AND_BIRTH, IS_VERIFIED, PHONE, VERIFIES, facts } from './customer';
import { UNSEEN_TOOL } from './unseen-tool';

const WISH: Line = { say: 'I want to return my snowboard', hears: [ASKS_FOR_PHONE] };
const IS_NOT_VERIFIED: Line = {
  say: 'yes',
  hears: [
    /^Let me check that\. I couldn't verify you with those details\. Let's go through them once more\. What is your phone number\?$/,
  ],
  leaves: [],
};

/** The scenario as someone's own shop might extend it. */
const withUnseenTool: Scenario = {
  ...scenario,
  agents: scenario.agents.map((agent) =>
    agent.name === 'sales' ? { ...agent, tools: [...agent.tools, UNSEEN_TOOL] } : agent,
  ),
};

/** Everything but the returns themselves. */
export const other: readonly Conversation[] = [
  {
    title: "what's on sale on boots needs no verification",
    scenario,
    lines: [
      {
        say: "what's on sale on boots?",
        hears: [
          /^One moment, I'll connect you\. Let me see what's on sale\. On sale right now: /,
          /Summit Steps for \$210 instead of \$300 and Glacier Grip for \$200 instead of \$250\. /,
        ],
      },
    ],
    happens: ['handoff to sales', 'lookupNewSales: succeeded'],
    leaves: [],
  },
  {
    title: 'a checkout is agreed to before it is made',
    scenario,
    lines: [
      { say: "what's on sale on boots?", hears: [/On sale right now: /] },
      {
        say: 'put the Summit Steps into my cart',
        hears: [/^Shall I put one piece of the Summit Steps into your cart\?$/],
      },
      { say: 'yes', hears: [/^The Summit Steps is in your cart\. Your total is \$210\. /], leaves: ['cart: 302'] },
      { say: "I'm ready to check out", hears: [/^One moment, I'll connect you\. What is your phone number\?$/] },
      PHONE,
      ...facts('4821'),
      { say: 'yes', hears: [/You're verified\. /] },
      { say: 'no', hears: [/Would you like to sign up\?$/] },
      {
        say: 'no thanks',
        hears: [/You want to check out the Summit Steps for \$210 in all\. Shall I\?$/],
        leaves: ['verified CUS-0001', 'offer a-592: DECLINED', 'cart: 302'],
      },
      { say: 'yes', hears: [/Your order comes to \$210 and is reserved for you until this time tomorrow\. You can/] },
    ],
    happens: [
      'handoff to sales',
      'lookupNewSales: succeeded',
      'addToCart: succeeded',
      'handoff to authentication',
      'authenticate_user_information: succeeded',
      'update_user_offer_response: succeeded',
      'handoff to sales',
      'checkout: asked',
      'checkout: succeeded',
    ],
    leaves: ['verified CUS-0001', 'offer a-592: DECLINED', 'checkout of CUS-0001: 21000'],
  },
  {
    title: 'a person is a handoff',
    scenario,
    lines: [
      {
        say: 'I want to talk to a person',
        hears: [
          /^One moment, I'll connect you\. Hi there! .*I am an AI standing in for a person\. What can I do for you\?$/,
        ],
      },
    ],
    happens: ['handoff to simulatedHuman'],
    leaves: [],
  },
  {
    title: 'never mind drops what was asked for',
    scenario,
    lines: [
      WISH,
      {
        say: 'never mind',
        hears: [/^All right, let's leave that\. Is there anything else I can help you with\?$/],
      },
    ],
    happens: [],
    leaves: [],
  },
  {
    title: 'a corrected number is read back as corrected, and is the one that counts',
    scenario,
    lines: [
      WISH,
      PHONE,
      { say: "no, it's 1-2-4-7", hears: [/^I have 2 0 6, 1 3 5, 1 2 4 7\. What are the last four digits/] },
      { say: 'sorry, I meant 1-2-4-6', hears: [/^I have 2 0 6, 1 3 5, 1 2 4 6\. What are the last four digits/] },
      { say: '4812', hears: [/^I have 4 8 1 2\. /, ASKS_WHICH_DIGITS] },
      { say: "no, it's 4-8-2-1", hears: [/^I have 4 8 2 1\. /, ASKS_WHICH_DIGITS] },
      ...CARD_AND_BIRTH,
      IS_VERIFIED,
    ],
    happens: ['authenticate_user_information: succeeded'],
    leaves: ['verified CUS-0001'],
  },
  {
    title: 'verification fails twice, then succeeds',
    scenario,
    lines: [WISH, PHONE, ...facts('1111'), IS_NOT_VERIFIED, PHONE, ...facts('2222'), IS_NOT_VERIFIED, ...VERIFIES],
    happens: [
      'authenticate_user_information: failed',
      'authenticate_user_information: failed',
      'authenticate_user_information: succeeded',
    ],
    leaves: ['verified CUS-0001'],
  },
  {
    title: 'silence is met with a gentle question, and changes nothing',
    scenario,
    lines: [
      { say: '', hears: [/^Are you still there\? What can I help you with\?$/] },
      WISH,
      { say: '', hears: [/^Are you still there\? What is your phone number\?$/] },
      { say: '...', hears: [/^Are you still there\? What is your phone number\?$/] },
      PHONE,
    ],
    happens: [],
    leaves: [],
  },
  {
    title: 'nonsense is answered and calls nothing',
    scenario,
    lines: [
      { say: 'flurb grommet xyzzy', hears: [/^Sorry, I didn't catch that\. What can I help you with\?$/] },
      { say: 'blorp zig', hears: [/^Sorry, I didn't catch that\. I can .*, or .*\. What can I help you with\?$/] },
    ],
    happens: [],
    leaves: [],
  },
  {
    title: 'a tool never seen before is used from its declaration',
    scenario: withUnseenTool,
    lines: [
      { say: "I'd like to book a tuning for my snowboard", hears: [/For what day\?$/] },
      { say: 'March 3rd 2027', hears: [/^I have March 3, 2027\. How many boards\?$/] },
      { say: 'two', hears: [/^I have 2 boards\. Shall I book a tuning of snowboards in the workshop\?$/] },
      { say: 'yes', hears: [/^The workshop expects you with 2 boards on March 3\. Is there anything else/] },
    ],
    happens: ['handoff to sales', 'book_tuning: succeeded'],
    leaves: [],
  },
];
