import type * as z from 'zod/mini';
import type { Resource } from '../resource.ts';

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
