const { globSync } = require('node:fs');
const { basename } = require('node:path');

/** `functions/<room>/…` at any depth, with the room as $1: every folder of `functions/` but these two is a room. */
const inARoom = '^functions/(?!look/|runtime/)([^/]+)/';
const anywhereIn = '^functions/(?!look/|runtime/).+/';
/** Adapters: the only files that know a service of AWS; they bear its name or stand in the room's `store/`. */
const adapter = [
  `${anywhereIn}(?:dynamo|s3|sqs|ses|bus|cloudfront)-[^/]+\\.ts$`,
  `${anywhereIn}store/[^/]+\\.ts$`,
];
const entry = '\\.(lambda|worker)\\.tsx?$';
/** What other rooms may rely on: the shapes of documents, letters and events, and the functions that all need. */
const contract = '^functions/(?:content|post)/contract/';
/** What a room adds to the description of the API, which the content room gives. */
const roomApi = '^functions/[^/]+/api/operations\\.ts$';
/** Files of the ground floor that turn values into values. */
const pure = '^functions/runtime/(byte-order|canonical-json|reserved-paths|slug)\\.ts$';
/** Files of the ground floor that call AWS. */
const groundFloorAws =
  '^functions/runtime/(clients|(?:(?:people|press)/)?(?:dynamo|s3|sqs|ses|bus|secret)-[^/]+)\\.ts$';

/** A use case bears the name of its Lambda. A booking has a move for each thing that becomes of it, and several Lambdas make
 *  them; to read a picture there are two, one for the upload and one for the file,
 *  one for a PDF, and one that makes either again; taking down has a part for readers' sight, one for what is stored and one for pictures
 *  of which nothing may come. */
const lambdas = globSync('functions/**/*.lambda.ts').map((file) => basename(file, '.lambda.ts'));
const furtherUseCases = [
  'receive-picture',
  'renew-forms',
  'preview-text',
  'read-pdf',
  'remake-picture',
  'hide-pictures',
  'take-down-arrival',
  'erase-file',
  'erase-document',
  'make-move',
  'make-room',
  'cancel-booking',
  'give-back-places',
  'swap-ticket',
  'answer-offer',
  'leave-line',
  'confirm-booking',
  'lapse-booking',
  'change-details',
  'command-booking',
  'walk-bookings',
  'people/erase-person',
];
const useCase = `${anywhereIn}(?:${[...lambdas, ...furtherUseCases].join('|')})\\.ts$`;

const notTypes = { dependencyTypesNot: ['type-only'] };

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other, for a type alone too, are one file or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rooms-share-types-alone',
      comment:
        "A room may use another room's types, and the contracts of content and post, never its behaviour.",
      severity: 'error',
      from: { path: inARoom },
      to: { path: inARoom, pathNot: ['^functions/$1/', contract, roomApi], ...notTypes },
    },
    {
      name: 'one-place-gathers-the-api',
      comment: 'What each room tells of its API goes into the one description alone.',
      severity: 'error',
      from: { pathNot: ['^functions/content/api/rooms\\.ts$', '^tests/'] },
      to: { path: roomApi },
    },
    {
      name: 'contract-weighs-nothing',
      comment:
        'The contract is in the bundle of every room: no schemas, no packages, no behaviour but its own. Its adapters use ' +
        'the SDK that every function has.',
      severity: 'error',
      from: { path: contract, pathNot: adapter },
      to: { pathNot: [contract, pure], dependencyTypesNot: ['type-only', 'core'] },
    },
    {
      name: 'contract-knows-kinds-alone',
      comment: 'What others rely on does not depend on how content does its work, not even for a type.',
      severity: 'error',
      from: { path: contract },
      to: { path: '^functions/', pathNot: [contract, pure, '^functions/content/kinds/'] },
    },
    {
      name: 'ground-floor-knows-no-room',
      comment: 'What every room stands on and looks like depends on none of them.',
      severity: 'error',
      from: { path: '^functions/(look|runtime)/' },
      to: { path: inARoom, ...notTypes },
    },
    {
      name: 'look-is-pure',
      comment: 'The shared face turns values into text; it reads no environment and calls nobody.',
      severity: 'error',
      from: { path: '^functions/look/' },
      to: { path: '^functions/runtime/', pathNot: pure },
    },
    {
      name: 'entries-are-for-aws',
      comment: 'A Lambda is called by AWS; what another file needs of it belongs into its use case.',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: entry },
    },
    {
      name: 'adapters-are-for-entries',
      comment: 'Domain and use cases know ports. Entries put adapters behind them.',
      severity: 'error',
      from: { path: inARoom, pathNot: [...adapter, entry] },
      to: { path: adapter },
    },
    {
      name: 'aws-behind-adapters',
      comment: 'One place knows a service, so that a fake can stand in for it.',
      severity: 'error',
      from: { path: inARoom, pathNot: [...adapter, entry] },
      to: { path: ['node_modules/@aws-sdk/', groundFloorAws] },
    },
    {
      name: 'use-cases-are-not-below',
      comment: 'Domain, ports and adapters may name the types of a use case; they never run one.',
      severity: 'error',
      from: { path: inARoom, pathNot: [useCase, entry] },
      to: { path: useCase, ...notTypes },
    },
    {
      name: 'template-knows-names-alone',
      comment:
        'lib/ reaches functions/ by the path of an entry, and shares the names of settings, of table partitions and of ' +
        'metrics with it; the command line maps concurrently and suggests near words as functions do.',
      severity: 'error',
      from: { path: '^(lib|bin)/' },
      to: {
        path: '^functions/',
        pathNot:
          '^functions/(runtime/(env-names|map-concurrently|nearest)|content/contract/table-keys|(newsletters|bookings)/table-keys|(content/editions|newsletters/issues|post/contract)/metric-names)\\.ts$',
      },
    },
    {
      name: 'template-knows-no-laptop',
      comment: 'The stack is the same wherever it runs.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/local/' },
      to: { path: '^lib/local/' },
    },
    {
      name: 'the-desk-runs-in-browsers',
      comment: 'What browsers get uses no other code of the house, and none of Node or AWS.',
      severity: 'error',
      from: { path: '^functions/desk/browser/' },
      to: {
        pathNot: [
          '^functions/desk/browser/',
          '^node_modules/(preact|idb-keyval|oauth4webapi|yaml|turndown)/',
        ],
        ...notTypes,
      },
    },
    {
      name: 'browsers-alone-run-the-desk',
      comment: 'No function loads it: the bundler makes files of it.',
      severity: 'error',
      from: { pathNot: ['^functions/desk/browser/', '^tests/'] },
      to: { path: '^functions/desk/browser/' },
    },
    {
      name: 'functions-stand-alone',
      comment: 'What runs on AWS does not know how it got there.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(lib|bin|tests)/' },
    },
    {
      name: 'tests-are-on-top',
      comment: 'Nothing that is delivered needs a test.',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    {
      name: 'functions-use-dependencies',
      comment: 'What a function needs is not a tool of development.',
      severity: 'error',
      from: { path: '^functions/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
    {
      name: 'everything-is-there',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      // What the bundler makes of the desk (lib/desk-bundle.ts).
      to: { couldNotResolve: true, pathNot: '^desk:(names|files)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(cdk\\.out|dist)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectJSDocImports: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.d.ts'],
    },
  },
};
