import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { closeListeners, openListeners, originsOf } from '../../../lib/local/listeners.ts';

const portOf = (origin: string): number => Number(new URL(origin).port);

describe('openListeners', () => {
  it('takes free ports, all different', async () => {
    const listeners = await openListeners(0);
    const origins = Object.values(originsOf(listeners));
    closeListeners(listeners);
    expect(new Set(origins.map(portOf)).size).toBe(5);
  });

  it('takes five ports in a row, and says which one is in use and what to do', async () => {
    const first = await openListeners(0);
    const taken = portOf(originsOf(first).site);
    await expect(openListeners(taken)).rejects.toThrow(
      `Port ${taken} is in use. The press takes the five ports from ${taken} to ${taken + 4}: name another first one with --port.`,
    );
    await expect(openListeners(taken - 1)).rejects.toThrow(
      new RegExp(`^Port (${taken}|${taken - 1}) is in use`),
    );
    closeListeners(first);
  });
});

describe('a request that comes while the press is starting', () => {
  it('is answered as soon as there is a part to answer it, with its body', async () => {
    const listeners = await openListeners(0);
    const { site } = originsOf(listeners);
    const early = [fetch(`${site}/a`), fetch(`${site}/b`, { method: 'POST', body: 'text' })];
    await pause(50);
    listeners.site.on('request', async (request, response) => {
      response.end(`${request.url} ${await text(request)}`);
    });
    expect(await Promise.all(early.map(async (answer) => (await answer).text()))).toEqual(['/a ', '/b text']);
    expect(await (await fetch(`${site}/c`)).text()).toBe('/c ');
    closeListeners(listeners);
  });

  it('is told to come again when that takes long, and not answered twice', async () => {
    const listeners = await openListeners(0, 20);
    const { api } = originsOf(listeners);
    const early = await fetch(`${api}/api`);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await early.text()).toContain('The press is starting.');
    let answered = 0;
    listeners.api.on('request', (_, response) => response.end(String(++answered)));
    await pause(20);
    expect(answered).toBe(0);
    expect(await (await fetch(`${api}/api`)).text()).toBe('1');
    closeListeners(listeners);
  });

  it('is not told to come again while it is being answered', async () => {
    const listeners = await openListeners(0, 60);
    const { site } = originsOf(listeners);
    const early = fetch(site);
    await pause(20);
    listeners.site.on('request', async (_, response) => {
      await pause(100);
      response.writeHead(200).end('late');
    });
    expect(await (await early).text()).toBe('late');
    closeListeners(listeners);
  });

  it('is let go of when its sender gave up, or the start failed', async () => {
    const listeners = await openListeners(0);
    const { site } = originsOf(listeners);
    await expect(fetch(site, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    const left = expect(fetch(site)).rejects.toThrow();
    await pause(50);
    let answered = 0;
    closeListeners(listeners);
    await left;
    listeners.site.on('request', () => answered++);
    await pause(20);
    expect(answered).toBe(0);
  });
});
