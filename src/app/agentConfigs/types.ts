/** What an agent does in its fixed order; anything else is left to the model and the customer. */
export type Step =
  | { kind: 'call'; tool: string }
  | { kind: 'offer'; tool: string; ask: string }
  | { kind: 'disclose'; tool: string; say: string; ask: string; with: Record<string, string> }
  | { kind: 'handoff' }
  | { kind: 'ask'; ask: string };

/** Who speaks: OpenAI's service or the engine on this machine. */
export type Engine = 'openai' | 'local';

/** What an agent cannot do in a session whose tools are not all there. */
export interface Unavailable {
  /** Each after "to". */
  titles: readonly string[];
  /** Whether a person can be reached in its place. */
  offersPerson: boolean;
}

/** Instructions, tool names and handoffs under a name. */
export interface AgentDefinition {
  name: string;
  publicDescription: string;
  instructions: string;
  /** Spoken word for word when a call starts with this agent. */
  greeting?: string;
  steps: readonly Step[];
  tools: readonly string[];
  handoffs: readonly string[];
  /** The language to answer in, where it depends on the engine's voices. */
  language?: Readonly<Record<Engine, string>>;
  /** Never in a definition: a session that starts without some tools sets it. */
  unavailable?: Unavailable;
}

/** A named set of agents with a start agent: what the customer picks. */
export interface Scenario {
  key: string;
  title: string;
  description: string;
  startAgent: string;
  /** The engine's default where absent. */
  voice?: string;
  agents: readonly AgentDefinition[];
}
