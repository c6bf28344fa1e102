import { page } from '../../../look/page.tsx';
import type { SiteConfig } from '../../../look/site-config.ts';
import type { OpenApi } from '../open-api.ts';

type Described = OpenApi['paths'][string][string];

/** One operation, with where it is. */
interface Placed {
  method: string;
  path: string;
  operation: Described;
}

/** The API's description for people: the same facts as its OpenAPI document, without a script. */
export const apiPage = (api: OpenApi, config: SiteConfig): string =>
  page({
    config: { ...config, language: 'en' },
    about: {
      title: 'The open API',
      description: 'How programs read what this paper has published, and hand in what is to be.',
      path: '/api/',
      stylesheet: '/api/style.css',
    },
    children: <ApiPage api={api} />,
  });

const ApiPage = ({ api }: { api: OpenApi }) => (
  <article class="story standing api">
    <header class="story-head">
      <h1>The open API</h1>
      <p class="standfirst">{api.info.description}</p>
    </header>
    <div class="body">
      <p>
        All of this for machines: <a href="/api/openapi.json">openapi.json</a>. Refusals are problem documents
        (RFC 9457); their <code>detail</code> is written for people. What everybody may read has an{' '}
        <code>ETag</code>, and scripts on every site may read it. Dates are as precise as they are known (
        <code>1949</code>, <code>1949-05</code>, <code>1949-05-01</code>); instants are in UTC. A list leads
        on with <code>next</code>, which is the <code>cursor</code> of the next question.
      </p>
      <Contents api={api} />
      {api.tags.map(({ name, description }) => (
        <section key={name} aria-labelledby={anchorOf(name)}>
          <h2 id={anchorOf(name)}>{name}</h2>
          <p>{description}</p>
          {placedIn(api, name).map((placed) => (
            <Operation key={placed.operation.operationId} {...placed} api={api} />
          ))}
        </section>
      ))}
      <Schemas schemas={api.components.schemas} />
    </div>
  </article>
);

const placedIn = (api: OpenApi, group: string): Placed[] =>
  Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation }))
      .filter(({ operation }) => operation.tags.some((tag) => tag === group)),
  );

const anchorOf = (group: string): string => `about-${group.toLowerCase()}`;

const Contents = ({ api }: { api: OpenApi }) => (
  <nav class="contents" aria-label="Contents">
    {api.tags.map(({ name }) => (
      <div key={name}>
        <a href={`#${anchorOf(name)}`}>{name}</a>
        <ul>
          {placedIn(api, name).map(({ method, path, operation: { operationId } }) => (
            <li key={operationId}>
              <a href={`#${operationId}`}>
                {method} {path.replace('/api', '')}
              </a>
            </li>
          ))}
        </ul>
      </div>
    ))}
  </nav>
);

const Operation = ({ method, path, operation, api }: Placed & { api: OpenApi }) => {
  const { operationId, description, parameters = [], requestBody, responses } = operation;
  const all = Object.entries(responses);
  const [[status = '', done] = []] = all;
  return (
    <section class="operation" aria-labelledby={operationId}>
      <h3 id={operationId}>
        <code>
          <span class="method">{method}</span> {path}
        </code>
      </h3>
      <p>{worded(description)}</p>
      <p class="who">{whoMay(operation)}</p>
      <Code label="With curl" isLine text={curlOf({ method, path, operation }, api.servers[0]?.url ?? '')} />
      <Answer status={status} content={done?.content?.['application/json']} />
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      {requestBody && (
        <p>
          The request is <SchemaLink content={requestBody.content['application/json']} />.
        </p>
      )}
      <details>
        <summary>Other answers</summary>
        <dl>
          {all.slice(1).map(([code, other]) => (
            <div key={code}>
              <dt>{code}</dt>
              <dd>{worded(other.description)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
};

const whoMay = ({ security }: Described): string =>
  security[0] ? `For a token with ${security[0].token.join(' or ')}.` : 'For everybody.';

/** The example's question as a line for the shell. */
function curlOf({ method, path, operation }: Placed, origin: string): string {
  const { parameters = [], requestBody, security } = operation;
  const examples = parameters.flatMap((one) =>
    'example' in one ? [{ ...one, example: `${one.example}` }] : [],
  );
  const filled = examples
    .filter(({ in: place }) => place === 'path')
    .reduce((text, { name, example }) => text.replace(`{${name}}`, encodeURIComponent(example)), path);
  const query = new URLSearchParams(
    examples.filter(({ in: place }) => place === 'query').map(({ name, example }) => [name, example]),
  );
  const headers = examples.filter(({ in: place, required }) => place === 'header' && required);
  const body = requestBody?.content['application/json'].example;
  return [
    'curl',
    ...(method === 'GET' || (method === 'POST' && body !== undefined) ? [] : [`-X ${method}`]),
    ...(security.length ? ['-H "authorization: Bearer $TOKEN"'] : []),
    ...headers.map(({ name, example }) => `-H ${quoted(`${name}: ${example}`)}`),
    ...(body === undefined ? [] : [`--json ${quoted(JSON.stringify(body))}`]),
    quoted(`${origin}${filled}${query.size ? `?${query}` : ''}`),
  ].join(' ');
}

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

interface Content {
  schema: { $ref: string };
  example?: unknown;
}

const Answer = ({ status, content }: { status: string; content?: { schema: object; example?: unknown } }) => {
  if (!content || !('$ref' in content.schema)) return null;
  const { schema, example } = { ...content, schema: { $ref: String(content.schema.$ref) } };
  return (
    <>
      {example !== undefined && <Code label={`Answer ${status}`} text={JSON.stringify(example, null, 2)} />}
      <p>
        The answer is <SchemaLink content={{ schema }} />.
      </p>
    </>
  );
};

const SchemaLink = ({ content: { schema } }: { content: Content }) => {
  const name = schema.$ref.split('/').at(-1) ?? '';
  const article = /^[AEIOU]/.test(name) ? 'an' : 'a';
  return (
    <>
      {article} <a href={`#schema-${name}`}>{name}</a>
    </>
  );
};

/** It can be scrolled, so the keyboard has to reach it. */
const Code = ({ label, text, isLine = false }: { label: string; text: string; isLine?: boolean }) => (
  <figure class={isLine ? 'code line' : 'code'}>
    <figcaption>{label}</figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls takes the keyboard's focus. */}
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
  </figure>
);

const Parameters = ({ parameters }: { parameters: NonNullable<Described['parameters']> }) => (
  <dl>
    {parameters.map(({ name, in: place, schema }) => (
      <div key={name}>
        <dt>
          <code>{shownParameter(place, name)}</code>
        </dt>
        <dd>{worded(meaningOf(schema))}</dd>
      </div>
    ))}
  </dl>
);

function shownParameter(place: string, name: string): string {
  if (place === 'header') return `${name}:`;
  return place === 'path' ? `{${name}}` : `?${name}=`;
}

function meaningOf(schema: object | boolean): string {
  return typeof schema === 'object' && 'description' in schema
    ? String(schema.description)
    : 'As the addresses of the site tell it.';
}

/** What stands between backticks is code. */
const worded = (text: string) =>
  text.split('`').map((part, at) => (at % 2 ? <code key={part}>{part}</code> : part));

const Schemas = ({ schemas }: { schemas: OpenApi['components']['schemas'] }) => (
  <section aria-labelledby="schemas">
    <h2 id="schemas">Schemas</h2>
    <p>JSON Schema, as the press checks requests and tests hold answers to it.</p>
    {Object.entries(schemas).map(([name, schema]) => (
      <details key={name} id={`schema-${name}`}>
        <summary>{name}</summary>
        <Code label={name} text={JSON.stringify(schema, null, 2)} />
      </details>
    ))}
  </section>
);
