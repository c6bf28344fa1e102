import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * The SDK's schemas are one file for each service, with keys such as `[_hH]` for constants of that file. For all a
 * bundler knows such a key could run code, so it keeps the schemas of every operation. With the constants written
 * out it keeps those that are used: 60 KB less of S3, which every cold start would read.
 */
export const plainKeys: Plugin = {
  name: 'plain-keys',
  setup: ({ onLoad }) => {
    onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => ({
        contents: withPlainKeys(await readFile(path, 'utf8')),
      }),
    );
  },
};

function withPlainKeys(code: string): string {
  const values = new Map(
    [...code.matchAll(/^const (\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return code.replace(/(?<=[{,]\s*)\[(\w+)\]:/g, (key, name) =>
    values.has(name) ? `${values.get(name)}:` : key,
  );
}
