import { parseArgs } from 'node:util';

/** What `npm run converse -- …` was asked for. */
export interface Options {
  /** Only conversations whose scenario, file or title has these words. */
  words: string;
  isSpoken: boolean;
  /** A model of OpenAI's, or of the service at the URL. */
  model: string | undefined;
  url: string | undefined;
  /** Where the toolserver is started, for a service that was told so; else any port. */
  toolserverPort: number | undefined;
  /** For the choices that rules leave open. */
  seed: number;
  apiKey: string | undefined;
}

/** Raises for an option that there is not. */
export function optionsOf(parameters: string[], apiKey: string | undefined): Options {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: {
      spoken: { type: 'boolean', default: false },
      model: { type: 'string' },
      url: { type: 'string' },
      'toolserver-port': { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  const { model, url, spoken, seed, 'toolserver-port': port } = values;
  const toolserverPort = port === undefined ? undefined : Number(port);
  return { words: positionals.join(' '), isSpoken: spoken, model, url, toolserverPort, seed: Number(seed), apiKey };
}

/** Whether the engine of this repository answers, started for the purpose: then the files' `offline` marks count. */
export function isOwnEngine({ model, url }: Options): boolean {
  return model === undefined && url === undefined;
}
