import type { Place } from './resource.ts';

/** CDK ends a logical id with eight characters of a hash. */
const hash = /[0-9A-F]{8}$/;

/** The name of what a template leaves unnamed: on AWS with a random ending, here without. */
export const physicalName = (logicalId: string, place: Place): string =>
  `${place.stack}-${logicalId.replace(hash, '')}`;
