import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { secretEmulators } from '../../../../lib/local/secrets/emulators.ts';
import { generatedSecret, generation } from '../../../../lib/local/secrets/generate-secret.ts';
import { aCloud } from '../a-cloud.ts';
import { closeAll, described, folder, smallCloud } from '../web/small-cloud.ts';

afterAll(closeAll);

describe('a generated secret', () => {
  it('has a character of each kind', () => {
    const secret = generatedSecret(generation.parse({ PasswordLength: 8 }));
    expect(secret).toHaveLength(8);
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s]/]) expect(secret).toMatch(kind);
  });

  it('leaves out what is excluded', () => {
    const how = generation.parse({ PasswordLength: 400, ExcludePunctuation: true, ExcludeCharacters: 'aB1' });
    expect(generatedSecret(how)).toMatch(/^[b-zAC-Z02-9]{400}$/);
  });

  it('may stand in a JSON object', () => {
    const how = { SecretStringTemplate: '{"user":"press"}', GenerateStringKey: 'key', PasswordLength: 5 };
    expect(JSON.parse(generatedSecret(generation.parse(how)))).toEqual({
      user: 'press',
      key: expect.stringMatching(/^.{5}$/),
    });
  });
});

describe('a secret of the template', () => {
  const [emulator] = secretEmulators;
  const secret = described(emulator, 'OriginSecret', { GenerateSecretString: { ExcludePunctuation: true } });

  it('is drawn once and kept', async () => {
    const data = folder();
    const first = await smallCloud({ data });
    await emulator?.create(secret, first);
    const second = await smallCloud({ data });
    await emulator?.create(secret, second);
    const [arn, value] = [...first.secrets][0] ?? [];
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:OriginSecret-\w{6}$/);
    expect(value).toMatch(/^\w{32}$/);
    expect(second.secrets).toEqual(first.secrets);
  });

  it('says which property it does not know', async () => {
    const cloud = await smallCloud({});
    const strange = { ...secret, properties: { GenerateSecretString: { Length: 3 } } };
    expect(() => emulator?.create(strange, cloud)).toThrow('GenerateSecretString.Length');
  });
});

describe('Secrets Manager', () => {
  async function aSecret({ folder: data, may }: { folder?: string; may?: string[] } = {}) {
    const cloud = await aCloud({ folder: data, may });
    const { identity } = await cloud.make('AWS::SecretsManager::Secret', 'SigningKeys1A2B3C4D', {
      Name: 'signing-keys',
      GenerateSecretString: {
        SecretStringTemplate: '{"current":"1"}',
        GenerateStringKey: '1',
        PasswordLength: 64,
      },
    });
    const client = new SecretsManagerClient(cloud.client);
    onTestFinished(() => client.destroy());
    return {
      cloud,
      arn: identity.ref,
      get: (more = {}) => client.send(new GetSecretValueCommand({ SecretId: identity.ref, ...more })),
      put: (SecretString: string, more = {}) =>
        client.send(new PutSecretValueCommand({ SecretId: identity.ref, SecretString, ...more })),
    };
  }

  it('gives the current value, by ARN and by name', async () => {
    const { cloud, arn, get } = await aSecret();
    const read = await get();
    expect(read).toMatchObject({ ARN: arn, Name: 'signing-keys', VersionStages: ['AWSCURRENT'] });
    expect(JSON.parse(read.SecretString ?? '')).toEqual({
      current: '1',
      1: expect.stringMatching(/^.{64}$/),
    });
    expect(read.CreatedDate?.getTime()).toBeGreaterThan(Date.now() - 600_000);
    expect((await get({ SecretId: 'signing-keys' })).SecretString).toBe(read.SecretString);
    expect(cloud.cloud.secrets.get(arn)).toBe(read.SecretString);
    await cloud.stop();
  });

  it('keeps what is put, and the version before it, through a restart', async () => {
    const first = await aSecret();
    const before = await first.get();
    const put = await first.put('{"current":"2"}');
    expect(put.VersionStages).toEqual(['AWSCURRENT']);
    await first.cloud.stop(true);
    const second = await aSecret({ folder: first.cloud.folder });
    expect(await second.get()).toMatchObject({ SecretString: '{"current":"2"}', VersionId: put.VersionId });
    const previous = await second.get({ VersionStage: 'AWSPREVIOUS' });
    expect(previous).toMatchObject({ SecretString: before.SecretString, VersionId: before.VersionId });
    await second.cloud.stop();
  });

  it('puts a version once', async () => {
    const { cloud, get, put } = await aSecret();
    const token = { ClientRequestToken: '0d7c3c5e-6f4e-4a8b-9a52-6a1e2f6f0f11' };
    await put('two', token);
    await put('two', token);
    expect((await get({ VersionStage: 'AWSPREVIOUS' })).SecretString).toContain('"current":"1"');
    await expect(put('three', token)).rejects.toMatchObject({ name: 'ResourceExistsException' });
    expect((await get()).SecretString).toBe('two');
    await cloud.stop();
  });

  it('gives nothing to whom IAM does not let, and has no other secrets', async () => {
    const barred = await aSecret({ may: ['secretsmanager:DescribeSecret'] });
    await expect(barred.get()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await barred.cloud.stop();
    const { cloud, get } = await aSecret({ may: ['secretsmanager:GetSecretValue'] });
    await expect(get({ SecretId: 'another' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(get({ VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await cloud.stop();
  });
});
