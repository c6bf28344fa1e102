import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, inject, it } from 'vitest';
import { examples } from '../../../../functions/content/api/api-examples.ts';
import { operations } from '../../../../functions/content/api/api-operations.ts';
import { openApi } from '../../../../functions/content/api/open-api.ts';
import { apiPage } from '../../../../functions/content/api/pages/api-page.tsx';
import { siteConfigFrom } from '../../../../functions/look/site-config.ts';

const site = 'https://press.example';
const api = openApi(site);
const described = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

interface Template {
  Resources: Record<
    string,
    { Type: string; Properties: { RouteKey?: string; AuthorizationScopes?: string[] } }
  >;
}

interface FunctionTemplate {
  Resources: Record<string, { Properties?: { Environment?: { Variables?: { SIGN_IN_SCOPES?: string } } } }>;
}

const routes = (): Map<string, string[]> => {
  const [file = ''] = globSync('*.template.json', { cwd: inject('assembly') });
  const { Resources }: Template = JSON.parse(readFileSync(join(inject('assembly'), file), 'utf8'));
  const made = Object.values(Resources).filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route');
  return new Map(
    made.map(({ Properties: { RouteKey = '', AuthorizationScopes = [] } }) => [
      RouteKey,
      AuthorizationScopes,
    ]),
  );
};

/** The route that answers an operation: one of its own, or one of every method, which others at its path do not win over. */
const routeOf = (operation: string): string => {
  const any = operation.replace(/^\S+/, 'ANY');
  return !routes().has(operation) && routes().has(any) ? any : operation;
};

/** What Redocly's recommended rules find, as `rule where`. */
async function faultsOf(document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`);
}

describe('the description of the API', () => {
  it('has every route that there is, and no other', () => {
    const unsaid = [
      '$default',
      'GET /api',
      'GET /api/openapi.json',
      'GET /api/style.css',
      'GET /api/previews/{link}',
    ];
    // Pages of rooms are for people.
    const told = [...routes().keys()].filter((route) => /^(?!HEAD )\S+ \/api\b|^\$default/.test(route));
    expect([...new Set([...described.map(routeOf), ...unsaid])].sort()).toEqual(told.sort());
  });

  it('says for whom each is, as the routes do', () => {
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        const asked = routes().get(routeOf(`${method.toUpperCase()} ${path}`)) ?? [];
        expect([...(security[0]?.token ?? [])].sort()).toEqual([...asked].sort());
      }
    }
  });

  it('says what may be asked by the schemas that check it', () => {
    const parameters = api.paths['/api/articles']?.get?.parameters?.map(({ name }) => name);
    expect(parameters).toEqual(['section', 'tag', 'author', 'series', 'year', 'written', 'limit', 'cursor']);
    expect(api.paths['/api/documents/{slug}/withdraw']?.post?.requestBody?.content).toMatchObject({
      'application/json': { schema: { $ref: '#/components/schemas/Withdrawal' } },
    });
    expect(api.components.schemas.Withdrawal).toMatchObject({
      required: ['reason'],
      properties: { reason: { maxLength: 500 } },
    });
  });

  it('names the headers by which an operation does something', () => {
    const { parameters } = api.paths['/api/events/{slug}/attendees']?.post ?? {};
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: 'idempotency-key', in: 'header', required: true }),
    );
  });

  it('has no fault that a linter of such descriptions knows', async () => {
    expect(await faultsOf(api)).toEqual([]);
  });

  it('would have faults without names of operations and schemas, or with a false example', async () => {
    const text = JSON.stringify(api);
    const broken = [
      text.replace('"operationId":"listArticles",', ''),
      text.replace('#/components/schemas/NameList', '#/components/schemas/Nothing'),
      text.replace('"title":"Lamps out on Ropewalk Steps"', '"title":7'),
    ];
    for (const one of broken) expect(await faultsOf(JSON.parse(one))).not.toEqual([]);
  });
});

describe('an example', () => {
  it.each(operations.map((operation) => [operation.id, operation] as const))(
    'of %s is true',
    (id, operation) => {
      const example = examples(site)[id];
      expect(example?.answer).toEqual(operation.answer.parse(example?.answer));
      if (operation.body) operation.body.parse(example?.body);
      operation.query?.parse(example?.query ?? {});
      const braces = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(example?.path ?? {})).toEqual(braces);
    },
  );
});

it('shows in the example of the sign-in the scopes that the press answers', () => {
  const [file = ''] = globSync('*.template.json', { cwd: inject('assembly') });
  const { Resources }: FunctionTemplate = JSON.parse(readFileSync(join(inject('assembly'), file), 'utf8'));
  const answered = Object.values(Resources).flatMap(
    ({ Properties }) => Properties?.Environment?.Variables?.SIGN_IN_SCOPES ?? [],
  );
  expect(answered).toHaveLength(1);
  expect(examples(site).showSignIn?.answer).toMatchObject({ scopes: answered[0]?.split(' ') });
});

describe('the page for people', () => {
  const html = apiPage(
    api,
    siteConfigFrom({ title: 'The Lantern', sections: ['Housing'] }, site, {
      section: (name) => `/sections/${name}/`,
      page: (slug) => `/${slug}/`,
    }),
  );

  it('has the face of the paper, without a script or a style of its own', () => {
    expect(html).toContain('The Lantern');
    expect(html).toContain('<a href="/sections/Housing/">');
    expect(html).toMatch(/href="\/assets\/paper-\w+\.css"/);
    expect(html).not.toMatch(/<script|<style|style=/);
  });

  it('has contents, a line for the shell and an answer for each operation', () => {
    const anchors = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !anchors.has(id))).toEqual([]);
    for (const { id, path, method } of operations) {
      expect(links).toContain(id);
      const [, section = ''] = html.split(` aria-labelledby="${id}"`);
      const shown = section.slice(0, section.indexOf('<details'));
      expect(shown, `${method} ${path}`).toMatch(/<code>curl [^<]*https:\/\/press\.example\/api\//);
      expect(shown, `${method} ${path}`).toMatch(/Answer 20\d/);
      expect(shown).not.toMatch(/curl[^<]*\{\w+\}/);
    }
    expect(html).toContain('-H &#39;idempotency-key: '.replaceAll('&#39;', "'"));
    expect(html).toContain(
      'curl &#39;https://press.example/api/articles?section=housing&amp;limit=1&#39;'.replaceAll(
        '&#39;',
        "'",
      ),
    );
  });
});
