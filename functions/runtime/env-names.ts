/**
 * Environment variables: the names and addresses of what a function may use.
 * `lib/` imports this file: the construct that grants access also sets the variable.
 */
export const envNames = {
  contentTable: 'CONTENT_TABLE',
  uploadsTable: 'UPLOADS_TABLE',
  uploadsBucket: 'UPLOADS_BUCKET',
  bodiesBucket: 'BODIES_BUCKET',
  mediaBucket: 'MEDIA_BUCKET',
  pagesBucket: 'PAGES_BUCKET',
  eventBus: 'EVENT_BUS',
  manuscriptsQueue: 'MANUSCRIPTS_QUEUE',
  picturesQueue: 'PICTURES_QUEUE',
  takeDownQueue: 'TAKE_DOWN_QUEUE',
  announceQueue: 'ANNOUNCE_QUEUE',
  /** Dead letters of that queue, which the table's stream writes, too. */
  unannouncedQueue: 'UNANNOUNCED_QUEUE',
  changesQueue: 'CHANGES_QUEUE',
  pagesQueue: 'PAGES_QUEUE',
  /** Dead letters of that queue: pages that could not be rendered. */
  pagesDeadLetters: 'PAGES_DEAD_LETTERS',
  postTable: 'POST_TABLE',
  newslettersTable: 'NEWSLETTERS_TABLE',
  /** Bucket of what must outlive a restored table: leaves, suppressions and erasures, by keyed hash. */
  leaveLog: 'LEAVE_LOG',
  importsBucket: 'IMPORTS_BUCKET',
  exportsBucket: 'EXPORTS_BUCKET',
  /** What newsletters show, as it was when they froze. */
  issuesBucket: 'ISSUES_BUCKET',
  /** URL of the FIFO queue that has newsletters gone on with. */
  issuesQueue: 'ISSUES_QUEUE',
  /** URL of the newsletters room's queue, for those who send to it. */
  newslettersQueue: 'NEWSLETTERS_QUEUE',
  bookingsTable: 'BOOKINGS_TABLE',
  /** URL of the bookings room's queue, for those who send to it. */
  bookingsQueue: 'BOOKINGS_QUEUE',
  /** Attendees as files, for who asked. */
  bookingsExportsBucket: 'BOOKINGS_EXPORTS_BUCKET',
  /** Of what SES reports of mail that was sent. */
  feedbackQueue: 'FEEDBACK_QUEUE',
  /** SES configuration sets: of letters that a person asked for, and of newsletters. */
  lettersConfigurationSet: 'LETTERS_CONFIGURATION_SET',
  newslettersConfigurationSet: 'NEWSLETTERS_CONFIGURATION_SET',
  /** ARN of the secret with the keys of links and address hashes. */
  signingKeys: 'SIGNING_KEYS',
  /** URL of the queue whose messages the function handles. */
  workQueue: 'WORK_QUEUE',
  /** Id of the CloudFront distribution. */
  distribution: 'DISTRIBUTION',
  /** How long calls to AWS may take: `request` or `batch`. */
  callBudget: 'CALL_BUDGET',
  /** The `iss` of tokens, the address of the pages where people sign in, the app client, and what it asks for. */
  signInIssuer: 'SIGN_IN_ISSUER',
  signInOrigin: 'SIGN_IN_ORIGIN',
  signInClient: 'SIGN_IN_CLIENT',
  signInScopes: 'SIGN_IN_SCOPES',
  siteUrl: 'SITE_URL',
  originSecret: 'ORIGIN_SECRET',
} as const;

export type Setting = keyof typeof envNames;
