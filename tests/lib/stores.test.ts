import { describe, expect, it } from 'vitest';
import { contentSource } from '../../functions/content/contract/change.ts';
import { type Found, pressTemplate } from './a-template.ts';

const press = pressTemplate();
const tables = press.of('AWS::DynamoDB::Table');
const buckets = press.of('AWS::S3::Bucket');
const pairs = (found: Found[]) => found.map((one): [string, Found] => [one.name, one]);

describe('in production', () => {
  it.each(pairs(tables))('%s refuses to be deleted, and outlives the stack', (_, table) => {
    expect(table.properties).toMatchObject({
      DeletionProtectionEnabled: true,
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(table.deletionPolicy).toBe('RetainExceptOnCreate');
  });

  it('tables can be set back, but for the outbox, which would send letters again', () => {
    const recoverable = tables.filter(
      ({ properties }) => properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
    );
    const others = tables.filter((table) => !recoverable.includes(table));
    expect(others.map(({ name }) => name)).toEqual(['Post/Table/Table']);
  });

  it('what refuses deletion is created after the distribution, which a new account refuses', () => {
    const isProtected = ({ properties }: Found) =>
      properties.DeletionProtectionEnabled || properties.DeletionProtection === 'ACTIVE';
    const found = press.all.filter(isProtected);
    expect(found.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['AWS::DynamoDB::Table', 'AWS::Cognito::UserPool']),
    );
    const { id } = press.named('Edge/Distribution');
    for (const one of found) expect(one.dependsOn, one.name).toContain(id);
  });

  it.each(pairs(buckets))('%s outlives the stack', (_, bucket) => {
    expect(bucket.deletionPolicy).toBe('RetainExceptOnCreate');
  });
});

describe('a development stage', () => {
  const development = pressTemplate({ stage: 'development' });

  it('can be destroyed, data and all', () => {
    expect(development.all.filter(({ deletionPolicy = 'Delete' }) => deletionPolicy !== 'Delete')).toEqual(
      [],
    );
    const guarded = development.all.filter(
      ({ properties }) => properties.DeletionProtectionEnabled || properties.DeletionProtection === 'ACTIVE',
    );
    expect(guarded).toEqual([]);
  });

  it('has the same resources as production', () => {
    // CDK names the permission of a rule after the whole path of the function.
    const nameOf = ({ name, type }: Found) =>
      `${type} ${name}`.replace(/(?<=AllowEventRuleBroadside)(?:Development)?(\w+)[0-9A-F]{8}$/, '$1');
    const names = (one: typeof press) => one.all.map(nameOf).sort();
    expect(names(development)).toEqual(names(press));
  });

  it('is the only other one', () => {
    expect(() => pressTemplate({ stage: 'staging' })).toThrow('production or development');
  });
});

describe('a bucket', () => {
  it.each(pairs(buckets))('%s is closed to the public and encrypted, and speaks TLS alone', (_, bucket) => {
    expect(bucket.properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(bucket.properties.BucketEncryption).toBeDefined();
    const policy = press
      .of('AWS::S3::BucketPolicy')
      .find(({ properties }) => properties.Bucket.Ref === bucket.id);
    expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it('keeps versions of what is handed in for good, and none of what readers see', () => {
    const withStatus = (status: string) =>
      buckets
        .filter(({ properties }) => properties.VersioningConfiguration?.Status === status)
        .map(({ name }) => name)
        .sort();
    expect(withStatus('Enabled')).toEqual(['BodiesBucket/Bucket']);
    expect(withStatus('Suspended')).toEqual(['MediaBucket/Bucket', 'PagesBucket/Bucket']);
  });

  it.each(['MediaBucket/Bucket', 'PagesBucket/Bucket'])('%s loses versions it once kept in a day', (name) => {
    expect(press.named(name).properties.LifecycleConfiguration.Rules).toMatchObject([
      { NoncurrentVersionExpiration: { NoncurrentDays: 1 }, Status: 'Enabled' },
    ]);
  });
});

describe('the uploads bucket', () => {
  const { properties, id } = press.named('Content/UploadsBucket/Bucket');

  it("takes forms from the site's pages alone", () => {
    const [rule] = properties.CorsConfiguration.CorsRules;
    expect(rule.AllowedMethods).toEqual(['POST']);
    expect(JSON.stringify(rule.AllowedOrigins)).toContain('EdgeDistribution');
    expect(
      pressTemplate(ownDomain).named('Content/UploadsBucket/Bucket').properties.CorsConfiguration.CorsRules[0]
        .AllowedOrigins,
    ).toEqual(['https://lantern.example']);
  });

  it('tells of objects however they came: signed forms are POSTs', () => {
    expect(properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    const patterns = press
      .of('AWS::Events::Rule')
      .map((rule) => rule.properties.EventPattern)
      .filter((pattern) => pattern?.source[0] === 'aws.s3')
      .filter(({ detail }) => detail.bucket.name[0].Ref === id);
    const arrival = (prefix: string) => ({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [{ Ref: id }] }, object: { key: [{ prefix }] } },
    });
    expect(patterns).toEqual([arrival('manuscripts/'), arrival('pictures/')]);
  });

  it('forgets after 30 days', () => {
    expect(properties.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ ExpirationInDays: 30, Status: 'Enabled' }),
    );
  });
});

const ownDomain = {
  domain: 'lantern.example',
  certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000',
};

it('forgets receipts by themselves', () => {
  expect(press.named('Content/UploadsTable/Table').properties.TimeToLiveSpecification).toEqual({
    AttributeName: 'forgotten',
    Enabled: true,
  });
});

it('hears the content room by the name it announces under', () => {
  expect(press.named('Events/ContentChanged').properties.EventPattern).toMatchObject({
    source: [contentSource],
  });
});

it.each([
  ['renders everything', 'Deployed', 'Site/ChangesQueue/Queue'],
  ['looks whether the terms need a backfill', 'TermsDeployed', 'Content/TermsQueue/Queue'],
])('%s after a deploy of this stack, and after one that was taken back', (_, rule, queue) => {
  const { EventPattern, Targets } = press.named(`Events/${rule}`).properties;
  expect(Targets[0].Arn['Fn::GetAtt'][0]).toBe(press.named(queue).id);
  expect(EventPattern).toEqual({
    source: ['aws.cloudformation'],
    'detail-type': ['CloudFormation Stack Status Change'],
    detail: {
      'stack-id': [{ Ref: 'AWS::StackId' }],
      'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'] },
    },
  });
});

it('keeps events that no queue would take', () => {
  // What the minute's rule calls has nothing to keep: the next minute calls it again. And what SES reports has addresses
  // in it, which an input transformer takes out on the way to a queue, not to dead letters.
  const isKept = ({ properties: { EventPattern } }: Found) =>
    EventPattern && EventPattern.source[0] !== 'aws.ses';
  const rules = press.of('AWS::Events::Rule').filter(isKept);
  const targets = rules.flatMap(({ properties }) => properties.Targets);
  expect(targets.filter(({ DeadLetterConfig }) => !DeadLetterConfig)).toEqual([]);
});
