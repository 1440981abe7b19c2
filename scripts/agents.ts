/** `npm run agents`: writes the agents for those who cannot read TypeScript. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { publishedAgents } from '@/app/agentConfigs/published';

writeFileSync(path.resolve(__dirname, '../contracts/agents.json'), publishedAgents());
