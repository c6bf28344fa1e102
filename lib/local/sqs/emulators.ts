import { hash } from 'node:crypto';
import * as z from 'zod/mini';
import { type Emulator, nameOf, readProperties } from '../emulator.ts';
import type { Place } from '../resource.ts';
import { queuesOf } from './queues.ts';
import { queueShape, settingsOf } from './settings.ts';

const longestName = 80;

/** CloudFormation makes a name and, for a FIFO queue, ends it in `.fifo`; this one is the same at every start. */
function queueName(logicalId: string, place: Place, properties: Readonly<Record<string, unknown>>): string {
  if (typeof properties.QueueName === 'string') return properties.QueueName;
  const ending = String(properties.FifoQueue) === 'true' ? '.fifo' : '';
  const name = nameOf(undefined, logicalId, place);
  const room = longestName - ending.length;
  return (name.length > room ? `${name.slice(0, room - 9)}-${hash('md5', name).slice(0, 8)}` : name) + ending;
}

const queue: Emulator = {
  type: 'AWS::SQS::Queue',
  supports: ['QueueName', ...Object.keys(queueShape.shape)],
  ignores: ['FifoThroughputLimit', 'KmsMasterKeyId', 'SqsManagedSseEnabled', 'RedriveAllowPolicy', 'Tags'],

  identify(logicalId, place, properties) {
    const name = queueName(logicalId, place, properties);
    const url = `${place.origins.aws}/${place.account}/${name}`;
    const arn = `arn:aws:sqs:${place.region}:${place.account}:${name}`;
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },

  create(resource, cloud) {
    const { Arn: arn = '', QueueName: name = '', QueueUrl: url = '' } = resource.identity.attributes;
    queuesOf(cloud).declare(settingsOf({ name, arn, url }, readProperties(resource, queueShape)));
  },
};

const policy = z.object({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) });

/** Decides which AWS services may send; for functions their roles decide, as within one account. */
const queuePolicy: Emulator = {
  type: 'AWS::SQS::QueuePolicy',
  supports: ['PolicyDocument', 'Queues'],
  ignores: [],

  identify(logicalId) {
    return { ref: logicalId, attributes: { Id: logicalId } };
  },

  create(resource, cloud) {
    const { PolicyDocument, Queues } = readProperties(resource, policy);
    const queues = queuesOf(cloud);
    for (const url of Queues) {
      const name = url.slice(url.lastIndexOf('/') + 1);
      queues.allow(`arn:aws:sqs:${cloud.place.region}:${cloud.place.account}:${name}`, PolicyDocument);
    }
  },
};

export const queueEmulators: readonly Emulator[] = [queue, queuePolicy];
