import 'server-only';
import type { DemoCard } from '@/contract/demo';
import { readSettings } from './env';
import { Refusal } from './refusal';
import { Toolserver } from './toolserver';

/** Whom one can be in a scenario; null without demo data, or while the toolserver cannot be reached. */
export async function loadDemo(scenario: string): Promise<DemoCard | null> {
  try {
    return await new Toolserver(readSettings()).demo(scenario);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
