import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import { physicalName } from '../physical-name.ts';
import type { Host } from '../resource.ts';
import { readProperties } from '../web/properties.ts';
import { busesOf } from './buses.ts';
import { actingFor, deliver } from './deliver-event.ts';
import { callsOf } from './invoke-later.ts';
import { type Rule, ruleOf, ruleShape } from './rule.ts';
import { follow, scheduleOf } from './schedule.ts';
import { isFunction } from './target.ts';

export const busHost: Host = {
  type: 'AWS::Events::EventBus',
  honours: ['Name'],
  ignores: ['Description', 'Tags'],

  identify(logicalId, place, properties) {
    const name = typeof properties.Name === 'string' ? properties.Name : physicalName(logicalId, place);
    return {
      ref: name,
      attributes: { Name: name, Arn: `arn:aws:events:${place.region}:${place.account}:event-bus/${name}` },
    };
  },

  create({ identity }, cloud) {
    busesOf(cloud).declare(identity.ref);
  },
};

export const ruleHost: Host = {
  type: 'AWS::Events::Rule',
  honours: ['Name', ...Object.keys(ruleShape.shape)],
  ignores: ['Description', 'Tags'],

  /** The ARN of a rule on a bus of its own holds the bus's name, too, on AWS. */
  identify(logicalId, place, properties) {
    const name = typeof properties.Name === 'string' ? properties.Name : physicalName(logicalId, place);
    return { ref: name, attributes: { Arn: `arn:aws:events:${place.region}:${place.account}:rule/${name}` } };
  },

  create(resource, cloud) {
    const { ref, attributes } = resource.identity;
    const rule = ruleOf(ref, attributes.Arn ?? '', readProperties(resource, ruleShape));
    if (!rule) return;
    busesOf(cloud).add(rule);
    for (const { Arn } of rule.targets) if (isFunction(Arn)) callsOf(Arn, actingFor(rule), cloud);
    if (rule.schedule) cloud.onStop(followSchedule(rule, rule.schedule, cloud));
  },
};

/** The event that EventBridge makes when a rule's time has come. */
function followSchedule(rule: Rule, expression: string, cloud: Cloud): () => void {
  return follow(scheduleOf(expression), () => {
    const { account, region } = cloud.place;
    const head = {
      version: '0' as const,
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
    };
    const time = `${new Date().toISOString().slice(0, 19)}Z`;
    const event = { ...head, account, time, region, resources: [rule.arn], detail: {} };
    for (const target of rule.targets) deliver(event, rule, target, cloud);
  });
}
