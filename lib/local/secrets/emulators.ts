import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { perCloud } from '../cloud.ts';
import { type Emulator, readProperties } from '../emulator.ts';
import { generatedSecret, generation } from './generate-secret.ts';
import { SecretService } from './secret-service.ts';
import { StoredSecret } from './stored-secret.ts';

const secretProperties = z.object({
  SecretString: z.optional(z.string()),
  GenerateSecretString: z.optional(generation),
});

/** The service of a cloud, opened with its first secret. */
const secretsOf = perCloud((cloud) => {
  const service = new SecretService(cloud.place);
  cloud.services.set(service.name, service);
  return service;
});

const nameOfSecret = (logicalId: string, Name: unknown): string =>
  typeof Name === 'string' ? Name : logicalId;

const secret: Emulator = {
  type: 'AWS::SecretsManager::Secret',
  supports: ['GenerateSecretString', 'Name', 'SecretString'],
  ignores: ['Description', 'KmsKeyId', 'Tags'],
  identify(logicalId, { region, account }, { Name }) {
    const name = nameOfSecret(logicalId, Name);
    // On AWS these six characters are random, so that grants on a deleted secret do not match its successor.
    const tail = createHash('sha256').update(logicalId).digest('hex').slice(0, 6);
    const ref = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${tail}`;
    return { ref, attributes: { Id: ref } };
  },
  create(resource, cloud) {
    const { SecretString, GenerateSecretString } = readProperties(resource, secretProperties);
    const make = () => SecretString ?? generatedSecret(GenerateSecretString ?? generation.parse({}));
    const { ref } = resource.identity;
    const name = nameOfSecret(resource.logicalId, resource.properties.Name);
    const stored = StoredSecret.open(ref, name, join(cloud.place.data, 'secrets', resource.logicalId), make);
    secretsOf(cloud).add(stored);
    cloud.secrets.set(ref, stored.current);
  },
};

export const secretEmulators: readonly Emulator[] = [secret];
