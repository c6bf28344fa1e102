import type { Found, Press } from './a-template.ts';

type Resources = Pick<Press, 'all' | 'of'>;

/** What a function may do, as `action on resource`, sorted; its own log left out. */
export function permissionsOf(press: Resources, fn: Found): string[] {
  const lines = statementsOf(press, fn).flatMap((one) => words(press, one));
  return lines.filter((line) => !line.startsWith('logs:') || !line.endsWith('Log')).sort();
}

/** The statements of a function's role. */
export function statementsOf(press: Resources, fn: Found): Statement[] {
  const role = fn.properties.Role['Fn::GetAtt'][0];
  const own = press.all.find(({ id }) => id === role)?.properties.Policies ?? [];
  const attached = press
    .of('AWS::IAM::Policy')
    .filter(({ properties }) => properties.Roles.some(({ Ref }: Ref) => Ref === role));
  return [...own, ...attached.map(({ properties }) => properties)].flatMap(
    ({ PolicyDocument }: Policy) => PolicyDocument.Statement,
  );
}

interface Ref {
  Ref: string;
}

interface Policy {
  PolicyDocument: { Statement: Statement[] };
}

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
}

const words = (press: Resources, { Action, Resource }: Statement): string[] =>
  [Resource]
    .flat()
    .flatMap((resource) => [Action].flat().map((action) => `${action} on ${inWords(press, resource)}`));

/** An ARN as people would say it: the resource's name, and what follows it. */
function inWords(press: Resources, resource: unknown): string {
  if (typeof resource === 'string') return resource;
  if (isObject(resource) && 'Fn::GetAtt' in resource) return attributeInWords(press, resource['Fn::GetAtt']);
  if (isObject(resource) && Array.isArray(resource['Fn::Join'])) {
    return [resource['Fn::Join'][1]]
      .flat()
      .map((part) => inWords(press, part))
      .join('');
  }
  return JSON.stringify(resource);
}

function attributeInWords(press: Resources, reference: unknown): string {
  const [id, attribute] = [reference].flat();
  const name = press.all.find((one) => one.id === id)?.name.replace(/\/(Table|Bucket|Queue|Bus)$/, '');
  return attribute === 'Arn' ? `${name}` : `${name} ${attribute}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
