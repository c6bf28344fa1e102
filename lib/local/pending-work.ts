import { type Cloud, perCloud } from './cloud.ts';

/** Says what work a part of the cloud has left; undefined: none. */
type Look = () => string | undefined;

const looksOf = perCloud(() => new Set<Look>());

/** Registers a part of the cloud, so that others can see whether it has work left. */
export function reportWork(cloud: Cloud, look: Look): void {
  looksOf(cloud).add(look);
}

/**
 * What is still to be done, all parts seen at one moment. When it is nothing, nothing happens any more until a
 * request comes from outside or a schedule is due.
 */
export const workLeft = (cloud: Cloud): string[] => [...looksOf(cloud)].flatMap((look) => look() ?? []);
