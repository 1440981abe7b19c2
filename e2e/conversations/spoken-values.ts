import type { Fact, HeardValue } from './format';
import { inDigits } from './number-words';
import { filled, type Names } from './wanted';

const DAY_MS = 86_400_000;
const CURRENCIES = {
  USD: { sign: '\\$', words: 'dollars?|usd|bucks?', cents: 'cents?' },
  EUR: { sign: '€', words: 'euros?|eur', cents: 'cents?' },
  GBP: { sign: '£', words: 'pounds?|gbp', cents: 'pence|p' },
};

/** Whether the value is in what was said, in any of the ways it may be spoken; `today` is when it was said. */
export function isHeard(value: HeardValue, said: string, names: Names, today: Date): boolean {
  if (typeof value === 'object' && 'any_of' in value)
    return value.any_of.some((each) => isFactHeard(each, inDigits(said), names, today));
  return isFactHeard(value, inDigits(said), names, today);
}

/** A value as a fault names it. */
export function shown(value: HeardValue, names: Names): string {
  return filled(typeof value === 'string' ? value : JSON.stringify(value), names);
}

/** The day that "2027-03-03", "today" or "-9 days" means. */
export function dayOf(date: string, today: Date): Date {
  const away = /^([+-]\d+) days$/.exec(date)?.[1];
  if (date === 'today' || away !== undefined) return new Date(today.getTime() + Number(away ?? 0) * DAY_MS);
  return new Date(`${date}T00:00:00Z`);
}

function isFactHeard(value: Fact, said: string, names: Names, today: Date): boolean {
  if (typeof value === 'string') return words(said).includes(words(inDigits(filled(value, names))));
  if ('money' in value) return isMoneyHeard(value, said);
  if ('date' in value) return isDateHeard(dayOf(value.date, today), said);
  if ('number' in value) return isNumberHeard(value, said);
  return isCodeHeard(filled(value.code, names), said);
}

function words(text: string): string {
  return ` ${text
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

function isMoneyHeard({ money, currency }: Extract<Fact, { money: number }>, said: string): boolean {
  const { sign, words: units, cents: small } = CURRENCIES[currency];
  const [whole, cents] = money.toFixed(2).split('.') as [string, string];
  const isRound = cents === '00';
  const amount = `${whole}${isRound ? '(?:\\.00)?' : `\\.${cents}`}(?!\\.?\\d)`;
  const alone = `(?! (?:and )?\\d+ (?:${small})\\b)`;
  const spelled = `${whole} (?:${units}),? (?:and )?${Number(cents)} (?:${small})\\b`;
  const forms = [`${sign} ?${amount}`, `(?<![\\d.])${amount} ?(?:${units})\\b${isRound ? alone : ''}`];
  if (!isRound) forms.push(`(?<![\\d.])${spelled}`);
  return new RegExp(forms.join('|'), 'i').test(said);
}

/** A year that is said must be the right one; none need be said. */
function isDateHeard(day: Date, said: string): boolean {
  const [year, number] = [day.getUTCFullYear(), day.getUTCDate()];
  const name = day.toLocaleString('en', { month: 'long', timeZone: 'UTC' }).toLowerCase();
  const month = `(?:${name}|${name.slice(0, 3)})\\.?`;
  const spoken = `\\b(?:${month} (?:the )?${number}|${number} (?:of )?${month})(?!\\d)(?:,? (\\d{4}|\\d{2} \\d{2})(?!\\d))?`;
  const months = String(day.getUTCMonth() + 1);
  const written = `(?<![\\d/])0?${months}/0?${number}(?:/(\\d{4}))?(?![\\d/])`;
  const years = [spoken, written].flatMap((form) => [...said.matchAll(new RegExp(form, 'g'))].map((found) => found[1]));
  if (said.includes(day.toISOString().slice(0, 10))) return true;
  return years.some((each) => each === undefined || each.replace(' ', '') === String(year));
}

function isNumberHeard({ number, unit }: Extract<Fact, { number: number }>, said: string): boolean {
  const of = unit === undefined ? '' : `(?:[ -][a-z]+)?[ -]${unit.toLowerCase().replace(/s$/, '')}s?\\b`;
  return new RegExp(`(?<![\\d.$€£])${String(number).replace('.', '\\.')}(?!\\.?\\d)${of}`).test(said);
}

interface Piece {
  text: string;
  /** What stands before it. */
  gap: string;
}

/** Letters and digits in their order, however they are grouped, and not within a longer run of single ones. */
function isCodeHeard(code: string, said: string): boolean {
  const sought = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  const pieces = [...said.matchAll(/([^a-z0-9]*)([a-z0-9]+)/g)].map(([, gap, text]): Piece => ({
    gap: gap ?? '',
    text: text ?? '',
  }));
  return sought !== '' && pieces.some((_, from) => startsCode(pieces, from, sought));
}

function startsCode(pieces: readonly Piece[], from: number, sought: string): boolean {
  let [to, joined] = [from, ''];
  while (joined.length < sought.length && to < pieces.length) joined += pieces[to++]?.text ?? '';
  return joined === sought && !goesOn(pieces[from - 1], pieces[from]) && !goesOn(pieces[to - 1], pieces[to]);
}

function goesOn(left: Piece | undefined, right: Piece | undefined): boolean {
  return [left, right].every((piece) => /^\d$/.test(piece?.text ?? '')) && /^[ -]$/.test(right?.gap ?? '');
}
