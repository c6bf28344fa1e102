import { describe, expect, it } from 'vitest';
import { type Found, type Press, pressTemplate } from './a-template.ts';

/** Where a type has a name that the template may give; CloudFormation makes up what is left out. */
const nameIn: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::CloudFront::Function': 'Name',
  'AWS::CloudFront::CachePolicy': 'CachePolicyConfig.Name',
  'AWS::CloudFront::OriginAccessControl': 'OriginAccessControlConfig.Name',
  'AWS::CloudFront::OriginRequestPolicy': 'OriginRequestPolicyConfig.Name',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig.Name',
};

const givenName = ({ type, properties }: Found): unknown =>
  nameIn[type]?.split('.').reduce((part: unknown, key) => Object(part)[key], properties);

const givenNames = ({ all }: Press): string[] => all.flatMap((one) => JSON.stringify(givenName(one)) ?? []);

const press = pressTemplate();

describe('a second region of one account', () => {
  it('gets names of its own from CloudFront, which has none a region', () => {
    const named = press.all.filter(
      ({ type }) => type.startsWith('AWS::CloudFront::') && type !== 'AWS::CloudFront::Distribution',
    );
    expect(named.length).toBeGreaterThanOrEqual(7);
    for (const one of named)
      expect(JSON.stringify(givenName(one)), one.id).toContain('{"Ref":"AWS::Region"}');
  });

  it.each([
    ['AWS::CloudFront::OriginAccessControl', 64],
    ['AWS::CloudFront::OriginRequestPolicy', 128],
    ['AWS::CloudFront::ResponseHeadersPolicy', 128],
  ])('has a name for each %s that is short enough in the longest region', (type, longest) => {
    for (const one of pressTemplate({ stage: 'development', name: 'x'.repeat(13) }).of(type)) {
      const name: string = Object(givenName(one))
        ['Fn::Join'][1].map((part: string | object) => (typeof part === 'string' ? part : 'ap-southeast-1'))
        .join('');
      expect(name.length).toBeLessThanOrEqual(longest);
      expect(name).toMatch(/^[\w-]+$/);
    }
  });
});

describe('a second press in one account, region and stage', () => {
  it('shares no name with the first, nor with another', () => {
    const presses = [
      press,
      pressTemplate({ name: 'lantern' }),
      pressTemplate({ name: 'ferry' }),
      pressTemplate({ name: 'lantern', stage: 'development' }),
    ];
    const names = presses.flatMap(givenNames);
    expect(names.length).toBeGreaterThanOrEqual(4 * 8);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(presses.map(({ stack }) => stack)).size).toBe(presses.length);
  });

  it('has the same logical ids', () => {
    expect(pressTemplate({ name: 'lantern' }).all.map(({ id }) => id)).toEqual(press.all.map(({ id }) => id));
  });

  it('allows forms to its own uploads bucket', () => {
    const named = pressTemplate({ name: 'lantern' });
    const bucket = 'broadside-lantern-production-';
    expect(JSON.stringify(named.named('Content/UploadsBucket/Bucket').properties.BucketName)).toContain(
      bucket,
    );
    expect(JSON.stringify(named.of('AWS::CloudFront::ResponseHeadersPolicy'))).toContain(`https://${bucket}`);
  });
});

describe('a name', () => {
  it('that is too long is refused with the length left', () => {
    expect(() => pressTemplate({ name: 'x'.repeat(14) })).not.toThrow();
    expect(() => pressTemplate({ name: 'quayside-lantern' })).toThrow(
      'The name "quayside-lantern" has 16 characters, and 14 are left for it',
    );
    expect(() => pressTemplate({ name: 'x'.repeat(14), stage: 'development' })).toThrow('13 are left for it');
  });

  it.each(['Lantern', '1st', 'the lantern', 'a--b', 'a-', '-a', 'späti', 'a_b', 'a.b'])(
    'such as "%s" is refused with the characters that may stand in it',
    (name) => {
      expect(() => pressTemplate({ name })).toThrow('lower-case letters, digits and single hyphens');
    },
  );

  it.each(['jaws', 'amazon', 'cognito-x'])(
    'such as "%s" is refused for the word that Cognito keeps',
    (name) => {
      expect(() => pressTemplate({ name })).toThrow(/Cognito takes no "(aws|amazon|cognito)"/);
    },
  );
});
