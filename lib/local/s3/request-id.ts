import { randomBytes } from 'node:crypto';

/** Names a request, in answers and events, as S3 writes it. */
export const requestId = (): string => randomBytes(8).toString('hex').toUpperCase();
