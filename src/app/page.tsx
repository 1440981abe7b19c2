import { cookies } from 'next/headers';
import { CallPage } from '@/components/CallPage';
import { loadDemo } from '@/server/demo';
import { parseTheme, THEME_COOKIE } from '@/lib/theme';
import { findScenario, scenarios } from './agentConfigs';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The page of a call; scenario and agent come from its address, or are the defaults. */
export default async function Page({ searchParams }: Props) {
  const asked = await searchParams;
  const scenario = findScenario(String(asked.scenario)) ?? scenarios[0];
  const agents = scenario.agents.map((agent) => agent.name);
  const agent = agents.find((name) => name === asked.agent) ?? scenario.startAgent;
  return (
    <CallPage
      scenarios={scenarios.map(({ key, title }) => ({ key, title }))}
      scenario={scenario.key}
      agents={agents}
      agent={agent}
      demo={await loadDemo(scenario.key)}
      theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}
    />
  );
}
