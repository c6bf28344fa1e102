/** What the intrinsic functions of a template refer to. Each throws for an unknown name. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): string;
  condition(name: string): boolean;
}

type Plain = Readonly<Record<string, unknown>>;
type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** The value left out by `Ref: AWS::NoValue`. */
const noValue = Symbol('AWS::NoValue');

/** Copies a value of a template with every intrinsic function evaluated. */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = resolveOrDrop(value, scope);
  return resolved === noValue ? undefined : resolved;
}

function resolveOrDrop(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((one) => resolveOrDrop(one, scope)).filter((one) => one !== noValue);
  if (!isPlain(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return intrinsic(name)(value[name], scope);
  }
  const entries = Object.entries(value).map(([key, one]) => [key, resolveOrDrop(one, scope)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== noValue));
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? noValue : scope.ref(text(name))),
  'Fn::GetAtt': (argument, scope) => attribute(argument, scope),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = array(argument);
    return array(resolve(parts, scope)).map(text).join(text(separator));
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Select': (argument, scope) => {
    const [index, choices] = array(argument);
    const chosen = array(resolve(choices, scope))[Number(resolve(index, scope))];
    if (chosen === undefined) throw new Error('Fn::Select names a place that is not in its list.');
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = array(argument);
    return text(resolve(whole, scope)).split(text(separator));
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope))).toString('base64'),
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = array(argument);
    return resolveOrDrop(scope.condition(text(name)) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [one, other] = array(resolve(argument, scope));
    return String(one) === String(other);
  },
  'Fn::Not': (argument, scope) => !tests(argument, scope)[0],
  'Fn::And': (argument, scope) => tests(argument, scope).every(Boolean),
  'Fn::Or': (argument, scope) => tests(argument, scope).some(Boolean),
};

function intrinsic(name: string): Intrinsic {
  const found = intrinsics[name];
  if (!found) throw new Error(`The intrinsic function ${name} is not known to the local cloud.`);
  return found;
}

function attribute(argument: unknown, scope: Scope): string {
  const [logicalId = '', ...name] =
    typeof argument === 'string' ? argument.split('.') : array(argument).map(text);
  return scope.attribute(logicalId, name.join('.'));
}

/** `${Name}`, `${Resource.Attribute}`, `${!literal}` and the names given beside the text. */
function substitute(argument: unknown, scope: Scope): string {
  const [pattern, given] = typeof argument === 'string' ? [argument, {}] : array(argument);
  const own = isPlain(given) ? given : {};
  return text(pattern).replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in own) return text(resolve(own[name], scope));
    return name.includes('.') ? attribute(name, scope) : text(scope.ref(name));
  });
}

const tests = (argument: unknown, scope: Scope): boolean[] =>
  array(argument).map((one) => {
    const named = isPlain(one) && typeof one.Condition === 'string' ? one.Condition : undefined;
    return named === undefined ? resolve(one, scope) === true : scope.condition(named);
  });

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function array(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('An intrinsic function of the template wants a list.');
  return value;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error('An intrinsic function of the template wants a text.');
}
