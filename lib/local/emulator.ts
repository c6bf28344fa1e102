import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { Cloud } from './cloud.ts';
import type { Identity, Place, Resource } from './resource.ts';

type Properties = Readonly<Record<string, unknown>>;

/** One CloudFormation type as the local cloud emulates it. */
export interface Emulator {
  readonly type: string;
  /** Top-level properties that are imitated. */
  readonly supports: readonly string[];
  /** Top-level properties that have no effect on one machine. */
  readonly ignores: readonly string[];
  /** `properties` are those whose value depends on no other resource: a name, a flag. */
  identify(logicalId: string, place: Place, properties: Properties): Identity;
  /** Called once all identities are known, in the order of `emulators.ts`. */
  create(resource: Resource, cloud: Cloud): void | Promise<void>;
}

/** A type that does nothing by itself: the resource that it belongs to reads it, or it has no effect here. */
export const declaration = (
  type: string,
  supports: readonly string[],
  ignores: readonly string[],
  identify: Emulator['identify'],
): Emulator => ({ type, supports, ignores, identify, create() {} });

/** CDK ends a logical id with eight characters of a hash. */
const hash = /[0-9A-F]{8}$/;

/** The name that the template gives, or one made of the logical id: on AWS with a random ending, here without. */
export const nameOf = (given: unknown, logicalId: string, { stack }: Place): string =>
  typeof given === 'string' ? given : `${stack}-${logicalId.replace(hash, '')}`;

/** An id of lower-case letters and digits, always the same for the same resource. */
export const idOf = (logicalId: string, length: number, algorithm = 'sha256'): string =>
  BigInt(`0x${createHash(algorithm).update(logicalId).digest('hex')}`)
    .toString(36)
    .slice(0, length);

/**
 * Reads a resource's properties by a schema of what the local cloud imitates. Throws with the resource and the
 * property named on anything else, so that nothing in a template is silently left out.
 */
export function readProperties<T extends z.ZodMiniType>(resource: Resource, schema: T): z.output<T> {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  const complaints = result.error.issues.flatMap(complaintsOf);
  throw new PropertyNotKnown(`${resource.path} (${resource.type}): ${complaints.join(' ')}`);
}

/** A property, or a value of one, that the local cloud does not imitate. */
export class PropertyNotKnown extends Error {
  override readonly name = 'PropertyNotKnown';
}

type Issue = z.core.$ZodIssue;

function complaintsOf(issue: Issue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `The local cloud does not know the property ${[...issue.path, key].join('.')}.`,
    );
  }
  return [`The local cloud cannot do with the value of ${issue.path.join('.')} (${issue.message}).`];
}
