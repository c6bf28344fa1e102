// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation and IAM write their own placeholders so.
import { describe, expect, it } from 'vitest';
import { isAllowed, isAllowedByResourcePolicy } from '../../../../lib/local/iam/decide.ts';
import type { Need } from '../../../../lib/local/service.ts';

const table = 'arn:aws:dynamodb:eu-west-1:000000000000:table/content';
const bucket = 'arn:aws:s3:::pages';

const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (more: object) => ({ Effect: 'Allow', ...more });
const deny = (more: object) => ({ Effect: 'Deny', ...more });
const get: Need = { action: 'dynamodb:GetItem', resource: table };

describe('isAllowed', () => {
  it.each<[string, object[], Need, boolean]>([
    ['nothing without a statement', [], get, false],
    [
      'the action and resource that are named',
      [allow({ Action: 'dynamodb:GetItem', Resource: table })],
      get,
      true,
    ],
    [
      'one of several',
      [allow({ Action: ['dynamodb:Query', 'dynamodb:GetItem'], Resource: ['x', table] })],
      get,
      true,
    ],
    ['not another action', [allow({ Action: 'dynamodb:PutItem', Resource: table })], get, false],
    ['not another resource', [allow({ Action: 'dynamodb:GetItem', Resource: `${table}2` })], get, false],
    ['actions in any case', [allow({ Action: 'DynamoDB:getitem', Resource: table })], get, true],
    [
      'resources in their own case alone',
      [allow({ Action: '*', Resource: table.toUpperCase() })],
      get,
      false,
    ],
    ['a wildcard in the action', [allow({ Action: 'dynamodb:Get*', Resource: table })], get, true],
    ['a wildcard for one character', [allow({ Action: 'dynamodb:?etItem', Resource: table })], get, true],
    [
      'a wildcard in the resource',
      [allow({ Action: 's3:PutObject', Resource: `${bucket}/media/*` })],
      { action: 's3:PutObject', resource: `${bucket}/media/a/b.png` },
      true,
    ],
    [
      'not what a wildcard leaves out',
      [allow({ Action: 's3:PutObject', Resource: `${bucket}/media/*` })],
      { action: 's3:PutObject', resource: `${bucket}/other` },
      false,
    ],
    [
      'no dots as wildcards',
      [allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::a.b' })],
      { action: 's3:PutObject', resource: 'arn:aws:s3:::axb' },
      false,
    ],
    ['everything but NotAction', [allow({ NotAction: 'dynamodb:Delete*', Resource: '*' })], get, true],
    ['not what NotAction names', [allow({ NotAction: 'dynamodb:Get*', Resource: '*' })], get, false],
    ['everything but NotResource', [allow({ Action: '*', NotResource: `${table}/index/*` })], get, true],
    ['not what NotResource names', [allow({ Action: '*', NotResource: table })], get, false],
    [
      'not what is denied, whatever allows it',
      [allow({ Action: '*', Resource: '*' }), deny({ Action: 'dynamodb:*', Resource: table })],
      get,
      false,
    ],
    [
      'what a denial of something else leaves',
      [allow({ Action: '*', Resource: '*' }), deny({ Action: 'dynamodb:PutItem', Resource: '*' })],
      get,
      true,
    ],
  ])('allows %s', (_, statements, need, expected) => {
    expect(isAllowed([policy(...statements)], need)).toBe(expected);
  });

  it.each<[string, Record<string, unknown>, Need['conditions'], boolean]>([
    ['StringEquals', { 's3:prefix': 'a' }, { 's3:prefix': 'a' }, true],
    ['StringEquals', { 's3:prefix': ['a', 'b'] }, { 's3:prefix': 'b' }, true],
    ['StringEquals', { 's3:prefix': 'a' }, { 's3:prefix': 'b' }, false],
    ['StringEquals', { 's3:prefix': 'a' }, undefined, false],
    ['StringEquals', { 'S3:Prefix': 'a' }, { 's3:prefix': 'a' }, true],
    ['StringEqualsIfExists', { 's3:prefix': 'a' }, undefined, true],
    ['StringEqualsIgnoreCase', { 's3:prefix': 'A' }, { 's3:prefix': 'a' }, true],
    ['StringNotEquals', { 's3:prefix': 'a' }, { 's3:prefix': 'b' }, true],
    ['StringNotEquals', { 's3:prefix': ['a', 'b'] }, { 's3:prefix': 'b' }, false],
    ['StringNotEquals', { 's3:prefix': 'a' }, undefined, true],
    ['StringLike', { 's3:prefix': 'a/*' }, { 's3:prefix': 'a/b' }, true],
    ['StringNotLike', { 's3:prefix': 'a/*' }, { 's3:prefix': 'a/b' }, false],
    ['ArnLike', { 'aws:SourceArn': 'arn:aws:s3:::*' }, { 'aws:SourceArn': bucket }, true],
    ['ArnEquals', { 'aws:SourceArn': bucket }, { 'aws:SourceArn': `${bucket}2` }, false],
    ['Bool', { 'aws:SecureTransport': 'false' }, undefined, false],
    ['Bool', { 'aws:SecureTransport': true }, undefined, true],
    ['Null', { 's3:prefix': 'true' }, undefined, true],
    ['Null', { 's3:prefix': 'false' }, undefined, false],
    [
      'ForAllValues:StringEquals',
      { 'dynamodb:Attributes': ['a', 'b'] },
      { 'dynamodb:Attributes': ['a'] },
      true,
    ],
    [
      'ForAllValues:StringEquals',
      { 'dynamodb:Attributes': ['a', 'b'] },
      { 'dynamodb:Attributes': ['a', 'c'] },
      false,
    ],
    ['ForAllValues:StringEquals', { 'dynamodb:Attributes': 'a' }, undefined, true],
    [
      'ForAllValues:StringLike',
      { 'dynamodb:LeadingKeys': 'doc#*' },
      { 'dynamodb:LeadingKeys': ['doc#x'] },
      true,
    ],
    ['ForAnyValue:StringEquals', { 'dynamodb:Attributes': 'a' }, { 'dynamodb:Attributes': ['a', 'c'] }, true],
    ['ForAnyValue:StringEquals', { 'dynamodb:Attributes': 'a' }, undefined, false],
  ])('weighs %s %j with %j: %s', (operator, keys, conditions, expected) => {
    const conditional = policy(allow({ Action: '*', Resource: '*', Condition: { [operator]: keys } }));
    expect(isAllowed([conditional], { ...get, conditions })).toBe(expected);
  });

  it.each([
    ['NumericLessThan', { Condition: { NumericLessThan: { 's3:max-keys': 10 } } }],
    ['IpAddress', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
    ['policy variable', { Resource: 'arn:aws:s3:::a/${aws:username}' }],
    ['Principals', { Principals: '*' }],
  ])('stops at what it cannot weigh, with its name: %s', (name, more) => {
    const unknown = policy({ ...allow({ Action: '*', Resource: '*' }), ...more });
    expect(() => isAllowed([unknown], get)).toThrow(name);
  });
});

describe('isAllowedByResourcePolicy', () => {
  const queue = 'arn:aws:sqs:eu-west-1:000000000000:changes';
  const rule = 'arn:aws:events:eu-west-1:000000000000:rule/changed';
  const send: Need = { action: 'sqs:SendMessage', resource: queue };
  const eventbridge = { service: 'events.amazonaws.com', sourceArn: rule };
  const open = allow({
    Action: 'sqs:SendMessage',
    Resource: queue,
    Principal: { Service: 'events.amazonaws.com' },
  });

  it.each<[string, object[], boolean]>([
    ['the service that is named', [open], true],
    ['not another service', [{ ...open, Principal: { Service: 's3.amazonaws.com' } }], false],
    ['not a service when a role is named', [{ ...open, Principal: { AWS: '*' } }], false],
    ['a service when everybody is', [{ ...open, Principal: '*' }], true],
    ['the source that is named', [{ ...open, Condition: { ArnEquals: { 'aws:SourceArn': rule } } }], true],
    ['not another source', [{ ...open, Condition: { ArnEquals: { 'aws:SourceArn': `${rule}2` } } }], false],
    [
      'the account of the source',
      [{ ...open, Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } } }],
      true,
    ],
    [
      'what only insecure requests are denied',
      [
        open,
        {
          ...deny({ Action: 'sqs:*', Resource: queue }),
          Principal: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
      true,
    ],
    [
      'nothing that is denied',
      [open, { ...deny({ Action: 'sqs:*', Resource: queue }), Principal: '*' }],
      false,
    ],
  ])('lets in %s', (_, statements, expected) => {
    expect(isAllowedByResourcePolicy([policy(...statements)], eventbridge, send)).toBe(expected);
  });
});
