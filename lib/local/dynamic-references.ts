import { mapTexts } from './map-texts.ts';

/** The secret's ARN, a field of it when it is JSON, and a version, which here is always the one. */
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
