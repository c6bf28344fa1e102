import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { openApi } from '../../../../functions/content/api/open-api.ts';
import { apiPage } from '../../../../functions/content/api/pages/api-page.tsx';

const api = openApi('https://press.example');
const described = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

interface Template {
  Resources: Record<
    string,
    { Type: string; Properties: { RouteKey?: string; AuthorizationScopes?: string[] } }
  >;
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

it('describes every route that there is, and no other', () => {
  const unsaid = ['$default', 'GET /api', 'GET /api/openapi.json', 'GET /api/style.css'];
  expect([...described, ...unsaid].sort()).toEqual([...routes().keys()].sort());
});

it('names the scopes that the routes ask for', () => {
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, { security }] of Object.entries(methods)) {
      const asked = routes().get(`${method.toUpperCase()} ${path}`) ?? [];
      expect([...(security?.[0]?.token ?? [])].sort()).toEqual([...asked].sort());
    }
  }
});

it('describes what may be asked by the schemas that check it', () => {
  const parameters = api.paths['/api/articles']?.get?.parameters?.map(({ name }) => name);
  expect(parameters).toEqual(['section', 'tag', 'author', 'series', 'year', 'written', 'limit', 'cursor']);
  expect(api.paths['/api/documents/{slug}/withdraw']?.post?.requestBody?.content).toMatchObject({
    'application/json': { schema: { required: ['reason'], properties: { reason: { maxLength: 500 } } } },
  });
});

it('is readable by people, without a script or a style of its own', () => {
  const page = apiPage(api);
  for (const path of Object.keys(api.paths)) expect(page).toContain(path);
  expect(page).not.toMatch(/<script|<style|style=/);
});
