import type { Assembly } from './assembly.ts';
import type { Emulator } from './emulator.ts';
import type { OpenCloud } from './open-cloud.ts';
import type { Resource } from './resource.ts';
import { mapTexts, readTemplate } from './template.ts';

/** Makes every resource of the template, in the order of the emulators. Throws with the path of the one that fails. */
export async function createResources(
  { template }: Assembly,
  emulators: readonly Emulator[],
  cloud: OpenCloud,
  signal?: AbortSignal,
): Promise<void> {
  const byType = new Map(emulators.map((emulator) => [emulator.type, emulator]));
  const resources = readTemplate(template, emulators, cloud.place);
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

async function create(emulator: Emulator | undefined, resource: Resource, cloud: OpenCloud): Promise<void> {
  try {
    await emulator?.create(resource, cloud);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // Errors of readProperties name the resource already.
    const named = reason.includes(resource.path) ? reason : `${resource.path} (${resource.type}): ${reason}`;
    throw new Error(named, { cause });
  }
}

/** The secret's ARN, a field of it when it is JSON, and a version, of which there is only one here. */
const reference = /\{\{resolve:secretsmanager:(arn:(?:[^:}]*:){5}[^:}]+):SecretString:([^:}]*):[^}]*\}\}/g;

/** Copies resolved properties with every `{{resolve:secretsmanager:…}}` replaced by the secret. */
export const withSecrets = (value: unknown, secrets: ReadonlyMap<string, string>): unknown =>
  mapTexts(value, (text) => (text.includes('{{resolve:') ? replaced(text, secrets) : text));

function replaced(text: string, secrets: ReadonlyMap<string, string>): string {
  const result = text.replace(reference, (_, arn: string, field: string) => {
    const secret = secrets.get(arn);
    if (secret === undefined) throw new Error(`There is no secret ${arn}.`);
    return field === '' ? secret : String(Object(JSON.parse(secret))[field]);
  });
  if (!result.includes('{{resolve:')) return result;
  throw new Error(`The dynamic reference in ${result} is not known to the local cloud.`);
}
