import type { Answer } from './customer';

/** Alex Johnson of the demo data, who wants to return an unused board that came nine days ago. */
export const ANSWERS: readonly Answer[] = [
  { asked: /is that right|shall i|do you want me to/i, text: 'yes' },
  { asked: /last (four|4) digits of your/i, text: '4821' },
  { asked: /phone number\?/i, text: '(206) 135-1246' },
  { asked: /date of birth\?|born/i, text: 'March 14, 1988' },
  { asked: /(card|social|ssn).*\?$/i, text: 'credit card' },
  { asked: /first name|your name/i, text: 'Alex' },
  { asked: /update the address/i, text: 'no' },
  { asked: /sign up/i, text: 'no thanks' },
  { asked: /which (order|item|one|board|snowboard)/i, text: 'the Ridge Runner Snowboard' },
  { asked: /used|condition|packag|wrong|reason|why/i, text: "It's unused and still in its original packaging" },
  { asked: /\?$/, text: 'I want to return the Ridge Runner snowboard. It is unused and in its original packaging' },
];
