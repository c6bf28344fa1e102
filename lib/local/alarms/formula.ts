/** A metric's value by its id. */
type Values = (id: string) => number;

/**
 * Reads the metric math that alarms here need: sums of metrics (`m1 + m2`), `SUM(METRICS())`, `SUM([m1, m2])`
 * and the same with MAX; `FILL(m1, 0)` is the metric itself, for here none is ever missing. Throws on
 * anything else.
 */
export function formulaOf(expression: string, ids: readonly string[]): (values: Values) => number {
  const text = expression.replace(/\s+/g, '').replace(/FILL\((\w+),0\)/g, '$1');
  const [, call, inner = ''] = /^(SUM|MAX)\((?:METRICS\(\)|\[([^\]]*)\])\)$/.exec(text) ?? [];
  const named = call ? (inner ? inner.split(',') : ids) : text.split('+');
  const unknown = named.find((id) => !ids.includes(id));
  if (unknown !== undefined)
    throw new Error(`The metric math ${expression} is not known to the local cloud.`);
  if (call === 'MAX') return (values) => Math.max(...named.map(values));
  return (values) => named.reduce((sum, id) => sum + values(id), 0);
}
