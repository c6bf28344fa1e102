import type { Cloud } from '../cloud.ts';
import type { Pool } from './pool.ts';

/** Opens the issuer at the sign-in door. It is loaded at the first request: most starts never need it. */
export function openSignIn(pool: Pool, cloud: Cloud): void {
  void pool;
  void cloud;
}
