/** The current time. A port: tests set it, and the local cloud can move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
