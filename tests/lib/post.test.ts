import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { lease } from '../../functions/post/letters/outbox-letter.ts';
import { stageNamed } from '../../lib/stage.ts';
import { PostTable } from '../../lib/stores/post-table.ts';
import { aStack, type Found, pressTemplate } from './a-template.ts';

const press = pressTemplate();

it('lets other rooms put letters into the outbox, and nothing else', () => {
  const stack = aStack('Room');
  const fn = new Lambda(stack, 'Fn', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('//'),
  });
  new PostTable(stack, 'Table', stageNamed('development')).allowSending(fn);
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  expect(policy?.Properties.PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'dynamodb:PutItem',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'Arn'] },
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['letter#*'] } },
    },
  ]);
});

it.each(['Post/SendLetters', 'Post/ActOnDue'])('kills %s before the lease of its claims is over', (name) => {
  expect(press.named(name).properties.Timeout * 1000).toBeLessThan(lease);
});

it('wakes the sender for new letters alone', () => {
  const { Filters } = press.named('Post/Table/NewLetters').properties.FilterCriteria;
  expect(Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
    { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: ['letter'] } } } },
  ]);
});

it('suppresses letters to who bounced, and newsletters to who complained, too', () => {
  const reasons = press
    .of('AWS::SES::ConfigurationSet')
    .map(({ name, properties }) => [name, properties.SuppressionOptions.SuppressedReasons]);
  expect(Object.fromEntries(reasons)).toEqual({
    'Post/MailSets/Letters': ['BOUNCE'],
    'Post/MailSets/Newsletters': ['BOUNCE', 'COMPLAINT'],
  });
});

it('hears of its own mail alone, and of it nothing that tells an address', () => {
  const [letters, newsletters] = ['Letters', 'Newsletters'].map((name) => ({
    Ref: press.named(`Post/MailSets/${name}`).id,
  }));
  const rules = press
    .of('AWS::Events::Rule')
    .filter(({ properties }) => properties.EventPattern?.source?.[0] === 'aws.ses');
  expect(rules).toHaveLength(4);
  for (const { properties } of rules) {
    const [{ InputTransformer, ...target }] = properties.Targets;
    // EventBridge would put the whole event there.
    expect(target).not.toHaveProperty('DeadLetterConfig');
    const paths: string[] = Object.values(InputTransformer.InputPathsMap);
    const harmless = [
      '$.detail.eventType',
      '$.detail.mail.messageId',
      '$.time',
      '$.detail.mail.tags',
      '$.detail.bounce.bounceType',
      '$.detail.bounce.bounceSubType',
    ];
    expect(paths.filter((path) => !harmless.includes(path))).toEqual([]);
  }
  const own = rules.filter(({ name }) => name.startsWith('Post/'));
  const patterns = own.flatMap(
    ({ properties: { EventPattern } }: Found) => EventPattern.detail.$or ?? EventPattern.detail,
  );
  const of = (set: object | undefined) =>
    patterns
      .filter(({ mail }) => JSON.stringify(mail.tags['ses:configuration-set']).includes(JSON.stringify(set)))
      .flatMap(({ eventType }) => eventType)
      .sort();
  expect(of(letters)).toEqual(['Bounce', 'Complaint', 'Delivery', 'Reject', 'Send']);
  expect(of(newsletters)).toEqual(['Bounce', 'Complaint', 'Delivery']);
});

it('has the room of newsletters hear what becomes of its mails, and of no letter', () => {
  const rules = press
    .of('AWS::Events::Rule')
    .filter(({ name }) => /^Newsletters\/Issues\/(Reports|Bounces)$/.test(name));
  const details = rules.map(({ properties }) => properties.EventPattern.detail);
  expect(details.flatMap(({ eventType }) => eventType).sort()).toEqual([
    'Bounce',
    'Complaint',
    'Delivery',
    'Reject',
    'Rendering Failure',
    'Send',
  ]);
  const set = { Ref: press.named('Post/MailSets/Newsletters').id };
  for (const { mail } of details) expect(mail.tags['ses:configuration-set']).toEqual([set]);
});

it('keeps its keys and its log when the stack goes, and makes the first key', () => {
  const keys = press.named('Post/Keys/Secret');
  expect([keys.deletionPolicy, press.named('Post/LeaveLog/Bucket').deletionPolicy]).toEqual([
    'RetainExceptOnCreate',
    'RetainExceptOnCreate',
  ]);
  expect(keys.properties.GenerateSecretString).toEqual({
    SecretStringTemplate: '{"current":"1"}',
    GenerateStringKey: '1',
    PasswordLength: 64,
    ExcludePunctuation: true,
  });
});
