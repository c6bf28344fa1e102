import { afterAll, describe, expect, it } from 'vitest';
import { closeAll } from '../web/small-cloud.ts';
import { aSite } from './a-site.ts';

afterAll(closeAll);

const cacheOf = (response: Response) => response.headers.get('x-cache')?.split(' ')[0];

describe('the edge cache', () => {
  it('is off unless asked for', async () => {
    const { files, bucket, ask } = await aSite();
    files.set('index.html', { body: 'front', cacheControl: 's-maxage=60' });
    expect([cacheOf(await ask('/')), cacheOf(await ask('/')), bucket.length]).toEqual(['Miss', 'Miss', 2]);
  });

  it('gives an answer again for as long as s-maxage says, with its age', async () => {
    const { files, bucket, ask } = await aSite({ edgeCache: true });
    files.set('index.html', { body: 'front', cacheControl: 'max-age=0, s-maxage=60' });
    const [first, second] = [await ask('/'), await ask('/')];
    expect([cacheOf(first), cacheOf(second), bucket.length]).toEqual(['Miss', 'Hit', 1]);
    expect([first.headers.get('age'), second.headers.get('age'), await second.text()]).toEqual([
      null,
      '0',
      'front',
    ]);
  });

  it.each(['private, max-age=60', 'no-store', 'no-store, s-maxage=60'])(
    'never keeps %s',
    async (cacheControl) => {
      const { files, bucket, ask } = await aSite({ edgeCache: true });
      files.set('index.html', { body: 'front', cacheControl });
      expect([cacheOf(await ask('/')), cacheOf(await ask('/'))]).toEqual(['Miss', 'Miss']);
      expect(bucket.every(({ headers }) => headers['if-none-match'] === undefined)).toBe(true);
    },
  );

  it('asks for news with the tag it has', async () => {
    const { files, bucket, ask } = await aSite({ edgeCache: true });
    files.set('index.html', { body: 'front', cacheControl: 'max-age=0', etag: '"one"' });
    await ask('/');
    const again = await ask('/');
    expect([cacheOf(again), await again.text()]).toEqual(['RefreshHit', 'front']);
    expect(bucket[1]?.headers['if-none-match']).toBe('"one"');
    files.set('index.html', { body: 'new front', cacheControl: 'max-age=0', etag: '"two"' });
    const changed = await ask('/');
    expect([cacheOf(changed), await changed.text()]).toEqual(['Miss', 'new front']);
  });

  it('answers conditions and ranges from what it keeps', async () => {
    const { files, bucket, ask } = await aSite({ edgeCache: true });
    files.set('index.html', { body: 'front page', cacheControl: 's-maxage=60', etag: '"one"' });
    const plain = { 'accept-encoding': 'identity' };
    const asked = await ask('/', { headers: { ...plain, 'if-none-match': '"one"' } });
    const known = await ask('/', { headers: { ...plain, 'if-none-match': '"zero", W/"one"' } });
    const part = await ask('/', { headers: { ...plain, range: 'bytes=6-' } });
    expect([asked.status, known.status, part.status, await part.text()]).toEqual([304, 304, 206, 'page']);
    expect(part.headers.get('content-range')).toBe('bytes 6-9/10');
    expect(bucket).toHaveLength(1);
  });

  it('keeps one answer a key: query strings, token and encoding', async () => {
    let count = 0;
    const returned = () => ({
      statusCode: 200,
      headers: { 'cache-control': 's-maxage=60' },
      body: `${++count}`,
    });
    const { ask } = await aSite({ edgeCache: true, returned });
    const text = async (path: string, headers: Record<string, string> = {}) =>
      (await ask(path, { headers })).text();
    expect(await text('/api/a?section=x&other=1')).toBe('1');
    expect(await text('/api/a?section=x&other=2')).toBe('1');
    expect(await text('/api/a?section=y')).toBe('2');
    expect(await text('/api/a?section=x', { authorization: 'Bearer t' })).toBe('3');
    expect(await text('/api/a?section=x', { 'accept-encoding': 'identity' })).toBe('4');
    expect(await text('/api/b?section=x')).toBe('5');
  });

  it('keeps errors as long as the distribution says, or ten seconds', async () => {
    const status = [404, 404, 500, 500];
    const returned = () => ({ statusCode: status.shift() ?? 200, body: 'x' });
    const { functions, ask } = await aSite({ edgeCache: true, returned });
    const statuses = [];
    for (let n = 0; n < 5; n++) statuses.push((await ask('/api/x')).status);
    expect(statuses).toEqual([404, 404, 500, 500, 500]);
    expect(functions).toHaveLength(3);
  });

  it('shows what it has when the origin is in trouble', async () => {
    const answers = [
      { statusCode: 200, headers: { etag: '"a"', 'cache-control': 'max-age=0' }, body: 'fine' },
      { statusCode: 503, body: 'busy' },
    ];
    const { ask } = await aSite({ edgeCache: true, returned: () => answers.shift() });
    expect(await (await ask('/api/x')).text()).toBe('fine');
    const later = await ask('/api/x');
    expect([later.status, await later.text()]).toEqual([200, 'fine']);
  });

  it('does not keep answers to what is written', async () => {
    const { functions, ask } = await aSite({
      edgeCache: true,
      returned: () => ({ statusCode: 200, headers: { 'cache-control': 's-maxage=60' }, body: 'x' }),
    });
    await ask('/api/x', { method: 'POST', body: 'x' });
    await ask('/api/x', { method: 'POST', body: 'x' });
    expect(functions).toHaveLength(2);
  });
});
