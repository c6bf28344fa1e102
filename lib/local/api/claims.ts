/** A token's claims as a JWT authorizer hands them on: text only. */
export function claimTexts(payload: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(payload)) texts[name] = claimText(value);
  return texts;
}

/** Lists come as `[a b]` and objects as `map[a:1 b:2]`: API Gateway prints them the way Go does. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${fields.map(([name, one]) => `${name}:${claimText(one)}`).join(' ')}]`;
}
