import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { root: `${import.meta.dirname}/..`, include: ['tests/**/*.test.{ts,tsx}'], testTimeout: 20_000, hookTimeout: 60_000 },
});
