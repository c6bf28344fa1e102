import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'broadside-emptying-'));
afterAll(() => rmSync(folder, { recursive: true }));

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const recipe = /```bash\n(stack=BroadsideDevelopment\n[\s\S]*?)```/.exec(readme)?.[1] ?? 'false';

/** The AWS command line as far as the recipe goes: a bucket is a folder, an object version a file in it. */
const aws = `#!/bin/bash
bucket() { while [ "$1" != --bucket ]; do shift; done; echo "${folder}/buckets/$2"; }
case $2 in
  list-stack-resources) [[ $* == *"--stack-name BroadsideDevelopment "* ]] && ls ${folder}/buckets ;;
  list-object-versions) for version in $(ls "$(bucket "$@")" | head -2); do echo "\\"VersionId\\": $version"; done ;;
  delete-objects) for version in $(echo "\${!#}" | cut -d: -f2); do rm "$(bucket "$@")/$version"; done ;;
esac`;

const install = (name: string, script: string) => {
  writeFileSync(join(folder, name), script);
  chmodSync(join(folder, name), 0o755);
};

it('empties every bucket of a development stage before the stack goes, as README says', () => {
  for (const [bucket, versions] of Object.entries({ pages: 5, media: 1, uploads: 0 })) {
    mkdirSync(join(folder, 'buckets', bucket), { recursive: true });
    for (let at = 0; at < versions; at++) writeFileSync(join(folder, 'buckets', bucket, `v${at}`), '');
  }
  install('aws', aws);
  install('npx', '#!/bin/bash\necho "$*"');
  const said = execFileSync('bash', ['--norc', '-ec', recipe], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}` },
    timeout: 20_000,
  });
  expect(said).toBe('cdk destroy -c stage=development\n');
  for (const bucket of ['pages', 'media', 'uploads']) {
    expect(readdirSync(join(folder, 'buckets', bucket))).toEqual([]);
  }
});
