import type { Cloud, Listeners } from './cloud.ts';
import { isAllowed } from './iam/decide.ts';
import type { Place, Resource } from './resource.ts';

/** A cloud that is being filled with resources, and can be taken down again. */
export interface OpenCloud extends Cloud {
  readonly resources: Map<string, Resource>;
  /** Takes the parts down, the last first. A part that fails does not keep the others up. */
  stop(): Promise<void>;
}

/** A cloud without resources: its parts fill in `invoke`, `emit` and `enqueue` when they are made. */
export function openCloud(
  place: Place,
  listeners: Listeners,
  say: Cloud['say'],
  edgeCache = false,
): OpenCloud {
  const closers: (() => void | Promise<void>)[] = [];
  const policies: Cloud['policies'] = new Map();
  return {
    place,
    listeners,
    say,
    edgeCache,
    resources: new Map(),
    services: new Map(),
    callers: new Map(),
    secrets: new Map(),
    policies,
    allows: remembering((role, need) => isAllowed(policies.get(role) ?? [], need)),
    invoke: () => Promise.reject(new Error('There are no functions in this cloud.')),
    emit: () => Promise.reject(new Error('There is no event bus in this cloud.')),
    enqueue: () => Promise.reject(new Error('There are no queues in this cloud.')),
    onStop: (close) => closers.push(close),
    stop: () => closeAll(closers, say),
  };
}

async function closeAll(closers: (() => void | Promise<void>)[], say: Cloud['say']): Promise<void> {
  for (const close of closers.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      say('failure', `While stopping: ${error instanceof Error ? error.message : error}`);
    }
  }
}

const mostRemembered = 10_000;

/** The same roles ask for the same things all day; only conditions make a question one of its own. */
function remembering(decide: Cloud['allows']): Cloud['allows'] {
  const known = new Map<string, boolean>();
  return (role, need) => {
    if (need.conditions) return decide(role, need);
    const key = `${role} ${need.action} ${need.resource}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= mostRemembered) known.clear();
    const decision = decide(role, need);
    known.set(key, decision);
    return decision;
  };
}
