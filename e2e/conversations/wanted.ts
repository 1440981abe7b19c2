import { isDeepStrictEqual } from 'node:util';
import type { Wanted } from './format';

/** Values by name: the caller's facts, and what rows are called with `as`. */
export type Names = Readonly<Record<string, string>>;

type Fields = Readonly<Record<string, unknown>>;
type WantedFields = Readonly<Record<string, Wanted>>;

/** The text with each `{name}` replaced; a name that nobody has stays. */
export function filled(text: string, names: Names): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
}

/** Whether every wanted field is there as wanted. */
export function hasFields(found: Fields, fields: WantedFields, names: Names): boolean {
  return Object.entries(fields).every(([name, wanted]) => isAsWanted(found[name], wanted, names));
}

/** What the fields of a found row are called with `as`. */
export function named(found: Fields, fields: WantedFields): Names {
  const pairs = Object.entries(fields).flatMap(([field, wanted]) => {
    const name = isObject(wanted) ? wanted.as : undefined;
    return typeof name === 'string' ? [[name, String(found[field])]] : [];
  });
  return Object.fromEntries(pairs) as Names;
}

export function isAsWanted(found: unknown, wanted: Wanted, names: Names): boolean {
  if (typeof wanted === 'string') return found === filled(wanted, names);
  if (!isObject(wanted)) return isDeepStrictEqual(found, wanted);
  return fitting(found, wanted, names) ?? isDeepStrictEqual(found, wanted);
}

/** Undefined where the wanted value is an object that stands for itself. */
function fitting(found: unknown, wanted: Record<string, Wanted>, names: Names): boolean | undefined {
  const { any, like, one_of } = wanted;
  if (any === true) return found !== null && found !== undefined;
  if (typeof like === 'string') return isLike(found, filled(like, names));
  return Array.isArray(one_of) ? one_of.some((each) => isAsWanted(found, each, names)) : undefined;
}

/** A value that is as wanted. */
export function example(wanted: Wanted, names: Names): unknown {
  if (typeof wanted === 'string') return filled(wanted, names);
  return isObject(wanted) ? fittingExample(wanted, names) : wanted;
}

function fittingExample(wanted: Record<string, Wanted>, names: Names): unknown {
  const { any, like, one_of } = wanted;
  if (any === true) return 'anything';
  if (typeof like === 'string') return filled(like, names).replaceAll('*', '-');
  return Array.isArray(one_of) ? example(one_of[0] ?? null, names) : wanted;
}

function isLike(found: unknown, pattern: string): boolean {
  if (found === null || found === undefined) return false;
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(typeof found === 'string' ? found : JSON.stringify(found));
}

function isObject(value: Wanted): value is Record<string, Wanted> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
