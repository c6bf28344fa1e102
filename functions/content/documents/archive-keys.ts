import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { Body } from '../contract/values.ts';

/** Where things lie in the archive: each under its own hash, so writing it again changes nothing. */
export const bodyKey = (body: Body): string => `bodies/${sha256(canonicalJson(body))}.json`;

export const manuscriptKey = (bytes: Uint8Array): string => `manuscripts/${sha256(bytes)}`;

export const originalKey = (bytes: Uint8Array): string => `originals/${sha256(bytes)}`;

/** The SHA-256 that a key of the archive ends with; empty for an empty key. */
export const hashInKey = (key: string): string => posix.basename(key);

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
