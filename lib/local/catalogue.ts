import { alarmHosts } from './alarms/hosts.ts';
import { apiHosts } from './api/hosts.ts';
import { tableHosts } from './dynamodb/hosts.ts';
import { edgeHosts } from './edge/hosts.ts';
import { eventHosts, mappingHosts } from './events/hosts.ts';
import { iamHosts } from './iam/hosts.ts';
import { type LambdaOptions, lambdaHosts } from './lambda/hosts.ts';
import type { Host } from './resource.ts';
import type { Buckets } from './s3/buckets.ts';
import { s3Hosts } from './s3/hosts.ts';
import { secretHosts } from './secrets/hosts.ts';
import { signInHosts } from './sign-in/hosts.ts';
import { queueHosts } from './sqs/hosts.ts';

export interface CatalogueOptions extends LambdaOptions {
  buckets: Buckets;
}

/** Every type this machine hosts, in the order in which they are made: what others need comes first. */
export const catalogue = (options: CatalogueOptions): readonly Host[] => [
  ...secretHosts,
  ...iamHosts(),
  ...s3Hosts(options.buckets),
  ...tableHosts,
  ...queueHosts,
  ...alarmHosts,
  ...lambdaHosts(options),
  ...eventHosts,
  ...signInHosts,
  ...apiHosts,
  ...edgeHosts,
  ...mappingHosts,
];
