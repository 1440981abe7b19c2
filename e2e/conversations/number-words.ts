const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const SMALL_ORDINALS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value) => [word, value] as const),
  ...SMALL_ORDINALS.map((word, value) => [word, value] as const),
  ...TENS.map((word, at) => [word, (at + 2) * 10] as const),
  ...TENS.map((word, at) => [word.replace(/y$/, 'ieth'), (at + 2) * 10] as const),
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1_000],
  ['million', 1_000_000],
]);

/** One number while its words are read. */
interface Reading {
  /** Whole thousands and millions. */
  done: number;
  /** What is below them so far. */
  group: number;
  /** Below which the next word must be to belong to this number. */
  room: number;
}

/** Lower case, with numbers in digits: "three hundred and sixty" is 360, and "two zero six" is 2 0 6. */
export function inDigits(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/(\d)(?:st|nd|rd|th)\b/g, '$1');
  const digits = plain.replace(/[a-z]+(?:[ -]+[a-z]+)*/g, (run) => wordsInDigits(run.split(/[ -]+/)));
  return digits.replace(/(?<=\d )oh(?= \d)/g, '0').replace(/ +(?:dash|hyphen) +/g, '-');
}

function wordsInDigits(words: readonly string[]): string {
  const written: string[] = [];
  let reading: Reading | null = null;
  for (const [at, word] of words.entries()) {
    if (word === 'and' && joins(reading, words[at + 1])) continue;
    const next = read(reading, word);
    if (next === null) written.push(...valueOf(reading), word);
    else if (next.isNew) written.push(...valueOf(reading));
    reading = next === null ? null : next.reading;
  }
  return [...written, ...valueOf(reading)].join(' ');
}

function valueOf(reading: Reading | null): string[] {
  return reading === null ? [] : [String(reading.done + reading.group)];
}

/** "and" within a number: two hundred and ten. */
function joins(reading: Reading | null, word: string | undefined): boolean {
  const value = VALUES.get(word ?? '');
  return reading !== null && value !== undefined && reading.room >= 100 && value < reading.room;
}

function read(reading: Reading | null, word: string): { reading: Reading; isNew: boolean } | null {
  const scale = SCALES.get(word);
  if (scale !== undefined) return reading === null ? null : scaled(reading, scale);
  const value = VALUES.get(word);
  if (value === undefined) return null;
  const room = value >= 20 ? 10 : 0;
  if (reading !== null && value > 0 && value < reading.room)
    return { reading: { ...reading, group: reading.group + value, room }, isNew: false };
  return { reading: { done: 0, group: value, room }, isNew: true };
}

function scaled({ done, group }: Reading, scale: number): { reading: Reading; isNew: boolean } {
  if (scale === 100) return { reading: { done, group: group * 100, room: 100 }, isNew: false };
  return { reading: { done: done + group * scale, group: 0, room: scale }, isNew: false };
}
