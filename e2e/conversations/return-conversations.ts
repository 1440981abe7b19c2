import { customerServiceRetail as scenario } from '@/app/agentConfigs/customerServiceRetail';
import type { Conversation, Line } from './conversation';
import { ASKS_FOR_PHONE, BEFORE_A_RETURN, CHECKED, NO_THANKS, VERIFIES } from './customer';

const DECLINED = ['verified CUS-0001', 'offer a-592: DECLINED'];
const RETURNED = [
  ...DECLINED,
  'RMA- SNB-RIDGE-04: refund, defect, full, return_open',
  'sms to +12061351246 names the return',
];
const IS_SET_UP =
  /^Let me check whether we can take that back\. Your return of the Ridge Runner Snowboard is set up\. You'll get the return number in a text message\. Is there anything else I can help you with\?$/;

/** From the wish to the question which of the boards it is. */
const UP_TO_THE_ITEM: readonly Line[] = [
  { say: 'I want to return my snowboard', hears: [ASKS_FOR_PHONE] },
  ...VERIFIES,
  ...NO_THANKS,
];

function names(said: string, name: string): Line {
  return { say: said, hears: [new RegExp(`^What is wrong with the ${name}\\?$`)] };
}

function tells(said: string, name: string): Line {
  return {
    say: said,
    hears: [new RegExp(`^Shall I check whether the ${name} can come back and, if so, set up the return\\?$`)],
    leaves: DECLINED,
  };
}

/** Everything that is said about one item, until a refusal or a return. */
export const returns: readonly Conversation[] = [
  {
    title: 'a whole return of a defective board',
    scenario,
    lines: [
      ...UP_TO_THE_ITEM,
      names('The Ridge Runner', 'Ridge Runner Snowboard'),
      tells('It delaminated and the edge came off in normal use after about three runs', 'Ridge Runner Snowboard'),
      { say: 'yes', hears: [IS_SET_UP] },
    ],
    happens: [...BEFORE_A_RETURN, CHECKED],
    leaves: RETURNED,
  },
  {
    title: 'item and reason in one sentence are not asked for again',
    scenario,
    lines: [
      {
        say: 'I want to return the Ridge Runner snowboard because the edge came loose in normal use after three runs',
        hears: [ASKS_FOR_PHONE],
      },
      ...VERIFIES,
      ...NO_THANKS.slice(0, 1),
      {
        say: 'no thanks',
        hears: [
          /if defective\. Shall I check whether the Ridge Runner Snowboard can come back and, if so, set up the return\?$/,
        ],
      },
      { say: 'yes', hears: [IS_SET_UP] },
    ],
    happens: [...BEFORE_A_RETURN, CHECKED],
    leaves: RETURNED,
  },
  {
    title: 'a return first needs more information',
    scenario,
    lines: [
      ...UP_TO_THE_ITEM,
      names('The Ridge Runner', 'Ridge Runner Snowboard'),
      tells("it's defective, there's a big crack", 'Ridge Runner Snowboard'),
      {
        say: 'yes',
        hears: [
          /^Let me check whether we can take that back\. Can you tell me how that happened, and about how much it had been used\?$/,
        ],
        leaves: DECLINED,
      },
      { say: 'It cracked in normal use after about three runs', hears: [IS_SET_UP] },
    ],
    happens: [...BEFORE_A_RETURN, CHECKED, CHECKED],
    leaves: RETURNED,
  },
  {
    title: 'a return is refused after the window and the year for defects',
    scenario,
    lines: [
      ...UP_TO_THE_ITEM,
      names('The Twin Tip Snowboard X', 'Twin Tip Snowboard X'),
      tells('I do not like it, it is unused', 'Twin Tip Snowboard X'),
      {
        say: 'yes',
        hears: [
          /I'm sorry, it is more than a year since you bought the Twin Tip Snowboard X, so I can't take that back any more\. Is there anything else I can help you with\?$/,
        ],
      },
    ],
    happens: [...BEFORE_A_RETURN, CHECKED],
    leaves: DECLINED,
  },
  {
    title: 'a return is refused before delivery',
    scenario,
    lines: [
      ...UP_TO_THE_ITEM,
      names('The Park and Pipe Freestyle Board', 'Park & Pipe Freestyle Board'),
      tells('I changed my mind, it is unused', 'Park & Pipe Freestyle Board'),
      {
        say: 'yes',
        hears: [
          /Your order with the Park & Pipe Freestyle Board hasn't been delivered yet, so I can't start a return for it\. Please call again once it has arrived\. /,
        ],
      },
    ],
    happens: [...BEFORE_A_RETURN, CHECKED],
    leaves: DECLINED,
  },
];
