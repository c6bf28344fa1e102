import type { Cloud } from './cloud.ts';

/** Says what it still has to do; undefined: nothing, unless somebody gives it something. */
type Look = () => string | undefined;

const looks = new WeakMap<Cloud, Set<Look>>();

/** Lets others see whether a part of the cloud has work left. */
export function showWork(cloud: Cloud, look: Look): void {
  looks.set(cloud, (looks.get(cloud) ?? new Set()).add(look));
}

/**
 * What is still to be done, looked at in one moment. When it is nothing, nothing happens any more until someone
 * comes from outside or a schedule is due.
 */
export const workLeft = (cloud: Cloud): string[] =>
  [...(looks.get(cloud) ?? [])].flatMap((look) => look() ?? []);
