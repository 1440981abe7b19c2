import { expect, test } from 'vitest';
import { inWords } from './in-words';

test.each([
  ['bankAgent', 'bank agent'],
  ['get_balance', 'get balance'],
  ['checkEligibilityAndPossiblyInitiateReturn', 'check eligibility and possibly initiate return'],
  ['returns', 'returns'],
  ['sendSMS', 'send sms'],
  ['crm_lookUpOrder2', 'crm look up order2'],
])('%s is read %s', (name, words) => {
  expect(inWords(name)).toBe(words);
});
