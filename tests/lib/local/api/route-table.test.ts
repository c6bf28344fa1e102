import { describe, expect, it } from 'vitest';
import { RouteTable } from '../../../../lib/local/api/route-table.ts';

const keys = [
  '$default',
  'ANY /{rest+}',
  'GET /pets/{rest+}',
  'GET /pets/{kind}/{id}',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
  'ANY /pets/dog/1',
  'GET /api',
  'GET /api/',
  'POST /api/uploads',
  'GET /api/uploads/{id}',
];

function table(only: readonly string[] = keys): RouteTable<string> {
  const routes = new RouteTable<string>();
  for (const key of only) routes.add(key, key);
  return routes;
}

describe('a route table', () => {
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['PUT', '/pets/dog/1', 'ANY /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/2', 'GET /pets/{kind}/{id}', { kind: 'cat', id: '2' }],
    ['GET', '/pets/cat', 'GET /pets/{rest+}', { rest: 'cat' }],
    ['GET', '/pets/cat/2/toys', 'GET /pets/{rest+}', { rest: 'cat/2/toys' }],
    ['POST', '/pets/cat/2', 'ANY /{rest+}', { rest: 'pets/cat/2' }],
    ['GET', '/api', 'GET /api', {}],
    ['GET', '/api/', 'GET /api/', {}],
    ['GET', '/api/uploads/01 A', 'GET /api/uploads/{id}', { id: '01 A' }],
    ['POST', '/api/uploads', 'POST /api/uploads', {}],
  ])('takes %s %s to %s', (method, path, route, parameters) => {
    expect(table().find(method, path)).toEqual({ route, parameters });
  });

  it('takes what nothing else wants to $default, without parameters', () => {
    expect(table(['$default', 'GET /a']).find('GET', '/b')).toEqual({ route: '$default' });
    expect(table(['$default', 'GET /a/{rest+}']).find('GET', '/a/')).toEqual({ route: '$default' });
    expect(table(['$default', 'GET /a/{one}']).find('GET', '/a/')).toEqual({ route: '$default' });
  });

  it('finds nothing where there is no $default', () => {
    expect(table(['GET /a']).find('POST', '/a')).toBeUndefined();
  });

  it('refuses a key that is none', () => {
    expect(() => table(['get /a'])).toThrow('get /a');
  });
});
