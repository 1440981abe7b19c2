/** `look up orders` for `lookUpOrders` or `look_up_orders`: a name as people read it. */
export function inWords(name: string): string {
  return name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .replaceAll('_', ' ')
    .toLowerCase();
}
