import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Cloud } from '../cloud.ts';
import { mapStream } from '../dynamodb/stream-mapping.ts';
import type { Host } from '../resource.ts';
import { mapQueue } from '../sqs/queue-mapping.ts';
import { readProperties } from '../web/properties.ts';
import { type Mapping, mappingShape } from './mapping.ts';

const queueActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const streamActions = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/** Must come after queues, tables and functions in the catalogue: it starts at once. */
export const mappingHost: Host = {
  type: 'AWS::Lambda::EventSourceMapping',
  honours: Object.keys(mappingShape.shape),
  ignores: ['KmsKeyArn', 'MetricsConfig', 'Tags'],

  identify(logicalId, place) {
    const id = randomUUID();
    const arn = `arn:aws:lambda:${place.region}:${place.account}:event-source-mapping:${logicalId}`;
    return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn } };
  },

  async create(resource, cloud) {
    const mapping = readProperties(resource, mappingShape);
    if (!mapping.Enabled) return;
    const queue = mapping.EventSourceArn.startsWith('arn:aws:sqs:');
    demand(mapping, queue ? queueActions : streamActions, cloud);
    cloud.onStop(queue ? mapQueue(mapping, cloud) : await mapStream(resource.logicalId, mapping, cloud));
  },
};

/** Lambda reads a source with the function's role, and makes no mapping that could not. */
function demand(mapping: Mapping, actions: readonly string[], cloud: Cloud): void {
  const role = roleOf(mapping.FunctionName, cloud);
  const missing = actions.filter(
    (action) => !cloud.allows(role, { action, resource: mapping.EventSourceArn }),
  );
  if (!missing.length) return;
  throw new Error(
    `The role of ${mapping.FunctionName} lacks ${missing.join(', ')} on ${mapping.EventSourceArn}.`,
  );
}

function roleOf(name: string, cloud: Cloud): string {
  const called = [...cloud.resources.values()].find(
    ({ type, identity }) =>
      type === 'AWS::Lambda::Function' && (identity.ref === name || identity.attributes.Arn === name),
  );
  return z.object({ Role: z.string() }).parse(called?.properties).Role;
}
