import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'broadside-emptying-'));
afterAll(() => rmSync(folder, { recursive: true }));

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const recipeFor = (stack: string) =>
  new RegExp(`\`\`\`bash\\n(stack=${stack}\\n[\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? 'false';

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
  const said = execFileSync('bash', ['--norc', '-ec', recipeFor('BroadsideDevelopment')], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}` },
    timeout: 20_000,
  });
  expect(said).toBe('cdk destroy -c stage=development\n');
  for (const bucket of ['pages', 'media', 'uploads']) {
    expect(readdirSync(join(folder, 'buckets', bucket))).toEqual([]);
  }
});

/** The AWS command line as far as that recipe goes: two tables and a pool that refuse deletion while "protected". */
const awsAfterRollback = `#!/bin/bash
cd ${folder}/account || exit 1
name() { while [ "$1" != --table-name ] && [ "$1" != --user-pool-id ]; do shift; done; echo "$2"; }
remove() { grep -q protected "$1" && exit 254; rm "$1"; }
case $2 in
  describe-stacks) echo "$STATUS" ;;
  list-stack-resources)
    [[ $* == *"ResourceStatus!='DELETE_COMPLETE'"* ]] || exit 1
    case $* in *AWS::DynamoDB::Table*) ls -d table-* ;; *AWS::Cognito::UserPool*) ls -d pool-* ;; esac ;;
  update-table) [[ $* == *--no-deletion-protection-enabled* ]] && echo open > "$(name "$@")" ;;
  update-user-pool) [[ $* == *"--deletion-protection INACTIVE"* ]] && echo open > "$(name "$@")" ;;
  delete-table|delete-user-pool) remove "$(name "$@")" ;;
  delete-stack) rm stack ;;
  wait) ;;
  *) exit 1 ;;
esac`;

it.each([
  ['ROLLBACK_FAILED', []],
  ['CREATE_COMPLETE', ['pool-1', 'stack', 'table-1', 'table-2']],
  ['UPDATE_ROLLBACK_FAILED', ['pool-1', 'stack', 'table-1', 'table-2']],
])(
  'takes away what a first deploy left that was rolled back, and nothing of a press that stood: %s',
  (STATUS, left) => {
    const account = join(folder, 'account');
    mkdirSync(account, { recursive: true });
    for (const name of ['table-1', 'table-2', 'pool-1', 'stack'])
      writeFileSync(join(account, name), 'protected');
    install('aws', awsAfterRollback);
    execFileSync('bash', ['--norc', '-ec', recipeFor('Broadside')], {
      env: { PATH: `${folder}:${process.env.PATH}`, STATUS },
      timeout: 20_000,
    });
    expect(readdirSync(account).sort()).toEqual(left);
  },
);
