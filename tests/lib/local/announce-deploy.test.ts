import { afterEach, beforeEach, expect, it } from 'vitest';
import { announceDeploy } from '../../../lib/local/announce-deploy.ts';
import { type ACloud, aCloud } from './a-cloud.ts';

const template = { Resources: {} };
const changed = { Resources: { Shelf: { Type: 'AWS::S3::Bucket', Properties: {} } } };

let cloud: ACloud;
let announced: unknown[];

beforeEach(async () => {
  cloud = await aCloud();
  announced = [];
  cloud.cloud.emit = async (_bus, { detail }) => void announced.push(Object(detail)['status-details'].status);
});
afterEach(() => cloud.stop());

it('tells of the first start, of another app and of another address, each once', async () => {
  const [old, moved] = ['http://localhost:4000', 'http://localhost:4700'];
  for (const [app, address] of [
    [template, old],
    [template, old],
    [changed, old],
    [changed, moved],
    [changed, moved],
  ] as const) {
    await announceDeploy(app, cloud.cloud, address);
  }
  expect(announced).toEqual(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_COMPLETE']);
  expect(cloud.said).toEqual(Array(2).fill(expect.stringContaining('every page is rendered again')));
});

it('tells again what did not reach the bus', async () => {
  const { emit } = cloud.cloud;
  cloud.cloud.emit = () => Promise.reject(new Error('no'));
  await expect(announceDeploy(template, cloud.cloud)).rejects.toThrow('no');
  cloud.cloud.emit = emit;
  await announceDeploy(template, cloud.cloud);
  expect(announced).toEqual(['CREATE_COMPLETE']);
});
