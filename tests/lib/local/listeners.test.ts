import { describe, expect, it } from 'vitest';
import { closeListeners, openListeners, originsOf } from '../../../lib/local/listeners.ts';

const portOf = (origin: string): number => Number(new URL(origin).port);

describe('openDoors', () => {
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
