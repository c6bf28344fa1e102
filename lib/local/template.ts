import type { Template } from './assembly.ts';
import { StartRefused } from './cloud.ts';
import type { Emulator } from './emulator.ts';
import { resolve, type Scope } from './intrinsics.ts';
import type { Identity, Place, Resource } from './resource.ts';

/** Types that describe the deployment itself: nothing of them runs. */
const withoutEffect = new Set(['AWS::CDK::Metadata']);

/** Something in the template that this machine does not imitate. */
export class NotEmulated extends StartRefused {
  override readonly name = 'NotEmulated';
}

type Described = Template['Resources'][string];

/**
 * Turns a template into resources in the order of the emulators, every intrinsic function resolved.
 * Throws NotEmulated on a type or a property that no emulator supports, with the construct's path.
 */
export function readTemplate(template: Template, emulators: readonly Emulator[], place: Place): Resource[] {
  const order = new Map(emulators.map((emulator, index) => [emulator.type, index]));
  const identities = new Map<string, Identity>();
  const scope = scopeOf(template, identities, place);
  const alone = scopeOf(template, new Map(), place);
  const wanted = Object.entries(template.Resources).filter(([, one]) => isWanted(one, scope));
  for (const [logicalId, one] of wanted) {
    const emulator = emulatorOf(one, logicalId, emulators, order);
    identities.set(logicalId, emulator.identify(logicalId, place, independentProperties(one, alone)));
  }
  const resources = wanted.map(([logicalId, one]) => resourceOf(logicalId, one, identities, scope, place));
  return resources.sort((a, b) => (order.get(a.type) ?? 0) - (order.get(b.type) ?? 0));
}

const isWanted = (one: Described, scope: Scope): boolean =>
  !withoutEffect.has(one.Type) && (one.Condition === undefined || scope.condition(one.Condition));

function emulatorOf(
  one: Described,
  logicalId: string,
  emulators: readonly Emulator[],
  order: Map<string, number>,
): Emulator {
  const emulator = emulators[order.get(one.Type) ?? -1];
  const path = pathOf(logicalId, one);
  if (!emulator) throw new NotEmulated(`${path} is a ${one.Type}, a type the local cloud does not emulate.`);
  const known = new Set([...emulator.supports, ...emulator.ignores]);
  const unknown = Object.keys(one.Properties ?? {}).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new NotEmulated(
      `${path} (${one.Type}) sets ${unknown}, a property the local cloud neither supports nor ignores.`,
    );
  }
  return emulator;
}

/** Before anything has an identity, what refers to a resource cannot be resolved. */
function independentProperties(one: Described, scope: Scope): Record<string, unknown> {
  const entries = Object.entries(one.Properties ?? {}).flatMap(([name, value]) => {
    try {
      return [[name, resolve(value, scope)] as const];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(entries);
}

function resourceOf(
  logicalId: string,
  one: Described,
  identities: Map<string, Identity>,
  scope: Scope,
  place: Place,
): Resource {
  const identity = identities.get(logicalId);
  const path = pathOf(logicalId, one);
  if (!identity) throw new NotEmulated(`${path} has no identity.`);
  try {
    const resolved = mapTexts(resolve(one.Properties ?? {}, scope), localAddresses(place));
    return { logicalId, type: one.Type, properties: { ...Object(resolved) }, identity, path };
  } catch (cause) {
    throw new NotEmulated(`${path} (${one.Type}): ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** Replaces the https addresses that a template composes by those of this machine, which has no certificate. */
function localAddresses({ origins, region }: Place): (text: string) => string {
  const site = `https://${new URL(origins.site).host}`;
  const bucket = new RegExp(`https://[a-z0-9.-]+\\.s3\\.${region}\\.amazonaws\\.com`, 'g');
  const signIn = new RegExp(`https://[a-z0-9-]+\\.auth\\.${region}\\.amazoncognito\\.com`, 'g');
  return (text) =>
    text.replaceAll(site, origins.site).replaceAll(bucket, origins.aws).replaceAll(signIn, origins.signIn);
}

function pathOf(logicalId: string, one: Described): string {
  const path = one.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : logicalId;
}

function scopeOf(template: Template, identities: ReadonlyMap<string, Identity>, place: Place): Scope {
  const pseudo = pseudoParameters(place);
  const scope: Scope = {
    ref: (name) => {
      const value = pseudo[name] ?? identities.get(name)?.ref ?? template.Parameters?.[name]?.Default;
      if (value === undefined)
        throw new Error(`Ref ${name}: there is no such resource or parameter default.`);
      return value;
    },
    attribute: (logicalId, name) => {
      const value = identities.get(logicalId)?.attributes[name];
      if (value === undefined)
        throw new Error(`Fn::GetAtt ${logicalId}.${name}: the local cloud does not give it.`);
      return value;
    },
    condition: (name) => {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw new Error(`There is no condition ${name}.`);
      return resolve(condition, scope) === true;
    },
  };
  return scope;
}

const pseudoParameters = (place: Place): Readonly<Record<string, unknown>> => ({
  'AWS::AccountId': place.account,
  'AWS::Region': place.region,
  'AWS::StackName': place.stack,
  'AWS::StackId': stackId(place),
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NotificationARNs': [],
});

/** The stack's ARN; on AWS its last part is random. */
export const stackId = (place: Place): string =>
  `arn:aws:cloudformation:${place.region}:${place.account}:stack/${place.stack}/00000000-0000-4000-8000-000000000000`;

/** Copies a value of a template and applies `change` to every string in it. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]));
}
