import type { Host } from '../resource.ts';
import { mappingHost } from './mapping-host.ts';
import { busHost, ruleHost } from './rule-host.ts';

export const eventHosts: readonly Host[] = [busHost, ruleHost];

/** They start to read at once: after functions, tables, queues and policies. */
export const mappingHosts: readonly Host[] = [mappingHost];
