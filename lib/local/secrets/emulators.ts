import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { type Emulator, readProperties } from '../emulator.ts';
import { generatedSecret, generation } from './generate-secret.ts';

const secretProperties = z.object({
  SecretString: z.optional(z.string()),
  GenerateSecretString: z.optional(generation),
});

const secret: Emulator = {
  type: 'AWS::SecretsManager::Secret',
  supports: ['GenerateSecretString', 'Name', 'SecretString'],
  ignores: ['Description', 'KmsKeyId', 'Tags'],
  identify(logicalId, { region, account }, { Name }) {
    const name = typeof Name === 'string' ? Name : logicalId;
    // On AWS these six characters are random, so that grants on a deleted secret do not match its successor.
    const tail = createHash('sha256').update(logicalId).digest('hex').slice(0, 6);
    const ref = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${tail}`;
    return { ref, attributes: { Id: ref } };
  },
  create(resource, { place, secrets }) {
    const { SecretString, GenerateSecretString } = readProperties(resource, secretProperties);
    const make = () => generatedSecret(GenerateSecretString ?? generation.parse({}));
    const file = join(place.data, 'secrets', resource.logicalId);
    secrets.set(resource.identity.ref, SecretString ?? storedOrNew(file, make));
  },
};

export const secretEmulators: readonly Emulator[] = [secret];

/** The secret in `file`, made when there is none: functions and edge must agree on it, after a restart, too. */
export function storedOrNew(file: string, make: () => string): string {
  mkdirSync(join(file, '..'), { recursive: true });
  try {
    writeFileSync(file, make(), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8');
}
