type Json = Record<string, unknown>;
export type Masking = (value: unknown) => unknown;

export const MASK = '•••';
const MARK = 'x-sensitive';

/** What masks JSON of this schema, as `contracts/masking.json` shows; the toolserver masks the same. */
export function maskingOf(schema: Json): Masking {
  return new Compiler(isObject(schema.$defs) ? schema.$defs : {}).compile(schema) ?? same;
}

/** A value of which nothing is known. */
export function mask(value: unknown): unknown {
  return value === null || value === undefined ? value : MASK;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Schemas into functions, once: nothing where a schema marks nothing. */
class Compiler {
  private readonly known = new Map<string, Masking | undefined>();

  constructor(private readonly definitions: Json) {}

  compile(schema: unknown): Masking | undefined {
    if (!isObject(schema)) return undefined;
    if (schema[MARK] === true) return mask;
    const alternatives = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => list(schema[key]));
    const parts = [this.reference(schema), this.object(schema), this.array(schema)];
    const found = [...parts, ...alternatives.map((each) => this.compile(each))].filter((part) => part !== undefined);
    return found.length < 2 ? found[0] : (value) => found.reduce((shown, part) => part(shown), value);
  }

  private reference({ $ref }: Json): Masking | undefined {
    const name = typeof $ref === 'string' ? $ref.replace('#/$defs/', '') : '';
    if (!(name in this.definitions)) return undefined;
    if (!this.known.has(name)) {
      this.known.set(name, (value) => (this.known.get(name) ?? same)(value)); // for a definition that holds itself
      this.known.set(name, this.compile(this.definitions[name]));
    }
    return this.known.get(name);
  }

  private object({ properties, additionalProperties }: Json): Masking | undefined {
    if (!isObject(properties) && !isObject(additionalProperties)) return undefined;
    const named = new Map(Object.entries(properties ?? {}).map(([key, each]) => [key, this.values(each)]));
    const unnamed = this.values(additionalProperties ?? false);
    if ([...named.values(), unnamed].every((each) => each === same)) return undefined;
    return (value) => {
      if (!isObject(value)) return mask(value);
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, (named.get(key) ?? unnamed)(each)]));
    };
  }

  private array({ prefixItems, items }: Json): Masking | undefined {
    const first = list(prefixItems).map((each) => this.values(each));
    const others = this.values(items ?? true);
    if ([...first, others].every((each) => each === same)) return undefined;
    return (value) => (Array.isArray(value) ? value.map((each, at) => (first[at] ?? others)(each)) : mask(value));
  }

  /** `false` names nothing: what stands there all the same may be anything. */
  private values(schema: unknown): Masking {
    return schema === false ? mask : (this.compile(schema) ?? same);
  }
}

function same(value: unknown): unknown {
  return value;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
