import { CfnUserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnOutput, CfnResource, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { Accounts } from './accounts.ts';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { Bookings } from './bookings.ts';
import type { Bundle } from './bundle.ts';
import { Content } from './content.ts';
import { Edge } from './edge.ts';
import { Events } from './events.ts';
import { FunctionFactory, requestProfile } from './functions.ts';
import { Gateway } from './gateway.ts';
import { Newsletters } from './newsletters.ts';
import { Post } from './post.ts';
import type { Settings } from './settings.ts';
import { Site } from './site.ts';
import { BodiesBucket } from './stores/bodies-bucket.ts';
import { ContentTable } from './stores/content-table.ts';
import { MediaBucket } from './stores/media-bucket.ts';
import { PagesBucket } from './stores/pages-bucket.ts';
import { Tick } from './tick.ts';

export interface BroadsideProps {
  readonly settings: Settings;
  readonly bundle: Bundle;
}

/** The whole press: its stores, the edge and API before them, and the rooms that work on them. */
export class BroadsideStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundle }: BroadsideProps) {
    super(scope, id, {
      analyticsReporting: false,
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    const { stage, names } = settings;
    const functions = new FunctionFactory(bundle, stage);
    const events = new Events(this, 'Events');
    const table = new ContentTable(this, 'ContentTable', stage);
    const bodies = new BodiesBucket(this, 'BodiesBucket', stage);
    const media = new MediaBucket(this, 'MediaBucket', stage);
    const pages = new PagesBucket(this, 'PagesBucket', stage);

    // Before the functions, which may all need the address of the site.
    const gateway = new Gateway(this, 'Gateway', stage);
    const edge = new Edge(this, 'Edge', { settings, gateway, pages, media });
    const { siteUrl } = edge;
    const accounts = new Accounts(this, 'Accounts', {
      stage,
      functions,
      siteUrl,
      signInDomain: names.signInDomain,
    });
    const api = new Api({ gateway, accounts, siteUrl });
    addSignInRoute(accounts, api, functions);

    const tick = new Tick(this, 'Tick');
    const content = new Content(this, 'Content', {
      stage,
      functions,
      api,
      events,
      table,
      bodies,
      media,
      pages,
      edge,
      tick,
      siteUrl,
      uploadsBucketName: names.uploadsBucket,
    });
    const site = new Site(this, 'Site', {
      functions,
      api,
      events,
      content: { table, bodies },
      pages,
      siteUrl,
    });
    const post = new Post(this, 'Post', { stage, functions, api, events, tick, content: table, siteUrl });
    site.addPreview(post);

    const room = { stage, functions, api, events, tick, post, content: { table, bodies }, siteUrl };
    const newsletters = new Newsletters(this, 'Newsletters', room);
    const bookings = new Bookings(this, 'Bookings', room);

    const alarms = new Alarms(this, 'Alarms', { stage, email: settings.alarmEmail });
    alarms.watch('Content', content.deadLetters);
    alarms.watch('Site', site.deadLetters);
    alarms.watch('Newsletters', newsletters.deadLetters);
    alarms.watch('Bookings', bookings.deadLetters);
    alarms.watch('Post', post.deadLetters);
    alarms.watchCounts('Letters', post.counts);
    alarms.watchCounts('Issues', newsletters.counts);
    alarms.watchCounts('Editions', content.counts);
    alarms.watchFailures('Tick', {
      functions: tick.functions,
      meaning:
        'What is due does not happen: letters that wait stay, what is scheduled does not become live, and people wait for ' +
        'what was promised them by the clock. ' +
        'Or (NotFollowed) entries of the log of who left cannot be followed: they are set aside and tried each minute, and ' +
        'whoever they are of may get mail that they left. Look into the logs of act-on-due.',
    });
    if (table.delay) alarms.watchAge('Announcements', table.delay);
    createProtectedAfter(edge.distribution.node.defaultChild, this);
    new CfnOutput(this, 'SiteAddress', { value: siteUrl });
    if (settings.domain) {
      new CfnOutput(this, 'DomainTarget', {
        description: `What the DNS record of ${settings.domain.name} (CNAME, or ALIAS at the top of a zone) points to`,
        value: edge.distribution.distributionDomainName,
      });
    }
  }
}

/** The open route that tells a program how to sign in, so that it needs to know the press's address alone. */
function addSignInRoute(accounts: Accounts, api: Api, functions: FunctionFactory): void {
  const describeSignIn = functions.make(accounts, 'accounts/describe-sign-in', requestProfile);
  accounts.allowDescribing(describeSignIn);
  api.open('GET /api/sign-in', describeSignIn);
}

/**
 * What refuses deletion is created once `first` stands. CloudFront is what a new account refuses, and a first deploy
 * that is rolled back would leave the protected tables and accounts behind.
 */
function createProtectedAfter(first: IConstruct | undefined, scope: Construct): void {
  if (!(first instanceof CfnResource)) throw new Error('The distribution has no CloudFormation resource.');
  for (const one of scope.node.findAll()) if (isProtected(one)) one.addResourceDependency(first);
}

function isProtected(one: IConstruct): one is CfnResource {
  if (one instanceof CfnTable) return one.deletionProtectionEnabled === true;
  return one instanceof CfnUserPool && one.deletionProtection === 'ACTIVE';
}
