/**
 * JSON as text, for what `JSON.parse` would change or not survive: numbers that a float cannot hold, keys that an object
 * of JavaScript cannot hold, and depths that end the stack.
 */

// As many levels as the toolserver takes.
const MAX_DEPTH = 32;
const MARK = /["{}[\]]|-?\d[-+.\deE]*/g;
const COLON = /[ \t\n\r]*:/y;
const MOST_DIGITS_OF_A_FLOAT = 15;

interface Token {
  text: string;
  start: number;
  end: number;
}

/** Why a JSON text must not be passed on; null where it may, or is no JSON at all. Goes through it once, without recursion. */
export function flawOf(text: string): string | null {
  let depth = 0;
  for (const token of tokens(text)) {
    depth += step(token);
    if (depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH}`;
    if (isNumber(token) && !Number.isFinite(Number(token.text))) return 'a number is larger than a number can be';
    if (isKey(text, token) && spelledOut(token) === '__proto__') return 'a key is "__proto__"';
  }
  return null;
}

/** The value of a JSON text, in which a number that a float cannot hold stands as text with all its digits. */
export function parseExactly(text: string): unknown {
  let exact = '';
  let from = 0;
  for (const token of tokens(text)) {
    if (!isNumber(token) || isExact(token.text)) continue;
    exact += `${text.slice(from, token.start)}"${token.text}"`;
    from = token.end;
  }
  return JSON.parse(exact + text.slice(from));
}

/** The text of the object that a JSON object holds under a name, as it stands there. */
export function objectWithin(text: string, name: string): string | null {
  const rest = text.slice(endOfKey(text, name) ?? text.length).replace(/^[ \t\n\r]*:[ \t\n\r]*(?={)/, '');
  if (!rest.startsWith('{')) return null;
  let depth = 0;
  for (const token of tokens(rest)) {
    depth += step(token);
    if (depth === 0) return rest.slice(0, token.end);
  }
  return null;
}

function endOfKey(text: string, name: string): number | null {
  let depth = 0;
  for (const token of tokens(text)) {
    depth += step(token);
    if (depth === 1 && isKey(text, token) && spelledOut(token) === name) return token.end;
  }
  return null;
}

/** Strings, numbers and brackets in their order; an open string is the last of them. */
function* tokens(text: string): Generator<Token> {
  const marks = new RegExp(MARK);
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const end = mark[0] === '"' ? endOfString(text, mark.index) : marks.lastIndex;
    if (end === null) return;
    marks.lastIndex = end;
    yield { text: text.slice(mark.index, end), start: mark.index, end };
  }
}

function endOfString(text: string, start: number): number | null {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let before = quote;
    while (text[before - 1] === '\\') before -= 1;
    if ((quote - before) % 2 === 0) return quote + 1;
  }
  return null;
}

function step({ text }: Token): number {
  if (text === '{' || text === '[') return 1;
  return text === '}' || text === ']' ? -1 : 0;
}

function isNumber({ text }: Token): boolean {
  return /^[-\d]/.test(text);
}

function isKey(text: string, token: Token): boolean {
  if (!token.text.startsWith('"')) return false;
  COLON.lastIndex = token.end;
  return COLON.test(text);
}

function spelledOut({ text }: Token): unknown {
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A float gives back fifteen digits; of whole numbers those that are safe. */
function isExact(number: string): boolean {
  const [digits = ''] = number.replace('.', '').split(/[eE]/);
  if (digits.replace(/^-?0*/, '').length <= MOST_DIGITS_OF_A_FLOAT) return Number.isFinite(Number(number));
  return String(Number(number)) === number;
}
