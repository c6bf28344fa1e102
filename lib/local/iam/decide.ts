import type { ServicePrincipal } from '../cloud.ts';
import type { Need } from '../service.ts';
import type { Context } from './condition.ts';
import { type Statement, statementsOf } from './statement.ts';

/** Whether the policies of a role allow it: at least one statement does and none denies it. */
export function isAllowed(policies: readonly unknown[], need: Need): boolean {
  return decide(policies.flatMap(statementsOf), need, contextOf(need)) === 'allowed';
}

/**
 * Whether the policies of a resource (a queue's, a bucket's, a topic's) let an AWS service do it.
 * The service's `sourceArn` stands for `aws:SourceArn`, its account for `aws:SourceAccount`.
 */
export function isAllowedByResourcePolicy(
  policies: readonly unknown[],
  by: ServicePrincipal,
  need: Need,
): boolean {
  const applicable = policies.flatMap(statementsOf).filter((one) => one.principal('Service', by.service));
  const source = { 'aws:SourceArn': by.sourceArn, 'aws:SourceAccount': by.sourceArn.split(':')[4] ?? '' };
  return decide(applicable, need, contextOf(need, source)) === 'allowed';
}

/** Whether a resource's policy forbids a role what the role's own policies may allow. */
export function isDeniedByResourcePolicy(policies: readonly unknown[], role: string, need: Need): boolean {
  const applicable = policies.flatMap(statementsOf).filter((one) => one.principal('AWS', role));
  return decide(applicable, need, contextOf(need)) === 'denied';
}

function decide(
  statements: readonly Statement[],
  need: Need,
  context: Context,
): 'allowed' | 'denied' | 'silent' {
  const action = need.action.toLowerCase();
  const matching = statements.filter(
    (one) => one.action(action) && one.resource(need.resource) && one.conditions(context),
  );
  if (matching.some((one) => !one.allows)) return 'denied';
  return matching.length ? 'allowed' : 'silent';
}

/** Nothing leaves this machine, so a request counts as one over TLS. */
const constantKeys = { 'aws:SecureTransport': 'true' };

function contextOf(need: Need, source: Record<string, string> = {}): Context {
  const keys = Object.entries({ ...constantKeys, ...source, ...need.conditions });
  return new Map(keys.map(([key, value]) => [key.toLowerCase(), Array.isArray(value) ? value : [value]]));
}
