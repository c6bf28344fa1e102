import { afterEach, expect, it, vi } from 'vitest';
import { readEnv } from '../../../functions/runtime/env.ts';

afterEach(() => vi.unstubAllEnvs());

it('reads what is set', () => {
  vi.stubEnv('CONTENT_TABLE', 'content');
  expect(readEnv('contentTable')).toEqual({ contentTable: 'content' });
});

it('names everything that is missing at once', () => {
  expect(() => readEnv('uploadsTable', 'bodiesBucket')).toThrow('Unset: UPLOADS_TABLE, BODIES_BUCKET');
});
