import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template } from './assembly.ts';
import { clockOf } from './clock.ts';
import type { Cloud } from './cloud.ts';
import { writeAtomically } from './data-folder.ts';
import { stackId } from './template.ts';

/**
 * Puts CloudFormation's event on the default bus when the template or the site's address (on AWS part of the template)
 * has changed since the last start. The change is recorded once every target has the event, so a kill in between
 * repeats it.
 *
 * @param address Undefined where it changes with each start: pages then keep the one they were rendered with.
 */
export async function announceDeploy(template: Template, cloud: Cloud, address = ''): Promise<void> {
  const file = join(cloud.place.data, 'deployed');
  const deployed = createHash('sha256')
    .update(JSON.stringify(template) + address)
    .digest('hex');
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before === deployed) return;
  if (before) cloud.say('info', 'The app or its address has changed: every page is rendered again.');
  const status = before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
  const { account, region } = cloud.place;
  const id = stackId(cloud.place);
  await cloud.emit('default', {
    version: '0',
    id: randomUUID(),
    source: 'aws.cloudformation',
    'detail-type': 'CloudFormation Stack Status Change',
    account,
    region,
    time: new Date(clockOf(cloud).now()).toISOString().replace(/\.\d+/, ''),
    resources: [id],
    detail: { 'stack-id': id, 'status-details': { status, 'status-reason': '' } },
  });
  await writeAtomically(file, deployed);
}
