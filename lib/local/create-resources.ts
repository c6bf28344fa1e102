import type { Assembly } from './assembly.ts';
import { withSecrets } from './dynamic-references.ts';
import type { OpenCloud } from './open-cloud.ts';
import type { Host, Resource } from './resource.ts';
import { readTemplate } from './template.ts';

/** Makes every resource of the template, in the order of the hosts. Throws with the path of the one that fails. */
export async function createResources(
  { template }: Assembly,
  hosts: readonly Host[],
  cloud: OpenCloud,
  signal?: AbortSignal,
): Promise<void> {
  const byType = new Map(hosts.map((host) => [host.type, host]));
  const resources = readTemplate(template, hosts, cloud.place);
  for (const resource of resources) cloud.resources.set(resource.logicalId, resource);
  for (const resource of resources) {
    signal?.throwIfAborted();
    const complete = {
      ...resource,
      properties: { ...Object(withSecrets(resource.properties, cloud.secrets)) },
    };
    cloud.resources.set(resource.logicalId, complete);
    await create(byType.get(resource.type), complete, cloud);
  }
}

async function create(host: Host | undefined, resource: Resource, cloud: OpenCloud): Promise<void> {
  try {
    await host?.create(resource, cloud);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // Those who read a property name the resource themselves.
    const named = reason.includes(resource.path) ? reason : `${resource.path} (${resource.type}): ${reason}`;
    throw new Error(named, { cause });
  }
}
