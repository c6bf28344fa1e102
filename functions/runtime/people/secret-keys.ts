import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../clock.ts';
import { type Keys, keysFrom } from './keys.ts';

/** Keys in one secret of Secrets Manager. Make it once a function, when the module loads: it keeps what it has read. */
export const secretKeys = (client: SecretsManagerClient, secretId: string, clock?: Clock): Keys =>
  keysFrom(async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString ?? '';
  }, clock);
