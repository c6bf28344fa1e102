import { describe, expect, it } from 'vitest';
import type { Template } from '../../../lib/local/assembly.ts';
import { withSecrets } from '../../../lib/local/create-resources.ts';
import type { Emulator } from '../../../lib/local/emulator.ts';
import type { Place } from '../../../lib/local/resource.ts';
import { NotEmulated, readTemplate } from '../../../lib/local/template.ts';

const place: Place = {
  account: '000000000000',
  region: 'eu-west-1',
  stack: 'Press',
  data: '/nowhere',
  origins: { site: 'http://localhost:4000', aws: '', api: '', signIn: '', inbox: '' },
};

const emulator = (type: string, supports: string[], ignores: string[] = []): Emulator => ({
  type,
  supports,
  ignores,
  identify: (logicalId, _, { Name }) => ({
    ref: typeof Name === 'string' ? Name : logicalId.toLowerCase(),
    attributes: { Arn: `arn:${logicalId}`, Host: 'localhost:4000' },
  }),
  create: () => undefined,
});
const emulators = [emulator('A', ['Name', 'Of', 'Url'], ['Colour']), emulator('B', ['Of'])];

const template = (resources: Template['Resources']): Template => ({ Resources: resources });
const read = (resources: Template['Resources']) => readTemplate(template(resources), emulators, place);

describe('readTemplate', () => {
  it('resolves what refers back and forth, in the order of the emulators', () => {
    const [a, b] = read({
      Second: { Type: 'B', Properties: { Of: { Ref: 'First' } } },
      First: { Type: 'A', Properties: { Of: { 'Fn::GetAtt': ['Second', 'Arn'] } } },
    });
    expect(a).toMatchObject({ logicalId: 'First', properties: { Of: 'arn:Second' } });
    expect(b).toMatchObject({ logicalId: 'Second', properties: { Of: 'first' } });
  });

  it('lets a name be made of what hangs on no other resource', () => {
    const name = { 'Fn::Join': ['', ['press-', { Ref: 'AWS::Region' }]] };
    expect(read({ X: { Type: 'A', Properties: { Name: name } } })[0]?.identity.ref).toBe('press-eu-west-1');
  });

  it('speaks to the site without TLS, as nobody here has a certificate', () => {
    const url = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['X', 'Host'] }, '/a']] };
    expect(read({ X: { Type: 'A', Properties: { Url: url } } })[0]?.properties.Url).toBe(
      'http://localhost:4000/a',
    );
  });

  it('names the path and the type that it does not emulate', () => {
    const resources = { X: { Type: 'C', Metadata: { 'aws:cdk:path': 'Press/Mail/X' } } };
    expect(() => read(resources)).toThrow(
      new NotEmulated('Press/Mail/X is a C, a type the local cloud does not emulate.'),
    );
  });

  it('names the path, the type and the property that it does not know', () => {
    const resources = {
      X: { Type: 'A', Properties: { Colour: 1, Size: 2 }, Metadata: { 'aws:cdk:path': 'Press/X' } },
    };
    expect(() => read(resources)).toThrow(
      'Press/X (A) sets Size, a property the local cloud neither supports nor ignores.',
    );
  });

  it('names what cannot be resolved', () => {
    expect(() => read({ X: { Type: 'A', Properties: { Of: { Ref: 'Nobody' } } } })).toThrow(
      /^X \(A\): Ref Nobody/,
    );
    const attribute = { 'Fn::GetAtt': ['X', 'Colour'] };
    expect(() => read({ X: { Type: 'A', Properties: { Of: attribute } } })).toThrow(/X\.Colour/);
  });

  it('leaves out what its condition leaves out, and what stands for nothing', () => {
    const conditional: Template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Parameters: { Given: { Default: 'value' } },
      Resources: {
        X: { Type: 'A', Condition: 'Never' },
        Y: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2' } },
        Z: { Type: 'B', Properties: { Of: { Ref: 'Given' } } },
      },
    };
    expect(readTemplate(conditional, emulators, place)).toMatchObject([
      { logicalId: 'Z', properties: { Of: 'value' } },
    ]);
  });
});

describe('withSecrets', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:origin-a1b2c3';
  const secrets = new Map([
    [arn, 's3cret'],
    [`${arn}4`, '{"user":"x"}'],
  ]);

  it('puts the secret where a template refers to it, however deep', () => {
    const value = {
      Variables: { SECRET: `{{resolve:secretsmanager:${arn}:SecretString:::}}`, OTHER: 'plain' },
    };
    expect(withSecrets(value, secrets)).toEqual({ Variables: { SECRET: 's3cret', OTHER: 'plain' } });
    expect(withSecrets(`{{resolve:secretsmanager:${arn}4:SecretString:user::}}`, secrets)).toBe('x');
  });

  it('refuses a reference it does not know', () => {
    expect(() => withSecrets('{{resolve:ssm:/a}}', secrets)).toThrow(/\{\{resolve:ssm/);
    expect(() => withSecrets(`{{resolve:secretsmanager:${arn}x:SecretString:::}}`, secrets)).toThrow(
      /no secret/,
    );
  });
});
