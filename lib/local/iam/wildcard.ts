const known = new Map<string, (text: string) => boolean>();

/** Matches IAM's wildcards: `*` is any text, `?` any one character. Whole text, case-sensitive. */
export function wildcard(pattern: string): (text: string) => boolean {
  const made = known.get(pattern) ?? make(pattern);
  known.set(pattern, made);
  return made;
}

function make(pattern: string): (text: string) => boolean {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const expression = [...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : escapeForExpression(c)));
  const compiled = new RegExp(`^${expression.join('')}$`, 's');
  return (text) => compiled.test(text);
}

const escapeForExpression = (c: string): string => c.replace(/[\\^$.|+()[\]{}/-]/, '\\$&');
