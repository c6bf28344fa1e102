import type { Host } from '../resource.ts';
import { queueHost, queuePolicyHost } from './queue-host.ts';

export const queueHosts: readonly Host[] = [queueHost, queuePolicyHost];
