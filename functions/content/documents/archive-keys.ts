import { createHash } from 'node:crypto';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { Body } from '../contract/values.ts';

/** Where things lie in the archive: each under its own hash, so writing it again changes nothing. */
export const bodyKey = (body: Body): string => `bodies/${sha256(canonicalJson(body))}.json`;

export const manuscriptKey = (bytes: Uint8Array): string => `manuscripts/${sha256(bytes)}`;

export const originalKey = (bytes: Uint8Array): string => `originals/${sha256(bytes)}`;

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
