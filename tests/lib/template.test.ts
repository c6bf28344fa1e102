import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Found, newTemplate, pressTemplate } from './a-template.ts';

const press = pressTemplate();
const functions = press.of('AWS::Lambda::Function');
const pairs = (found: Found[]) => found.map((one): [string, Found] => [one.name, one]);

it("holds AWS's own types alone: a custom resource would bring functions of its own", () => {
  expect(
    press.all.filter(
      ({ type }) => !type.startsWith('AWS::') || type === 'AWS::CloudFormation::CustomResource',
    ),
  ).toEqual([]);
});

it('names no account and no region, and asks for no parameter', () => {
  const text = JSON.stringify(press.json);
  expect(text).not.toMatch(/\b\d{12}\b/);
  expect(text).not.toMatch(/(eu|us|ap)-(west|east|central|south|north)-\d/);
  expect(Object.keys(press.json).sort()).toEqual(['Outputs', 'Resources']);
});

/**
 * CloudFormation takes 500 resources, and 495 leave room for a mistake. A function is 2 (itself and its role), 5 with a
 * route that is read (integration, GET and HEAD), a queue with its reader's mapping 5. After bookings come
 * payments and the door (3 functions with few routes, a queue, a secret: 30) and the desk, which is files.
 */
const stillToCome = 30;

it('has room for what is still to come', () => {
  expect(press.all.length + stillToCome).toBeLessThan(495);
});

it('is the same each time', () => {
  expect(newTemplate().json).toEqual(press.json);
});

it('has a function for every entry, and an entry for every function', () => {
  const entries = globSync('functions/**/*.lambda.ts', { cwd: `${import.meta.dirname}/../..` });
  expect(press.asked.map((entry) => `functions/${entry}.lambda.ts`).sort()).toEqual(entries.sort());
});

describe('a function', () => {
  it.each(pairs(functions))(
    '%s runs on nodejs24.x and arm64, for a stated time, in a stated memory',
    (_, fn) => {
      expect(fn.properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      });
      expect(fn.properties.MemorySize).toBeGreaterThanOrEqual(512);
      expect(fn.properties.Timeout).toBeGreaterThanOrEqual(5);
    },
  );

  it.each(pairs(functions))(
    '%s logs as JSON, into the log of its room, which is forgotten within 90 days',
    (_, fn) => {
      const { LogFormat, LogGroup } = fn.properties.LoggingConfig;
      const log = press.all.find(({ id }) => id === LogGroup.Ref);
      expect(LogFormat).toBe('JSON');
      expect(log?.name).toBe(`${fn.name.slice(0, fn.name.lastIndexOf('/'))}/Log`);
      expect(log?.properties.RetentionInDays).toBeLessThanOrEqual(90);
    },
  );
});

describe('the secret between CloudFront and the API', () => {
  it('is drawn on AWS and never in the template', () => {
    const { GenerateSecretString, SecretString } = press.named('Gateway/OriginSecret').properties;
    expect(GenerateSecretString.PasswordLength).toBeGreaterThanOrEqual(32);
    expect(SecretString).toBeUndefined();
  });

  it('is known to every function that answers requests', () => {
    const routes = press
      .of('AWS::ApiGatewayV2::Integration')
      .map(({ properties }) => properties.IntegrationUri['Fn::GetAtt'][0]);
    const keepers = functions
      .filter(({ properties }) => properties.Environment.Variables.ORIGIN_SECRET)
      .map(({ id }) => id);
    expect([...new Set(keepers)].sort()).toEqual([...new Set(routes)].sort());
    expect(JSON.stringify(functions.find(({ id }) => id === keepers[0]))).toContain(
      '{{resolve:secretsmanager:',
    );
  });
});
