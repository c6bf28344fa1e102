import { beforeAll, describe, expect, it } from 'vitest';
import { ruleNames, type Tree, type Violation, violationsIn } from './a-tree.ts';

/** A room that keeps every rule, with one file of each role. */
const aRoom = (room: string): Tree => ({
  [`functions/${room}/ports.ts`]: [`type functions/${room}/letters/letter.ts`],
  [`functions/${room}/letters/letter.ts`]: [
    'zod',
    'functions/runtime/slug.ts',
    'functions/runtime/people/keys.ts',
    'functions/look/page.tsx',
  ],
  [`functions/${room}/letters/send-${room}.ts`]: [
    `type functions/${room}/ports.ts`,
    `functions/${room}/letters/letter.ts`,
    'functions/content/contract/lists.ts',
    'functions/post/contract/letter.ts',
    'type functions/content/kinds/kinds.ts',
  ],
  [`functions/${room}/letters/send-${room}.lambda.ts`]: [
    `functions/${room}/letters/send-${room}.ts`,
    `functions/${room}/letters/sqs-letters.ts`,
    `functions/${room}/store/dynamo-letters.ts`,
    'functions/runtime/clients.ts',
  ],
  [`functions/${room}/letters/sqs-letters.ts`]: ['@aws-sdk/client-sqs', `type functions/${room}/ports.ts`],
  [`functions/${room}/store/dynamo-letters.ts`]: [
    `functions/${room}/store/rows.ts`,
    `type functions/${room}/letters/send-${room}.ts`,
    'functions/runtime/dynamo-batches.ts',
  ],
  [`functions/${room}/store/rows.ts`]: ['@aws-sdk/client-sqs'],
});

const rooms = ['content', 'site', 'post', 'newsletters', 'bookings', 'desk'];

const clean: Tree = {
  'functions/desk/browser/app.ts': ['type functions/content/kinds/kinds.ts'],
  'functions/runtime/slug.ts': [],
  'functions/runtime/env-names.ts': [],
  'functions/runtime/log.ts': [],
  'functions/runtime/clients.ts': ['@aws-sdk/client-sqs'],
  'functions/runtime/dynamo-batches.ts': ['functions/runtime/clients.ts'],
  'functions/runtime/people/keys.ts': ['zod'],
  'functions/runtime/people/dynamo-limits.ts': ['@aws-sdk/client-sqs'],
  'functions/runtime/page-http.ts': ['functions/look/page.tsx'],
  'functions/look/page.tsx': ['functions/runtime/slug.ts'],
  'functions/content/contract/lists.ts': [
    'node:crypto',
    'functions/runtime/slug.ts',
    'type functions/content/kinds/kinds.ts',
  ],
  'functions/content/kinds/kinds.ts': ['zod'],
  'functions/post/contract/letter.ts': ['node:crypto'],
  'functions/post/api/operations.ts': [],
  'functions/content/api/rooms.ts': ['functions/post/api/operations.ts'],
  ...Object.assign({}, ...rooms.map(aRoom)),
  'lib/stack.ts': ['functions/runtime/env-names.ts'],
  'lib/local/cloud.ts': ['lib/stack.ts'],
  'bin/local.ts': ['lib/local/cloud.ts'],
  'tests/press.test.ts': ['vitest', 'functions/desk/letters/send-desk.lambda.ts', 'bin/local.ts'],
};

/** By the rule that it breaks: files that break it, and nothing else. Every file is added to the clean tree. */
const breakers: Record<string, Tree> = {
  'no-circles': {
    'functions/content/uploads/one.ts': ['functions/content/uploads/other.ts'],
    'functions/content/uploads/other.ts': ['functions/content/uploads/one.ts'],
    'functions/desk/drafts/by-type.ts': ['type functions/desk/drafts/by-value.ts'],
    'functions/desk/drafts/by-value.ts': ['functions/desk/drafts/by-type.ts'],
  },
  'the-desk-runs-in-browsers': {
    'functions/desk/browser/reads-files.ts': ['node:fs'],
    'functions/desk/browser/write/uses-ground.ts': ['functions/runtime/slug.ts'],
    'functions/desk/browser/uses-zod.ts': ['zod'],
  },
  'browsers-alone-run-the-desk': {
    'functions/desk/letters/runs-desk.ts': ['functions/desk/browser/app.ts'],
  },
  'rooms-share-types-alone': {
    'functions/content/uploads/asks-site.ts': ['functions/site/letters/letter.ts'],
    'functions/post/outbox/asks-content.ts': ['functions/content/letters/letter.ts'],
    'functions/newsletters/issues/due/asks-kinds.ts': ['functions/content/kinds/kinds.ts'],
    'functions/bookings/asks-post.ts': ['functions/post/letters/letter.ts'],
    'functions/newsletters/joining/asks-post.ts': ['functions/post/ports.ts'],
    'functions/desk/drafts/asks-bookings.ts': ['functions/bookings/letters/letter.ts'],
  },
  'one-place-gathers-the-api': {
    'functions/content/api/asks-post.ts': ['functions/post/api/operations.ts'],
  },
  'contract-weighs-nothing': {
    'functions/content/contract/parses.ts': ['zod'],
    'functions/content/contract/asks-kinds.ts': ['functions/content/kinds/kinds.ts'],
    'functions/post/contract/parses.ts': ['zod'],
  },
  'contract-knows-kinds-alone': {
    'functions/content/contract/knows-ports.ts': ['type functions/content/ports.ts'],
    'functions/content/contract/knows-log.ts': ['type functions/runtime/log.ts'],
    'functions/post/contract/knows-outbox.ts': ['type functions/post/ports.ts'],
  },
  'ground-floor-knows-no-room': {
    'functions/runtime/knows-content.ts': ['functions/content/contract/lists.ts'],
    'functions/look/mails/knows-post.tsx': ['functions/post/letters/letter.ts'],
  },
  'look-is-pure': {
    'functions/look/logs.tsx': ['functions/runtime/log.ts'],
    'functions/look/mails/signs.ts': ['functions/runtime/people/keys.ts'],
    'functions/look/mails/knows-env.ts': ['type functions/runtime/env-names.ts'],
  },
  'entries-are-for-aws': {
    'functions/content/uploads/calls-entry.ts': ['functions/content/letters/send-content.lambda.ts'],
    'functions/post/outbox/calls-entry.ts': ['type functions/post/letters/send-post.lambda.ts'],
  },
  'adapters-are-for-entries': {
    'functions/content/uploads/stores.ts': ['functions/content/letters/sqs-letters.ts'],
    'functions/post/outbox/stores.ts': ['functions/post/store/dynamo-letters.ts'],
    'functions/newsletters/issues/due/stores.ts': ['type functions/newsletters/store/rows.ts'],
    'functions/bookings/stores.ts': ['functions/bookings/store/rows.ts'],
    'functions/desk/drafts/stores.ts': ['functions/desk/letters/sqs-letters.ts'],
  },
  'aws-behind-adapters': {
    'functions/content/uploads/calls-sqs.ts': ['@aws-sdk/client-sqs'],
    'functions/post/outbox/calls-sqs.ts': ['type @aws-sdk/client-sqs'],
    'functions/newsletters/issues/due/makes-client.ts': ['functions/runtime/clients.ts'],
    'functions/bookings/reads-batches.ts': ['functions/runtime/dynamo-batches.ts'],
    'functions/bookings/counts.ts': ['functions/runtime/people/dynamo-limits.ts'],
    'functions/desk/drafts/calls-sqs.ts': ['@aws-sdk/client-sqs'],
  },
  'use-cases-are-not-below': {
    'functions/content/uploads/noun.ts': ['functions/content/letters/send-content.ts'],
    'functions/post/store/dynamo-outbox.ts': ['functions/post/letters/send-post.ts'],
    'functions/newsletters/issues/due/noun.ts': ['functions/newsletters/letters/send-newsletters.ts'],
    'functions/bookings/noun.ts': ['functions/bookings/letters/send-bookings.ts'],
    'functions/desk/drafts/noun.ts': ['functions/desk/letters/send-desk.ts'],
  },
  'template-knows-names-alone': {
    'lib/stores/knows-log.ts': ['functions/runtime/log.ts'],
    'bin/press/knows-lists.ts': ['type functions/content/contract/lists.ts'],
  },
  'template-knows-no-laptop': {
    'lib/stores/knows-cloud.ts': ['lib/local/cloud.ts'],
  },
  'functions-stand-alone': {
    'functions/content/uploads/knows-stack.ts': ['lib/stack.ts'],
    'functions/desk/drafts/knows-command.ts': ['type bin/local.ts'],
  },
  'tests-are-on-top': {
    'lib/local/knows-test.ts': ['tests/press.test.ts'],
  },
  'functions-use-dependencies': {
    'functions/content/uploads/develops.ts': ['vitest'],
    'functions/desk/drafts/develops.ts': ['vitest'],
  },
  'everything-is-there': {
    'functions/content/uploads/lost.ts': ['functions/content/uploads/nowhere.ts'],
  },
};

it('lets files through that keep the rules, in every room', async () => {
  expect(await violationsIn(clean)).toEqual([]);
});

it('shows every rule broken', () => {
  expect(Object.keys(breakers).sort()).toEqual([...ruleNames].sort());
});

describe('a file that breaks a rule', () => {
  let violations: Violation[];
  beforeAll(async () => {
    violations = await violationsIn(Object.assign({ ...clean }, ...Object.values(breakers)));
  });

  const pairs = Object.entries(breakers).flatMap(([rule, tree]) =>
    Object.keys(tree).map((file) => [file, rule] as const),
  );
  it.each(pairs)('%s breaks %s and no other', (file, rule) => {
    const broken = violations.filter(({ files }) => files.includes(file)).map((one) => one.rule);
    expect([...new Set(broken)]).toEqual([rule]);
  });

  it('is the only one found', () => {
    const broken = pairs.map(([file]) => file);
    expect(violations.filter(({ files }) => files.some((file) => !broken.includes(file)))).toEqual([]);
  });
});
