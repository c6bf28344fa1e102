import { Store } from './store.ts';

/** What the desk shows; it stands behind the `#` of the address, so that back and forward work and nothing is loaded. */
export type Route =
  | { view: 'hand-in' }
  /** The text that this browser keeps under a key, at a line of its file; or all that it keeps. */
  | { view: 'write'; key?: string; line?: number }
  | { view: 'documents' }
  | { view: 'document'; slug: string };

export function routeIn(hash: string): Route {
  const [view = '', name, line] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  if (view === 'write' && name) return { view, key: name, ...(Number(line) > 0 && { line: Number(line) }) };
  if (view === 'write') return { view };
  if (view === 'documents') return name ? { view: 'document', slug: name } : { view };
  return { view: 'hand-in' };
}

export function hashOf(route: Route): string {
  switch (route.view) {
    case 'hand-in':
      return '#/';
    case 'write':
      return ['#/write', route.key && encodeURIComponent(route.key), route.line].filter(Boolean).join('/');
    case 'documents':
      return '#/documents';
    case 'document':
      return `#/documents/${encodeURIComponent(route.slug)}`;
  }
}

/** As it is where it was cut off. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const route = new Store<Route>(routeIn(location.hash));

addEventListener('hashchange', () => route.set(routeIn(location.hash)));

export const go = (to: Route): void => {
  location.hash = hashOf(to);
};
