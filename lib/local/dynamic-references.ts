const reference =
  /\{\{resolve:secretsmanager:(arn:[^:}]*:[^:}]*:[^:}]*:[^:}]*:secret:[^:}]+):SecretString:([^:}]*):[^:}]*:?[^}]*\}\}/g;

/** Copies resolved properties with every `{{resolve:secretsmanager:…}}` replaced by the secret. */
export function withSecrets(value: unknown, secrets: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.includes('{{resolve:') ? replaced(value, secrets) : value;
  if (Array.isArray(value)) return value.map((one) => withSecrets(one, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSecrets(one, secrets)]));
}

function replaced(text: string, secrets: ReadonlyMap<string, string>): string {
  const result = text.replace(reference, (_, arn: string, field: string) => {
    const secret = secrets.get(arn);
    if (secret === undefined) throw new Error(`There is no secret ${arn}.`);
    return field === '' ? secret : String(Object(JSON.parse(secret))[field]);
  });
  if (result.includes('{{resolve:'))
    throw new Error(`The dynamic reference in ${result} is not known to the local cloud.`);
  return result;
}
