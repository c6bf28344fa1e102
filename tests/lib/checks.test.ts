import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { afterAll, expect, it } from 'vitest';
import { addChecks, synthesise } from '../../lib/synthesise.ts';

const outdir = mkdtempSync(join(tmpdir(), 'broadside-checked-'));
afterAll(() => rmSync(outdir, { recursive: true }));

it('synthesises for AWS: CloudFormation, AwsSolutions and Serverless find nothing that is not explained', async () => {
  await synthesise({ outdir, local: false });
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  expect(pluginReports).toEqual([]);
});

it('would stop at a finding that is not', async () => {
  const app = new App({ outdir: join(outdir, 'careless') });
  await addChecks(app);
  new Bucket(new Stack(app, 'Careless'), 'Open');
  expect(() => app.synth()).toThrow(/[Vv]alidation/);
});
