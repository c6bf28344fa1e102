import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envNames } from '../../functions/runtime/env-names.ts';
import { type Found, pressTemplate } from './a-template.ts';
import { permissionsOf, statementsOf } from './permissions.ts';

const press = pressTemplate();
const functions = press.of('AWS::Lambda::Function');
const allowed = new Map(functions.map((fn) => [fn.name, permissionsOf(press, fn)]));

/** Reading takes from a queue on behalf of the function, which says itself when what failed comes again. */
const takesFrom = (queue: string) => [
  `sqs:ChangeMessageVisibility on ${queue}`,
  `sqs:DeleteMessage on ${queue}`,
  `sqs:GetQueueAttributes on ${queue}`,
  `sqs:ReceiveMessage on ${queue}`,
];
const changesDocuments = [
  'dynamodb:BatchGetItem on ContentTable',
  'dynamodb:DeleteItem on ContentTable',
  'dynamodb:PutItem on ContentTable',
];
const publishes = [
  ...changesDocuments,
  'dynamodb:BatchWriteItem on ContentTable',
  'dynamodb:ConditionCheckItem on ContentTable',
  'dynamodb:GetItem on ContentTable',
  'dynamodb:Query on ContentTable',
  's3:GetObject on BodiesBucket/bodies/*',
  's3:ListBucket on BodiesBucket',
  's3:ListBucket on MediaBucket',
  'sqs:SendMessage on Content/PicturesQueue',
];
const writesReceipts = [
  'dynamodb:PutItem on Content/UploadsTable',
  'dynamodb:Query on Content/UploadsTable',
  'dynamodb:UpdateItem on Content/UploadsTable',
];
const readsForPages = ['dynamodb:BatchGetItem on ContentTable', 'dynamodb:Query on ContentTable'];

const settlesLetters = [
  'dynamodb:GetItem on Post/Table',
  'dynamodb:PutItem on Post/Table',
  'dynamodb:UpdateItem on Post/Table',
  'events:PutEvents on Events',
];
const usesKeys = 'secretsmanager:GetSecretValue on {"Ref":"PostKeysSecret49CF0FBD"}';
const onRows = (...actions: string[]) => actions.map((action) => `dynamodb:${action} on Newsletters/Table`);
/** People's rows; and the press document's. */
const decides = [...onRows('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'), ...onRows('GetItem')];
const readsHashKeys = onRows('GetItem');
const followsLog = onRows('GetItem', 'PutItem');
/** Other rooms may put letters into the outbox, and nothing else. */
const putsLetters = 'dynamodb:PutItem on Post/Table';
const readsRows = onRows('GetItem', 'BatchGetItem', 'Query');
const movesIssues = [...readsRows, ...onRows('PutItem', 'UpdateItem', 'DeleteItem')];
const keepsNews = movesIssues;
const keepsDigests = [...readsRows, ...onRows('PutItem')];
const writesLedger = [...readsRows, ...onRows('PutItem', 'UpdateItem')];
const composes = ['dynamodb:BatchGetItem on ContentTable', 's3:GetObject on BodiesBucket/bodies/*'];
const onIssues = (action: string, ...kinds: string[]) =>
  kinds.map((kind) => `s3:${action} on Newsletters/Issues/Bucket/${kind}/*`);
const findsIssueFiles = 's3:ListBucket on Newsletters/Issues/Bucket';
const allIssueFiles = ['GetObject', 'PutObject'].flatMap((action) =>
  onIssues(action, 'frozen', 'marks', 'pages'),
);
const goesOn = 'sqs:SendMessage on Newsletters/Issues/Queue';
const decidesWithLetters = [...decides, putsLetters];
const editorsFiles = 'Newsletters/Editors';
const sesArn = 'arn:{"Ref":"AWS::Partition"}:ses:{"Ref":"AWS::Region"}:{"Ref":"AWS::AccountId"}';
/** The sender is named in the press document, after a deploy: SES lets no identity send that is not the account's. */
const sendsAsAny = `ses:SendEmail on ${sesArn}:identity/*`;
/** SES knows no narrower resource of its list. */
const unsuppresses = 'ses:DeleteSuppressedDestination on *';
/** As letters; a template is part of the call. */
const mailsIn = ['ses:SendBulkEmail', 'ses:SendBulkTemplatedEmail'];
const mailsAsAny = ['identity', 'template'].flatMap((what) =>
  mailsIn.map((action) => `${action} on ${sesArn}:${what}/*`),
);
const newslettersSet = press.named('Post/MailSets/Newsletters').id;
const mails = [
  ...mailsAsAny,
  ...mailsIn.map((action) => `${action} on ${sesArn}:configuration-set/{"Ref":"${newslettersSet}"}`),
];
const readsAccount = 'ses:GetAccount on *';
const readsIdentities = `ses:GetEmailIdentity on ${sesArn}:identity/*`;
const sendsLetters = [
  ...settlesLetters,
  's3:GetObject on Post/LeaveLog/post/*',
  's3:ListBucket on Post/LeaveLog',
  `ses:SendEmail on ${sesArn}:configuration-set/{"Ref":"PostMailSetsLettersA24D8D8A"}`,
  sendsAsAny,
];

const ofBookings = (...actions: string[]) => actions.map((action) => `dynamodb:${action} on Bookings/Table`);
const readsBookings = ofBookings('GetItem', 'BatchGetItem', 'Query');
const lapsesIndex = 'dynamodb:Query on Bookings/Table/index/lapses';
/** In transactions, some of whose rows are only checked. */
const movesPlaces = [
  ...readsBookings,
  ...ofBookings('PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
  lapsesIndex,
];
const tellsOfBookings = [putsLetters, usesKeys];
const countsLimits = ofBookings('GetItem', 'UpdateItem');
const readsAccess = ofBookings('GetItem', 'Query');
const bookingsFiles = (...actions: string[]) =>
  actions.map((action) => `s3:${action} on Bookings/ExportsBucket/exports/*`);

const needed: Readonly<Record<string, string[]>> = {
  'Bookings/ShowEvents': [
    ...ofBookings('GetItem', 'BatchGetItem', 'GetItem'),
    'dynamodb:Query on Bookings/Table/index/starts',
  ],
  'Bookings/BookPlaces': [...movesPlaces, ...countsLimits, ...tellsOfBookings],
  'Bookings/OpenBooking': [
    ...[...movesPlaces, ...countsLimits, ...tellsOfBookings],
    'sqs:SendMessage on Bookings/MessagesQueue',
  ],
  'Bookings/CommandEvent': [...movesPlaces, ...tellsOfBookings],
  'Bookings/ShowBookings': [
    ...readsBookings,
    'dynamodb:Query on Bookings/Table/index/starts',
    // What it had written as a file, and a link to it.
    ...[...ofBookings('GetItem', 'PutItem'), ...bookingsFiles('GetObject')],
    'sqs:SendMessage on Bookings/MessagesQueue',
  ],
  'Bookings/ShowAccess': [...readsBookings, ...readsAccess],
  'Bookings/SettleLine': [
    ...[...movesPlaces, ...tellsOfBookings],
    ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action} on Bookings/Table StreamArn`,
    ),
    'sqs:SendMessage on Bookings/Table/Unsettled',
  ],
  'Bookings/ActOnDue': [
    ...[...movesPlaces, ...readsAccess, ...tellsOfBookings],
    'dynamodb:Query on Bookings/Table/index/due',
  ],
  'Bookings/ActOnMessage': [
    ...[...movesPlaces, ...readsAccess, ...tellsOfBookings],
    // The press document's row; exports, and what was erased since.
    ...[...ofBookings('GetItem', 'PutItem'), ...ofBookings('GetItem', 'PutItem', 'UpdateItem')],
    ...bookingsFiles('PutObject', 'DeleteObject'),
    's3:ListBucket on Bookings/ExportsBucket',
    'dynamodb:GetItem on ContentTable',
    'dynamodb:BatchGetItem on ContentTable',
    's3:GetObject on BodiesBucket/bodies/*',
    'events:PutEvents on Events',
    ...takesFrom('Bookings/MessagesQueue'),
  ],
  'Accounts/GrantScopes': [],
  'Accounts/DescribeSignIn': [],
  'Content/OpenUpload': [
    'dynamodb:PutItem on Content/UploadsTable',
    'dynamodb:Query on Content/UploadsTable',
    'dynamodb:UpdateItem on Content/UploadsTable',
    's3:ListBucket on Content/UploadsBucket',
    's3:PutObject on Content/UploadsBucket/manuscripts/*',
    's3:PutObject on Content/UploadsBucket/pictures/*',
  ],
  'Content/ShowReceipt': [
    'dynamodb:Query on Content/UploadsTable',
    'dynamodb:UpdateItem on Content/UploadsTable',
    's3:ListBucket on Content/UploadsBucket',
  ],
  'Content/IngestUpload': [
    ...changesDocuments,
    'dynamodb:BatchWriteItem on ContentTable',
    'dynamodb:ConditionCheckItem on ContentTable',
    'dynamodb:GetItem on ContentTable',
    ...writesReceipts,
    'dynamodb:Query on ContentTable',
    's3:GetObject on BodiesBucket/bodies/*',
    's3:GetObject on Content/UploadsBucket/manuscripts/*',
    's3:ListBucket on BodiesBucket',
    's3:ListBucket on Content/UploadsBucket',
    's3:ListBucket on MediaBucket',
    'sqs:SendMessage on Content/ManuscriptsQueue',
    'sqs:SendMessage on Content/PicturesQueue',
    'sqs:SendMessage on Content/TakeDownQueue',
    's3:PutObject on BodiesBucket/bodies/*',
    's3:PutObject on BodiesBucket/manuscripts/*',
    's3:PutObject on Content/UploadsBucket/pictures/*',
    ...takesFrom('Content/ManuscriptsQueue'),
  ],
  'Content/ReadPicture': [
    ...writesReceipts,
    's3:GetObject on BodiesBucket/originals/*',
    's3:GetObject on Content/UploadsBucket/pictures/*',
    's3:ListBucket on BodiesBucket',
    's3:ListBucket on Content/UploadsBucket',
    's3:ListBucket on MediaBucket',
    's3:PutObject on BodiesBucket/originals/*',
    's3:PutObject on MediaBucket/media/*',
    'sqs:SendMessage on Content/ManuscriptsQueue',
    'sqs:SendMessage on Content/TakeDownQueue',
    ...takesFrom('Content/PicturesQueue'),
  ],
  'Content/TakeDown': [
    ...changesDocuments,
    'cloudfront:CreateInvalidation on arn:{"Ref":"AWS::Partition"}:cloudfront::{"Ref":"AWS::AccountId"}:distribution/{"Ref":"EdgeDistribution0060737B"}',
    'dynamodb:BatchWriteItem on ContentTable',
    'dynamodb:GetItem on ContentTable',
    'dynamodb:Query on Content/UploadsTable',
    'dynamodb:Query on ContentTable',
    'dynamodb:Query on ContentTable/index/documents',
    'dynamodb:UpdateItem on Content/UploadsTable',
    ...['bodies', 'manuscripts', 'originals'].flatMap((kind) => [
      `s3:DeleteObject on BodiesBucket/${kind}/*`,
      `s3:DeleteObjectVersion on BodiesBucket/${kind}/*`,
    ]),
    's3:DeleteObject on Content/UploadsBucket/manuscripts/*',
    's3:DeleteObject on Content/UploadsBucket/pictures/*',
    's3:DeleteObject on MediaBucket/media/*',
    's3:DeleteObjectVersion on MediaBucket/media/*',
    's3:DeleteObjectVersion on PagesBucket/*',
    's3:GetObject on BodiesBucket/bodies/*',
    's3:ListBucketVersions on BodiesBucket',
    's3:ListBucketVersions on MediaBucket',
    's3:ListBucketVersions on PagesBucket',
    'sqs:SendMessage on Content/PicturesQueue',
    'sqs:SendMessage on Content/TakeDownQueue',
    ...takesFrom('Content/TakeDownQueue'),
  ],
  'Content/AnnounceChange': [
    'dynamodb:DescribeStream on ContentTable StreamArn',
    'dynamodb:GetRecords on ContentTable StreamArn',
    'dynamodb:GetShardIterator on ContentTable StreamArn',
    'dynamodb:ListStreams on ContentTable StreamArn',
    'events:PutEvents on Events',
    'sqs:SendMessage on ContentTable/Unannounced',
  ],
  'Content/AnnounceAgain': [
    'dynamodb:BatchGetItem on ContentTable',
    'dynamodb:DeleteItem on ContentTable',
    'dynamodb:PutItem on ContentTable',
    'dynamodb:Query on ContentTable/index/documents',
    'dynamodb:UpdateItem on ContentTable',
    'events:PutEvents on Events',
    'sqs:SendMessage on Content/AnnounceQueue',
    'sqs:SendMessage on ContentTable/Unannounced',
    ...takesFrom('Content/AnnounceQueue'),
  ],
  'Content/RequestAnnouncement': [
    'dynamodb:GetItem on ContentTable',
    'sqs:SendMessage on Content/AnnounceQueue',
  ],
  'Content/SettleTerms': [
    ...readsForPages,
    'dynamodb:DeleteItem on ContentTable',
    'dynamodb:UpdateItem on ContentTable',
    'events:PutEvents on Events',
    ...takesFrom('Content/TermsQueue'),
  ],
  'Content/ListDocuments': [
    'dynamodb:BatchGetItem on ContentTable',
    'dynamodb:Query on ContentTable',
    'dynamodb:Query on ContentTable/index/documents',
    'dynamodb:Query on ContentTable/index/due',
  ],
  'Content/ShowDocument': [
    'dynamodb:BatchGetItem on ContentTable',
    'dynamodb:GetItem on ContentTable',
    'dynamodb:Query on ContentTable',
  ],
  'Content/ShowRevision': [
    'dynamodb:GetItem on ContentTable',
    's3:GetObject on BodiesBucket/bodies/*',
    's3:GetObject on BodiesBucket/manuscripts/*',
  ],
  'Site/ShowPreview': [
    ...readsForPages,
    's3:GetObject on BodiesBucket/bodies/*',
    's3:GetObject on BodiesBucket/originals/*',
    's3:ListBucket on BodiesBucket',
    usesKeys,
  ],
  'Content/PublishDocument': publishes,
  'Content/ActOnDue': [...publishes, 'dynamodb:Query on ContentTable/index/due'],
  'Content/CommandDocument': [
    ...changesDocuments,
    'dynamodb:GetItem on ContentTable',
    'dynamodb:Query on ContentTable',
  ],
  'Content/ListHistories': ['dynamodb:Query on ContentTable/index/documents'],
  'Content/ShowHistory': [
    'dynamodb:BatchGetItem on ContentTable',
    'dynamodb:Query on ContentTable',
    's3:GetObject on BodiesBucket/manuscripts/*',
    's3:GetObject on BodiesBucket/originals/*',
  ],
  'Content/ListArticles': ['dynamodb:Query on ContentTable'],
  'Content/ShowArticle': ['dynamodb:BatchGetItem on ContentTable', 's3:GetObject on BodiesBucket/bodies/*'],
  'Content/ListNames': ['dynamodb:Query on ContentTable'],
  'Content/DescribeApi': ['dynamodb:GetItem on ContentTable'],
  'Post/SendLetters': [
    ...sendsLetters,
    ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action} on Post/Table StreamArn`,
    ),
    'sqs:SendMessage on Post/Table/Unsent',
  ],
  'Post/ActOnDue': [...sendsLetters, 'dynamodb:Query on Post/Table/index/due'],
  'Post/HearFeedback': [
    ...settlesLetters,
    'dynamodb:BatchGetItem on Post/Table',
    'dynamodb:GetItem on ContentTable',
    'dynamodb:Query on Post/Table/index/due',
    's3:PutObject on Post/LeaveLog/post/*',
    ...takesFrom('Post/FeedbackQueue'),
  ],
  'Post/HandleDoubts': [
    'dynamodb:GetItem on Post/Table',
    'dynamodb:PutItem on Post/Table',
    'dynamodb:Query on Post/Table/index/due',
    'events:PutEvents on Events',
  ],
  'Post/UnsuppressAddress': [
    'dynamodb:GetItem on Post/Table',
    'dynamodb:UpdateItem on Post/Table',
    'events:PutEvents on Events',
    's3:PutObject on Post/LeaveLog/post/*',
    'secretsmanager:GetSecretValue on {"Ref":"PostKeysSecret49CF0FBD"}',
    unsuppresses,
  ],
  'Newsletters/SignUp': [
    'dynamodb:GetItem on Newsletters/Table',
    'dynamodb:PutItem on Newsletters/Table',
    'dynamodb:UpdateItem on Newsletters/Table',
    usesKeys,
  ],
  'Newsletters/ShowArchive': [
    ...onRows('GetItem', 'GetItem', 'BatchGetItem', 'Query'),
    's3:GetObject on Newsletters/Issues/Bucket/pages/*',
    's3:ListBucket on Newsletters/Issues/Bucket',
  ],
  'Newsletters/SettleSignUp': [
    ...decidesWithLetters,
    ...readsHashKeys,
    ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action} on Newsletters/Table StreamArn`,
    ),
    'sqs:SendMessage on Newsletters/Table/Unsettled',
    usesKeys,
  ],
  'Newsletters/OpenLink': [
    ...decidesWithLetters,
    'dynamodb:Query on Newsletters/Table',
    // Where somebody stands in an issue, and that they left by it.
    ...onRows('GetItem', 'Query', 'UpdateItem'),
    's3:PutObject on Post/LeaveLog/newsletters/*',
    'sqs:SendMessage on Newsletters/MessagesQueue',
    usesKeys,
  ],
  'Newsletters/ActOnDue': [
    ...decidesWithLetters,
    ...readsHashKeys,
    ...followsLog,
    ...[...movesIssues, ...keepsDigests, ...keepsNews, ...writesLedger],
    'dynamodb:BatchGetItem on ContentTable',
    'dynamodb:Query on Newsletters/Table/index/due',
    ...[...onIssues('GetObject', 'marks'), findsIssueFiles, goesOn],
    's3:GetObject on Post/LeaveLog/newsletters/*',
    's3:GetObject on Post/LeaveLog/post/*',
    's3:ListBucket on Post/LeaveLog',
    'sqs:SendMessage on Newsletters/MessagesQueue',
    usesKeys,
  ],
  'Newsletters/ActOnMessage': [
    ...decidesWithLetters,
    ...readsHashKeys,
    ...onRows('UpdateItem'),
    // The press document's row.
    ...onRows('PutItem'),
    ...followsLog,
    ...[...movesIssues, ...keepsDigests, ...keepsNews, ...writesLedger],
    // The ledger that an editor asks for.
    ...readsRows,
    ...composes,
    'dynamodb:Query on ContentTable',
    ...[...onIssues('GetObject', 'frozen', 'pages'), ...onIssues('PutObject', 'pages'), findsIssueFiles],
    ...onIssues('DeleteObject', 'frozen', 'pages'),
    goesOn,
    'dynamodb:BatchGetItem on Newsletters/Table',
    'dynamodb:BatchWriteItem on Newsletters/Table',
    'dynamodb:GetItem on ContentTable',
    'dynamodb:Query on Newsletters/Table',
    'dynamodb:Scan on Newsletters/Table',
    'events:PutEvents on Events',
    ...['DeleteObject', 'GetObject', 'PutObject'].flatMap((action) =>
      ['exports', 'parts', 'refused'].map(
        (part) => `s3:${action} on ${editorsFiles}/ExportsBucket/${part}/*`,
      ),
    ),
    ...['DeleteObject', 'GetObject'].map(
      (action) => `s3:${action} on ${editorsFiles}/ImportsBucket/imports/*`,
    ),
    `s3:ListBucket on ${editorsFiles}/ExportsBucket`,
    `s3:ListBucket on ${editorsFiles}/ImportsBucket`,
    's3:GetObject on Post/LeaveLog/newsletters/*',
    's3:ListBucket on Post/LeaveLog',
    's3:PutObject on Post/LeaveLog/newsletters/*',
    'sqs:SendMessage on Newsletters/MessagesQueue',
    usesKeys,
    ...takesFrom('Newsletters/MessagesQueue'),
  ],
  'Newsletters/ReadSubscribers': [
    'dynamodb:BatchGetItem on Newsletters/Table',
    'dynamodb:GetItem on Newsletters/Table',
    'dynamodb:Query on Newsletters/Table',
    'dynamodb:Query on Newsletters/Table/index/people',
    usesKeys,
  ],
  'Newsletters/ChangeSubscribers': [
    'dynamodb:BatchGetItem on Newsletters/Table',
    ...decides,
    ...readsHashKeys,
    's3:PutObject on Post/LeaveLog/newsletters/*',
    'sqs:SendMessage on Newsletters/MessagesQueue',
    usesKeys,
  ],
  'Newsletters/TransferSubscribers': [
    // The press document's row, those of imports and exports, and an issue at its slug.
    'dynamodb:GetItem on Newsletters/Table',
    'dynamodb:GetItem on Newsletters/Table',
    'dynamodb:GetItem on Newsletters/Table',
    'dynamodb:PutItem on Newsletters/Table',
    `s3:GetObject on ${editorsFiles}/ExportsBucket/exports/*`,
    `s3:GetObject on ${editorsFiles}/ExportsBucket/refused/*`,
    `s3:PutObject on ${editorsFiles}/ImportsBucket/imports/*`,
    'sqs:SendMessage on Newsletters/MessagesQueue',
  ],
  'Newsletters/SendIssue': [
    ...onRows('GetItem'),
    ...[...movesIssues, ...keepsNews, ...writesLedger],
    'dynamodb:Query on Newsletters/Table/index/people',
    ...onRows('BatchGetItem'),
    ...[...allIssueFiles, findsIssueFiles, ...composes, usesKeys, ...mails, readsAccount, goesOn],
    ...takesFrom('Newsletters/Issues/Queue'),
  ],
  'Newsletters/ShowIssues': [
    ...onRows('GetItem'),
    // Issues, digests and news; the ledger; how many a list has.
    ...[...readsRows, ...readsRows, ...onRows('Query')],
    ...[...onIssues('GetObject', 'frozen'), findsIssueFiles, ...composes, readsAccount, readsIdentities],
  ],
  'Newsletters/CommandNewsletter': [
    ...onRows('GetItem'),
    ...[...movesIssues, ...keepsDigests, ...keepsNews, ...readsRows],
    // Counting anew; whether an address may get a test, and how many there were.
    ...[...onRows('GetItem', 'Query', 'PutItem'), ...onRows('GetItem'), ...onRows('GetItem', 'UpdateItem')],
    ...[...onIssues('GetObject', 'frozen'), findsIssueFiles, ...composes, 'dynamodb:Query on ContentTable'],
    ...[usesKeys, ...mails, readsAccount, goesOn],
  ],
  'Newsletters/TransferRecords': [
    ...[...movesIssues, ...keepsDigests, ...keepsNews, ...readsRows],
    ...[...allIssueFiles, findsIssueFiles],
  ],
  'Site/RequestRender': ['sqs:SendMessage on Site/ChangesQueue'],
  'Site/PlanPages': [
    ...readsForPages,
    's3:ListBucket on PagesBucket',
    'sqs:GetQueueAttributes on Site/PagesQueue',
    'sqs:GetQueueAttributes on Site/PagesQueue/Dead',
    'sqs:SendMessage on Site/ChangesQueue',
    'sqs:SendMessage on Site/PagesQueue',
    ...takesFrom('Site/ChangesQueue'),
  ],
  'Site/RenderPages': [
    ...readsForPages,
    's3:DeleteObject on PagesBucket/*',
    's3:GetObject on BodiesBucket/bodies/*',
    's3:GetObject on PagesBucket/*',
    's3:ListBucket on PagesBucket',
    's3:PutObject on PagesBucket/*',
    'sqs:SendMessage on Site/ChangesQueue',
    ...takesFrom('Site/PagesQueue'),
  ],
  'Site/AnswerMissing': ['dynamodb:BatchGetItem on ContentTable', 'dynamodb:Query on ContentTable'],
};

describe('each function may do what it needs, and nothing else', () => {
  it.each(Object.entries(needed))('%s', (name, expected) => {
    expect(allowed.get(name)).toEqual([...expected].sort());
  });

  it('and every function is in this list', () => {
    expect(Object.keys(needed).sort()).toEqual([...allowed.keys()].sort());
  });
});

/** Patterns of the partition keys to which a function's actions on a table are bound, by action; several statements each. */
const rowsOf = (fn: string, table: string): Record<string, string[][]> => {
  const found: Record<string, string[][]> = {};
  for (const { Action, Resource, Condition } of statementsOf(press, press.named(fn)))
    if (
      JSON.stringify(Resource).includes(press.named(table).id) &&
      !JSON.stringify(Resource).includes('index')
    )
      for (const action of [Action].flat())
        found[action] = [
          ...(found[action] ?? []),
          [Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? '*'].flat(),
        ];
  return found;
};

describe('a function has the rows that it uses, and no others', () => {
  const people = ['person#*', 'address#*', 'token#*', 'growth#*', 'limit#*'];
  const ofIssues = [
    ['issue#*', 'issue-slug#*', 'archive#*', 'issues'],
    ['news#*', 'news'],
  ];

  it('whoever has a link', () => {
    const { 'dynamodb:GetItem': reads, ...others } = rowsOf(
      'Newsletters/OpenLink',
      'Newsletters/Table/Table',
    );
    const ledger = ['batch#*', 'heard#*'];
    expect(reads?.toSorted()).toEqual([ledger, people, ['press']]);
    expect(others).toEqual({
      'dynamodb:PutItem': [people],
      'dynamodb:UpdateItem': [people, ['leaves#*']],
      'dynamodb:DeleteItem': [people],
      'dynamodb:Query': [['person#*'], ledger],
    });
  });

  it.each([
    ['Newsletters/SettleSignUp', ['sign-up#*'], []],
    ['Newsletters/ActOnDue', ['sign-up#*'], ofIssues],
    ['Newsletters/ActOnMessage', ['import#*', 'export#*'], ofIssues],
  ])('%s', (name, more, others) => {
    const { 'dynamodb:DeleteItem': deletes } = rowsOf(name, 'Newsletters/Table/Table');
    expect(deletes).toEqual([[...people, ...more], ...others]);
  });

  it('who sends issues: it writes no person, and who commands them reads some one at a time', () => {
    const sending = rowsOf('Newsletters/SendIssue', 'Newsletters/Table/Table');
    const { 'dynamodb:PutItem': puts, 'dynamodb:BatchGetItem': looksUp } = sending;
    expect(
      JSON.stringify([puts, sending['dynamodb:UpdateItem'], sending['dynamodb:DeleteItem']]),
    ).not.toMatch(/person|address/);
    expect(looksUp).toContainEqual(['person#*']);
    const commanding = rowsOf('Newsletters/CommandNewsletter', 'Newsletters/Table/Table');
    const { 'dynamodb:GetItem': reads, ...others } = commanding;
    expect(reads).toContainEqual(['person#*', 'address#*']);
    expect(JSON.stringify(others)).not.toMatch(/person|address/);
  });

  it('who reads the web archive: no person', () => {
    const { 'dynamodb:GetItem': reads, ...others } = rowsOf(
      'Newsletters/ShowArchive',
      'Newsletters/Table/Table',
    );
    const issues = ['issue#*', 'issue-slug#*', 'archive#*', 'issues'];
    expect(reads).toEqual([['press'], issues]);
    expect(others).toEqual({ 'dynamodb:BatchGetItem': [issues], 'dynamodb:Query': [issues] });
  });

  describe('of bookings', () => {
    const rows = (fn: string) => rowsOf(`Bookings/${fn}`, 'Bookings/Table/Table');
    const moved = ['quota#*', 'line#*', 'booking#*'];
    const booked = [...moved, 'address#*', 'record#*'];
    const shown = ['gathering#*', 'slug#*', 'quota#*', 'press'];
    const reads = ['GetItem', 'BatchGetItem', 'Query'].map((action) => `dynamodb:${action}`);
    const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map(
      (action) => `dynamodb:${action}`,
    );

    it('who shows events: nothing of who comes, of lines how many wait', () => {
      expect(rows('ShowEvents')).toEqual({
        'dynamodb:GetItem': [shown, ['line#*']],
        'dynamodb:BatchGetItem': [shown],
      });
    });

    it.each(['BookPlaces', 'OpenBooking'])(
      'whoever books (%s): a move is one statement, events stay as they are, access needs are not read',
      (fn) => {
        const found = rows(fn);
        const wanted = [...booked, 'access#*'];
        for (const action of writes) expect(found[action]?.[0]).toEqual(wanted);
        for (const action of reads) expect(found[action]?.[0]).toEqual([...shown, ...booked]);
        expect(found['dynamodb:GetItem']?.slice(1)).toEqual([['limit#*']]);
        expect(found['dynamodb:UpdateItem']?.slice(1)).toEqual([['limit#*']]);
        expect(Object.values(found).flat()).toHaveLength(9);
      },
    );

    it('what serves the line: no address, no record, no access needs', () => {
      const found = rows('SettleLine');
      for (const action of writes) expect(found[action]).toEqual([moved]);
      for (const action of reads) expect(found[action]).toEqual([[...shown, ...moved]]);
    });

    it.each(['CommandEvent', 'ActOnDue', 'ActOnMessage'])('%s changes events with their quotas', (fn) => {
      const wanted = ['gathering#*', 'slug#*', ...booked, 'access#*'];
      for (const action of writes) expect(rows(fn)[action]?.[0]).toEqual(wanted);
    });

    it('access needs are read by who has the scope, who erases them, and for the person', () => {
      const readers = ['ShowAccess', 'ActOnDue', 'ActOnMessage'];
      const others = [
        'ShowEvents',
        'BookPlaces',
        'OpenBooking',
        'CommandEvent',
        'ShowBookings',
        'SettleLine',
      ];
      const read = (fn: string) => reads.flatMap((action) => rows(fn)[action] ?? []).flat();
      for (const fn of readers) expect(read(fn)).toContain('access#*');
      for (const fn of others) expect(read(fn)).not.toContain('access#*');
    });
  });

  it('an editor who looks at doubts', () => {
    expect(rowsOf('Post/HandleDoubts', 'Post/Table/Table')).toEqual({
      'dynamodb:GetItem': [['letter#*']],
      'dynamodb:PutItem': [['letter#*']],
    });
  });
});

describe('no function', () => {
  const lines = [...allowed].flatMap(([name, may]) => may.map((line) => ({ name, line })));

  it('may do everything of a kind, but for what SES has no narrower resource for', () => {
    const wide = lines.filter(({ line }) => /:\S*\*/.test(line) || line.endsWith(' on *'));
    const known = [sendsAsAny, unsuppresses, ...mailsAsAny, readsAccount, readsIdentities];
    expect(wide.filter(({ line }) => !known.includes(line))).toEqual([]);
  });

  it('writes what another room keeps', () => {
    const writes = /:(Put|Update|Delete|BatchWrite)(Item|Object)? on/;
    const strange = lines.filter(({ name, line }) => {
      if (line === putsLetters || line === 's3:PutObject on Post/LeaveLog/newsletters/*') return false;
      const room = / on (Bookings|Post|Newsletters|Site)\//.exec(line)?.[1];
      const keeper = room ?? (/ on PagesBucket/.test(line) ? 'Site' : 'Content');
      return writes.test(line) && !name.startsWith(keeper);
    });
    expect(strange).toEqual([]);
  });

  it('scans a table, but for the export of everybody', () => {
    const scans = lines.filter(({ line }) => line.includes(':Scan'));
    expect(scans).toEqual([{ name: 'Newsletters/ActOnMessage', line: 'dynamodb:Scan on Newsletters/Table' }]);
  });

  it('shares its role', () => {
    expect(new Set(functions.map((fn) => fn.properties.Role['Fn::GetAtt'][0])).size).toBe(functions.length);
  });
});

describe('every setting that a function reads is set', () => {
  it.each(functions.map((fn): [string, Found] => [fn.name, fn]))('%s', (name, fn) => {
    const set = Object.keys(fn.properties.Environment.Variables);
    expect(set).toEqual(expect.arrayContaining(settingsReadBy(name).map((setting) => envNames[setting])));
  });
});

function settingsReadBy(name: string): (keyof typeof envNames)[] {
  const [room, ...below] = name
    .replace(/(?!^)(?<=[a-z])([A-Z])/g, '-$1')
    .toLowerCase()
    .split('/');
  const fn = below.at(-1) ?? '';
  const entry = press.asked.find((one) => one.startsWith(`${room}/`) && basename(one) === fn);
  const source = readFileSync(new URL(`../../functions/${entry}.lambda.ts`, import.meta.url), 'utf8');
  const read = /readEnv\(([^;]*)\);/.exec(source)?.[1] ?? '';
  return Object.keys(envNames).filter((setting): setting is keyof typeof envNames =>
    read.includes(`'${setting}'`),
  );
}
