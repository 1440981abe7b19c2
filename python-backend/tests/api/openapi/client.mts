import type { components, operations } from './toolserver.js';

type Schemas = components['schemas'];
type Call = Schemas['Call'];
type Name = Call['tool_name'];
type CallOf<N extends Name> = Extract<Call, { tool_name: N }>;
type AnswerOf<N extends Name> = Schemas[`Answer_${N}`];
type Refused = operations['execute_tool']['responses'][422]['content']['application/json'];

async function execute<N extends Name>(server: string, call: CallOf<N>): Promise<AnswerOf<N> | Refused> {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${server}/execute-tool`, { method: 'POST', headers, body: JSON.stringify(call) });
  return (await answer.json()) as AnswerOf<N> | Refused;
}

const server = process.argv[2] ?? '';

const sales = await execute(server, { tool_name: 'lookupNewSales', arguments: { category: 'boots' } });
if ('result' in sales) {
  const prices: string[] = sales.result.sales.map((sale) => sale.sale_price_usd);
  console.log('result', prices.length > 0);
}

const orders = await execute(server, { tool_name: 'lookupOrders', arguments: { phoneNumber: '206 555 0100' } });
if ('error' in orders) {
  const code: string = orders.error.code;
  console.log('error', code);
}
