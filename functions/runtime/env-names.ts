/**
 * The environment variables through which a function learns the addresses of what it may use.
 * The one file of `functions/` that `lib/` reads: the construct that grants access sets the variable too.
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
  changesQueue: 'CHANGES_QUEUE',
  pagesQueue: 'PAGES_QUEUE',
  /** The one the function works through. */
  workQueue: 'WORK_QUEUE',
  /** Id of the CloudFront distribution. */
  distribution: 'DISTRIBUTION',
  siteUrl: 'SITE_URL',
  originSecret: 'ORIGIN_SECRET',
} as const;

export type Setting = keyof typeof envNames;
