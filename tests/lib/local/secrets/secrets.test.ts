import { afterAll, describe, expect, it } from 'vitest';
import { secretEmulators } from '../../../../lib/local/secrets/emulators.ts';
import { generatedSecret, generation } from '../../../../lib/local/secrets/generate-secret.ts';
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
