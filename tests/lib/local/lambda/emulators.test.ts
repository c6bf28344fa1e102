import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Template } from '../../../../lib/local/assembly.ts';
import { createResources } from '../../../../lib/local/create-resources.ts';
import { iamEmulators } from '../../../../lib/local/iam/emulators.ts';
import { lambdaEmulators } from '../../../../lib/local/lambda/emulators.ts';
import { type OpenCloud, openCloud } from '../../../../lib/local/open-cloud.ts';

let folder: string;
let cloud: OpenCloud;
const said: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'functions-'));
  const origins = { site: 'http://localhost:1', aws: 'http://127.0.0.1:2', api: '', signIn: '', inbox: '' };
  const place = {
    account: '000000000000',
    region: 'eu-west-1',
    stack: 'Press',
    data: join(folder, 'data'),
    origins,
  };
  const listeners = {
    site: createServer(),
    api: createServer(),
    signIn: createServer(),
    inbox: createServer(),
  };
  cloud = openCloud(place, listeners, (kind, text) => said.push(`${kind} ${text}`));
});
afterEach(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true });
});

const role = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Statement: [] } },
};
const fn = (more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Metadata: { 'aws:cdk:path': 'Press/Site/Show' },
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: 'abc.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['ShowRole12345678', 'Arn'] },
    Environment: { Variables: { TABLE: 'content' } },
    ...more,
  },
});

async function start(
  code: string,
  resources: Template['Resources'],
  file = 'index.js',
  concurrency?: number,
): Promise<void> {
  await mkdir(join(folder, 'code/lib'), { recursive: true });
  await writeFile(join(folder, 'code/index.js'), code);
  await writeFile(join(folder, 'code', file), code);
  const emulators = [
    ...iamEmulators,
    ...lambdaEmulators({ assets: new Map([['abc.zip', join(folder, 'code')]]), sandboxes: 1, concurrency }),
  ];
  const template = { Resources: { ShowRole12345678: role, ...resources } };
  await createResources({ stack: 'Press', template, assets: new Map() }, emulators, cloud);
}

const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:Press-SiteShow';

describe('AWS::Lambda::Function', () => {
  it('runs under its name or ARN with the variables of Lambda and its own, and a key of its own', async () => {
    await start('exports.handler = async () => process.env;', { SiteShow12AB34CD: fn() });
    const { payload } = Object(await cloud.invoke('Press-SiteShow', {}));
    expect(payload).toMatchObject({
      TABLE: 'content',
      AWS_LAMBDA_FUNCTION_NAME: 'Press-SiteShow',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:2',
      TZ: ':UTC',
    });
    expect(payload).not.toHaveProperty('HOME');
    const caller = cloud.callers.get(payload.AWS_ACCESS_KEY_ID);
    expect(caller).toMatchObject({ name: 'Press-SiteShow', secretKey: payload.AWS_SECRET_ACCESS_KEY });
    expect(caller?.role).toBe('arn:aws:iam::000000000000:role/Press-ShowRole');
    expect(await cloud.invoke(arn, {})).toMatchObject({ outcome: 'returned' });
  });

  it('keeps what it prints in its log, and tells the terminal when it fails', async () => {
    await start('exports.handler = async () => { console.log("here"); throw new Error("not today"); };', {
      SiteShow12AB34CD: fn(),
    });
    await cloud.invoke(arn, {});
    expect(await readFile(join(folder, 'data/logs/Press-SiteShow.log'), 'utf8')).toMatch(
      /^here\n.*not today/s,
    );
    expect(said.at(-1)).toBe('failure Press-SiteShow: Error: not today');
  });

  it.each([
    ['a thread', 'index.js', false],
    ['a process when there is native code in its folder', 'lib/sharp.node', true],
  ])('runs in %s', async (_, file, apart) => {
    await start('exports.handler = async () => process.pid;', { SiteShow12AB34CD: fn() }, file);
    const { payload } = Object(await cloud.invoke(arn, {}));
    expect(payload !== process.pid).toBe(apart);
  });

  it('is throttled while as many run as the account allows, and runs again once one is done', async () => {
    const code = 'exports.handler = () => new Promise((done) => setTimeout(done, 100, 1));';
    await start(code, { SiteShow12AB34CD: fn() }, 'index.js', 2);
    const outcomes = await Promise.all([1, 2, 3].map(() => cloud.invoke(arn, {})));
    expect(outcomes.map((one) => one.outcome)).toEqual(['returned', 'returned', 'failed']);
    expect(outcomes[2]).toMatchObject({ errorType: 'TooManyRequestsException' });
    expect(await cloud.invoke(arn, {})).toMatchObject({ outcome: 'returned' });
    expect(said.filter((line) => line.includes('throttled'))).toHaveLength(1);
  });

  it('keeps its access key through a restart: what it has signed stays good', async () => {
    const keys = () =>
      [...cloud.callers.values()].map(({ accessKey, secretKey }) => `${accessKey} ${secretKey}`);
    await start('exports.handler = async () => 1;', { SiteShow12AB34CD: fn(), Other: fn() });
    const before = keys();
    await cloud.stop();
    const { place, listeners } = cloud;
    cloud = openCloud(place, listeners, () => {});
    await start('exports.handler = async () => 1;', { SiteShow12AB34CD: fn(), Other: fn() });
    expect(keys()).toEqual(before);
    expect(new Set(before.flatMap((one) => one.split(' '))).size).toBe(4);
  });

  it('stops the start at another runtime, and at a property that would matter', async () => {
    const code = 'exports.handler = async () => 1;';
    await expect(start(code, { SiteShow12AB34CD: fn({ Runtime: 'python3.13' }) })).rejects.toThrow(
      /Press\/Site\/Show.*Runtime/,
    );
    await expect(start(code, { SiteShow12AB34CD: fn({ Layers: [] }) })).rejects.toThrow(
      /Press\/Site\/Show.*Layers/,
    );
  });
});

describe('AWS::Lambda::Permission', () => {
  const permission = (more: object) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'SiteShow12AB34CD' }, ...more },
  });
  const source = 'arn:aws:execute-api:eu-west-1:000000000000:api/*/*/articles';
  const invokeAs = (service: string, sourceArn: string) => cloud.invoke(arn, {}, { service, sourceArn });

  it('lets the service and source in that it names, and nobody else', async () => {
    await start('exports.handler = async () => 1;', {
      SiteShow12AB34CD: fn(),
      Permit: permission({ Principal: 'apigateway.amazonaws.com', SourceArn: source }),
    });
    const asked = 'arn:aws:execute-api:eu-west-1:000000000000:api/$default/GET/articles';
    expect(await invokeAs('apigateway.amazonaws.com', asked)).toMatchObject({ outcome: 'returned' });
    const refused = { outcome: 'failed', errorType: 'AccessDeniedException' };
    expect(await invokeAs('apigateway.amazonaws.com', `${asked}/x`)).toMatchObject(refused);
    expect(await invokeAs('events.amazonaws.com', asked)).toMatchObject(refused);
  });

  it('is needed', async () => {
    await start('exports.handler = async () => 1;', { SiteShow12AB34CD: fn() });
    expect(await invokeAs('cognito-idp.amazonaws.com', 'arn:x')).toMatchObject({
      errorType: 'AccessDeniedException',
    });
  });
});
