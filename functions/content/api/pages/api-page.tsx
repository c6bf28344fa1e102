import { Fragment } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { OpenApi } from '../open-api.ts';

type Described = OpenApi['paths'][string][string];

/** The API's description for people: the same facts as its OpenAPI document, without a script. */
export const apiPage = (api: OpenApi): string =>
  `<!doctype html>\n${renderToString(<ApiPage api={api} />)}\n`;

const ApiPage = ({ api }: { api: OpenApi }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <link rel="stylesheet" href="/api/style.css" />
      <title>The API of this press</title>
    </head>
    <body>
      <main>
        <h1>The API of this press</h1>
        <p>{worded(api.info.description)}</p>
        <p>
          All of this for machines: <a href="/api/openapi.json">openapi.json</a>. Errors are problem documents
          (RFC 9457); their <code>detail</code> is written for people. What everybody may read has an{' '}
          <code>ETag</code>.
        </p>
        {Object.entries(api.paths).flatMap(([path, methods]) =>
          Object.entries(methods).map(([method, operation]) => (
            <Operation key={`${method} ${path}`} path={path} method={method} operation={operation} />
          )),
        )}
        <p>
          <a href="/">To the front page</a>
        </p>
      </main>
    </body>
  </html>
);

const Operation = ({ path, method, operation }: { path: string; method: string; operation: Described }) => (
  <section>
    <h2>
      <code>
        {method.toUpperCase()} {path}
      </code>
    </h2>
    <p>{worded(operation.summary)}</p>
    <p class="who">{whoMay(operation)}</p>
    {operation.parameters && <Parameters parameters={operation.parameters} />}
    {operation.requestBody && (
      <Schema title="The request" schema={operation.requestBody.content['application/json'].schema} />
    )}
    {Object.entries(operation.responses).map(([status, { description, content }]) =>
      content['application/json'] ? (
        <Schema key={status} title={`Answer ${status}`} schema={content['application/json'].schema} />
      ) : (
        <p key={status}>
          <strong>{status}</strong>: {worded(description)}
        </p>
      ),
    )}
  </section>
);

const whoMay = ({ security }: Described): string =>
  security ? `For a token with ${security[0]?.token.join(' or ')}.` : 'For everybody.';

const Parameters = ({ parameters }: { parameters: NonNullable<Described['parameters']> }) => (
  <dl>
    {parameters.map(({ name, in: place, schema }) => (
      <Fragment key={name}>
        <dt>
          <code>{place === 'path' ? `{${name}}` : `?${name}=`}</code>
        </dt>
        <dd>{worded(meaningOf(schema))}</dd>
      </Fragment>
    ))}
  </dl>
);

function meaningOf(schema: object | boolean): string {
  return typeof schema === 'object' && 'description' in schema
    ? String(schema.description)
    : 'As the addresses of the site tell it.';
}

/** What stands between backticks is code. */
const worded = (text: string) =>
  text.split('`').map((part, at) => (at % 2 ? <code key={part}>{part}</code> : part));

const Schema = ({ title, schema }: { title: string; schema: object }) => (
  <details>
    <summary>{title}</summary>
    <pre>{JSON.stringify(schema, null, 2)}</pre>
  </details>
);
