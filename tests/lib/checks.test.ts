import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { afterAll, expect, it } from 'vitest';
import { noAlarmEmail } from '../../lib/alarms.ts';
import { addChecks, synthesise } from '../../lib/synthesise.ts';
import { emptyBundle } from './a-template.ts';

const outdir = mkdtempSync(join(tmpdir(), 'broadside-checked-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const own = {
  name: 'lantern',
  alarmEmail: 'desk@lantern.example',
  domain: 'lantern.example',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000',
};

/** Milliseconds: three rule packs look at the whole stack, which keeps a core busy. */
const whole = 180_000;

/** The rules look at no code: it is bundled once, as a deploy does. */
const bundle = emptyBundle([]);

it.each([
  ['with all there is to say', { context: own }],
  ['for development', { context: { stage: 'development' }, bundle }],
])(
  'synthesises for AWS, %s: CloudFormation, AwsSolutions and Serverless find nothing that is not explained',
  async (_, wanted) => {
    await synthesise({ outdir, local: false, ...wanted });
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    expect(pluginReports).toEqual([]);
  },
  whole,
);

it(
  'finds in a press of which nothing is said that its alarms tell nobody, and nothing else',
  async () => {
    await synthesise({ outdir, local: false, bundle });
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    expect(pluginReports).toHaveLength(1);
    expect(pluginReports[0].violations).toMatchObject([{ ruleName: expect.stringContaining(noAlarmEmail) }]);
  },
  whole,
);

it('would stop at a finding that is not', async () => {
  const app = new App({ outdir: join(outdir, 'careless') });
  await addChecks(app);
  new Bucket(new Stack(app, 'Careless'), 'Open');
  expect(() => app.synth()).toThrow(/[Vv]alidation/);
});
