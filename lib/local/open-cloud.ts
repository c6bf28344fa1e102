import type { Cloud, Listeners } from './cloud.ts';
import { isAllowed } from './iam/decide.ts';
import type { Place, Resource } from './resource.ts';

/** A cloud that is being filled with resources and can be stopped. */
export interface OpenCloud extends Cloud {
  readonly resources: Map<string, Resource>;
  /** Stops the parts, the last first, even if one of them fails. */
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
    allows: memoizeDecisions((role, need) => isAllowed(policies.get(role) ?? [], need)),
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

const largestCache = 10_000;

/** Caches decisions: roles repeat the same few requests. Those with conditions are decided each time. */
function memoizeDecisions(decide: Cloud['allows']): Cloud['allows'] {
  const known = new Map<string, boolean>();
  return (role, need) => {
    if (need.conditions) return decide(role, need);
    const key = `${role} ${need.action} ${need.resource}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= largestCache) known.clear();
    const decision = decide(role, need);
    known.set(key, decision);
    return decision;
  };
}
