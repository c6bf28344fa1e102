import { describe, expect, it } from 'vitest';
import { type Found, pressTemplate } from './a-template.ts';

interface PinnedNames {
  stage: string;
  bus: string;
  viewerRequest: string;
  /** Without the region at their end. */
  edge: Record<
    'files' | 'answers' | 'request' | 'headers' | 'desk' | 'pdfs' | 'rooms' | 'pages' | 'media',
    string
  >;
}

/**
 * What a deployed press must keep through every change of the code: AWS knows a resource by its logical id, its name
 * and its keys, and replaces it (with its data, messages or address) when one of them changes. The lists are written
 * out, not computed. Add to them for a new resource; a change of a line needs a migration, not an edit.
 */
const pinnedAt = ({ stage, ...generated }: PinnedNames) => ({
  'AWS::DynamoDB::Table': {
    ContentTableA54C96B4: {
      keys: ['HASH pk S', 'RANGE sk S'],
      indexes: {
        documents: ['HASH kept S', 'RANGE changed S', 'ALL'],
        due: ['HASH dueKey S', 'RANGE dueAt S', 'KEYS_ONLY'],
      },
      stream: 'NEW_AND_OLD_IMAGES',
    },
    ContentUploadsTable713FFB40: {
      keys: ['HASH pk S', 'RANGE sk S'],
      indexes: {},
      expires: 'forgotten',
    },
    PostTable16B8C57E: {
      keys: ['HASH pk S', 'RANGE sk S'],
      indexes: { due: ['HASH dueKey S', 'RANGE dueAt S', 'INCLUDE'] },
      stream: 'NEW_AND_OLD_IMAGES',
      expires: 'expiresAt',
    },
    NewslettersTableDDE4AB44: {
      keys: ['HASH pk S', 'RANGE sk S'],
      indexes: {
        people: ['HASH peopleKey S', 'RANGE id S', 'ALL'],
        due: ['HASH dueKey S', 'RANGE dueAt S', 'KEYS_ONLY'],
      },
      stream: 'NEW_AND_OLD_IMAGES',
      expires: 'ttl',
    },
    BookingsTableC5D8A78F: {
      keys: ['HASH pk S', 'RANGE sk S'],
      indexes: {
        due: ['HASH dueKey S', 'RANGE dueAt S', 'KEYS_ONLY'],
        lapses: ['HASH lapsesKey S', 'RANGE lapsesAt S', 'KEYS_ONLY'],
        starts: ['HASH startsKey S', 'RANGE startsPosition S', 'ALL'],
      },
      stream: 'NEW_AND_OLD_IMAGES',
      expires: 'ttl',
    },
  },
  'AWS::S3::Bucket': {
    BodiesBucketE84191E9: {},
    MediaBucketE52FC6E4: {},
    PagesBucketB1BE314B: {},
    PostLeaveLogBucketFBE3EF8E: {},
    NewslettersEditorsImportsBucket089DFC05: {},
    NewslettersEditorsExportsBucket3228A012: {},
    NewslettersIssuesBucket3AD6AD2B: {},
    BookingsExportsBucketCC249D8A: {},
    ContentUploadsBucket13A3FFD7: { name: `broadside-${stage}-uploads-<AWS::AccountId>-<AWS::Region>` },
  },
  'AWS::SQS::Queue': {
    ContentTableUnannouncedEF238234: { fifo: false },
    ContentManuscriptsQueueDead6424FCAD: { fifo: false },
    ContentManuscriptsQueue866656D0: { fifo: false },
    ContentPicturesQueueDead4CB426E4: { fifo: false },
    ContentPicturesQueue718EADA9: { fifo: false },
    ContentTermsQueueDeadF5803D82: { fifo: false },
    ContentTermsQueue29C381B6: { fifo: false },
    ContentTakeDownQueueDead02DC1B57: { fifo: false },
    ContentTakeDownQueueEFFF18A8: { fifo: false },
    ContentAnnounceQueue2B598810: { fifo: false },
    SitePagesQueueDead0CCAA6A2: { fifo: true },
    SitePagesQueue641E64A6: { fifo: true },
    SiteChangesQueueDead2F328699: { fifo: false },
    SiteChangesQueueA05E10D0: { fifo: false },
    PostTableUnsentE8583EC3: { fifo: false },
    PostFeedbackQueueDead700DB8DA: { fifo: false },
    PostFeedbackQueueAD42D612: { fifo: false },
    NewslettersTableUnsettledBE884CD5: { fifo: false },
    NewslettersMessagesQueueDead5DAB441C: { fifo: false },
    NewslettersMessagesQueue480E2EB1: { fifo: false },
    NewslettersIssuesQueueDeadDDB54C46: { fifo: true },
    NewslettersIssuesQueue107E8CF6: { fifo: true },
    BookingsTableUnsettled41454463: { fifo: false },
    BookingsMessagesQueueDeadBAE2A412: { fifo: false },
    BookingsMessagesQueueB76336DD: { fifo: false },
  },
  // Links in mails and hashes of addresses come from what was made here once.
  'AWS::SecretsManager::Secret': {
    GatewayOriginSecret03934AF8: { made: { ExcludePunctuation: true, PasswordLength: 40 } },
    PostKeysSecret49CF0FBD: {
      made: {
        ExcludePunctuation: true,
        GenerateStringKey: '1',
        PasswordLength: 64,
        SecretStringTemplate: '{"current":"1"}',
      },
    },
  },
  'AWS::Events::EventBus': { EventsBus45DE4339: { name: generated.bus } },
  'AWS::Lambda::EventSourceMapping': {
    ContentTableAnnouncements83C350A6: { source: '<ContentTableA54C96B4.StreamArn>' },
    ContentManuscriptsQueueFeed55153FDF: { source: '<ContentManuscriptsQueue866656D0.Arn>' },
    ContentPicturesQueueFeed102ED765: { source: '<ContentPicturesQueue718EADA9.Arn>' },
    ContentTermsQueueFeed2635F3C4: { source: '<ContentTermsQueue29C381B6.Arn>' },
    ContentTakeDownQueueFeed45688E36: { source: '<ContentTakeDownQueueEFFF18A8.Arn>' },
    ContentAnnounceQueueFeed2BDBFAF7: { source: '<ContentAnnounceQueue2B598810.Arn>' },
    SitePagesQueueFeed7AAF44AE: { source: '<SitePagesQueue641E64A6.Arn>' },
    SiteChangesQueueFeedDAE0151E: { source: '<SiteChangesQueueA05E10D0.Arn>' },
    PostTableNewLetters175BD8C2: { source: '<PostTable16B8C57E.StreamArn>' },
    PostFeedbackQueueFeed955AC402: { source: '<PostFeedbackQueueAD42D612.Arn>' },
    NewslettersTableNewSignUps398729FA: { source: '<NewslettersTableDDE4AB44.StreamArn>' },
    NewslettersMessagesQueueFeed6ED7BE70: { source: '<NewslettersMessagesQueue480E2EB1.Arn>' },
    BookingsTableUnsettledLines6030F232: { source: '<BookingsTableC5D8A78F.StreamArn>' },
    BookingsMessagesQueueFeed05284F9D: { source: '<BookingsMessagesQueueB76336DD.Arn>' },
    NewslettersIssuesQueueFeed82796D32: { source: '<NewslettersIssuesQueue107E8CF6.Arn>' },
  },
  'AWS::CloudFront::Distribution': { EdgeDistribution0060737B: {} },
  'AWS::CloudFront::Function': { EdgeTidyAddress76DC058A: { name: generated.viewerRequest } },
  'AWS::CloudFront::CachePolicy': {
    EdgeFilesCache0A3FE996: { name: `${generated.edge.files}-<AWS::Region>` },
    EdgeAnswersCacheF9A9BF46: { name: `${generated.edge.answers}-<AWS::Region>` },
  },
  'AWS::CloudFront::OriginRequestPolicy': {
    EdgeAnswersRequest847DE776: { name: `${generated.edge.request}-<AWS::Region>` },
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    EdgeSafeHeaders20F130D5: { name: `${generated.edge.headers}-<AWS::Region>` },
    EdgeDeskHeadersC7217CA2: { name: `${generated.edge.desk}-<AWS::Region>` },
    EdgePdfHeaders7D0AFA56: { name: `${generated.edge.pdfs}-<AWS::Region>` },
    EdgeRoomHeadersC3E8F7ED: { name: `${generated.edge.rooms}-<AWS::Region>` },
  },
  'AWS::CloudFront::OriginAccessControl': {
    EdgeDistributionOrigin1S3OriginAccessControl19C3D625: { name: `${generated.edge.pages}-<AWS::Region>` },
    EdgeDistributionOrigin3S3OriginAccessControl64A34DDB: { name: `${generated.edge.media}-<AWS::Region>` },
  },
  'AWS::ApiGatewayV2::Api': { GatewayApi4EDF2151: { protocol: 'HTTP' } },
  'AWS::Cognito::UserPool': { AccountsPool5D126928: { signIn: ['email'] } },
  'AWS::Cognito::UserPoolClient': {
    AccountsPoolClientE2DB7E72: { pool: '<AccountsPool5D126928>', secret: false },
  },
  'AWS::Cognito::UserPoolDomain': {
    AccountsPoolSignInE0E37481: {
      pool: '<AccountsPool5D126928>',
      domain: `broadside-${stage}-<AWS::AccountId>`,
    },
  },
});

const stages = [
  {
    stage: 'production',
    bus: 'BroadsideEventsBus56A0C494',
    viewerRequest: '<AWS::Region>BroadsideEdgeTidyAddress45D55A7F',
    edge: {
      files: 'BroadsideEdgeFilesCache4BC70BFE',
      answers: 'BroadsideEdgeAnswersCache8321F67C',
      request: 'BroadsideEdgeAnswersRequest90B8106F',
      headers: 'BroadsideEdgeSafeHeadersA912B73B',
      desk: 'BroadsideEdgeDeskHeaders01F70F85',
      pdfs: 'BroadsideEdgePdfHeadersCE013ECD',
      rooms: 'BroadsideEdgeRoomHeaders162D45C7',
      pages: 'BroadsideEdgeDistrib3OriginAccessControl46BE9C80',
      media: 'BroadsideEdgeDistrib3OriginAccessControlC56BC5B6',
    },
  },
  {
    stage: 'development',
    bus: 'BroadsideDevelopmentEventsBusA7B2800B',
    viewerRequest: '<AWS::Region>BroadsideDeveloptEdgeTidyAddressE1E23F27',
    edge: {
      files: 'BroadsideDevelopmentEdgeFilesCacheE0450626',
      answers: 'BroadsideDevelopmentEdgeAnswersCache0F5DF8A4',
      request: 'BroadsideDevelopmentEdgeAnswersRequestB53F05E7',
      headers: 'BroadsideDevelopmentEdgeSafeHeaders97247F06',
      desk: 'BroadsideDevelopmentEdgeDeskHeaders5CB66CF7',
      pdfs: 'BroadsideDevelopmentEdgePdfHeadersF602CE74',
      rooms: 'BroadsideDevelopmentEdgeRoomHeaders3D952E51',
      pages: 'BroadsideDevelopment3OriginAccessControl44970D47',
      media: 'BroadsideDevelopment3OriginAccessControl406E4E29',
    },
  },
];

describe.each(stages)('a deployed $stage stage', (names) => {
  const { stage } = names;
  const { all } = pressTemplate({ stage });
  const pinned = pinnedAt(names);

  it('keeps its tables, buckets, queues, bus, mappings, distribution, API and people', () => {
    expect(identitiesOf(all)).toEqual(pinned);
  });

  it.each(Object.values(pinned).flatMap((resources) => Object.keys(resources)))(
    'cannot lose %s unseen',
    (id) => {
      expect(identitiesOf(all.map((one) => (one.id === id ? { ...one, id: `${id}2` } : one)))).not.toEqual(
        pinned,
      );
      expect(identitiesOf(all.filter((one) => one.id !== id))).not.toEqual(pinned);
    },
  );

  it.each([
    ['a sort key', '"AttributeName":"sk"', '"AttributeName":"sort"'],
    ['the key of an index', '"AttributeName":"kept"', '"AttributeName":"listed"'],
    ['the name of an index', '"IndexName":"documents"', '"IndexName":"browse"'],
    ['a TTL attribute', '"AttributeName":"forgotten"', '"AttributeName":"expiresAt"'],
    ['the images in a stream', '"NEW_AND_OLD_IMAGES"', '"NEW_IMAGE"'],
    ['the source of a mapping', '["ContentTable', '["OtherTable'],
    ['the order of a queue', '"FifoQueue":true', '"FifoQueue":false'],
    ['the name of the uploads bucket', '-uploads-', '-files-'],
    ['the name of the bus', '"Name":"Broadside', '"Name":"Press'],
    ['the domain of the sign-in', `"broadside-${stage}-"`, `"press-${stage}-"`],
    ['what people sign in with', '"UsernameAttributes":["email"]', '"UsernameAttributes":["phone_number"]'],
  ])('cannot change %s unseen', (_, from, to) => {
    const json = JSON.stringify(all);
    expect(json).toContain(from);
    expect(identitiesOf(JSON.parse(json.replaceAll(from, to)))).not.toEqual(pinned);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: as in a-template.ts.
type Properties = any;

/** By type: what else than its logical id makes AWS replace a resource, or lose the way to what is in it. */
const identities: Readonly<Record<string, (properties: Properties) => object>> = {
  'AWS::DynamoDB::Table': ({
    TableName,
    KeySchema,
    AttributeDefinitions,
    GlobalSecondaryIndexes = [],
    ...more
  }) => {
    const typeOf = new Map(
      AttributeDefinitions.map(({ AttributeName, AttributeType }: Properties) => [
        AttributeName,
        AttributeType,
      ]),
    );
    const keysOf = (schema: Properties[]) =>
      schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName} ${typeOf.get(AttributeName)}`);
    return {
      name: textOf(TableName),
      keys: keysOf(KeySchema),
      indexes: Object.fromEntries(
        GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }: Properties) => [
          IndexName,
          [...keysOf(KeySchema), Projection.ProjectionType],
        ]),
      ),
      expires: more.TimeToLiveSpecification?.AttributeName,
      stream: more.StreamSpecification?.StreamViewType,
    };
  },
  'AWS::S3::Bucket': ({ BucketName }) => ({ name: textOf(BucketName) }),
  'AWS::SQS::Queue': ({ QueueName, FifoQueue = false }) => ({ name: textOf(QueueName), fifo: FifoQueue }),
  // CloudFormation makes another secret when this changes.
  'AWS::SecretsManager::Secret': ({ GenerateSecretString }) => ({ made: GenerateSecretString }),
  'AWS::Events::EventBus': ({ Name }) => ({ name: textOf(Name) }),
  'AWS::Lambda::EventSourceMapping': ({ EventSourceArn }) => ({ source: textOf(EventSourceArn) }),
  'AWS::CloudFront::Distribution': () => ({}),
  'AWS::CloudFront::CachePolicy': ({ CachePolicyConfig }) => ({ name: textOf(CachePolicyConfig.Name) }),
  'AWS::CloudFront::OriginRequestPolicy': ({ OriginRequestPolicyConfig }) => ({
    name: textOf(OriginRequestPolicyConfig.Name),
  }),
  'AWS::CloudFront::ResponseHeadersPolicy': ({ ResponseHeadersPolicyConfig }) => ({
    name: textOf(ResponseHeadersPolicyConfig.Name),
  }),
  'AWS::CloudFront::OriginAccessControl': ({ OriginAccessControlConfig }) => ({
    name: textOf(OriginAccessControlConfig.Name),
  }),
  'AWS::CloudFront::Function': ({ Name }) => ({ name: textOf(Name) }),
  'AWS::ApiGatewayV2::Api': ({ ProtocolType }) => ({ protocol: ProtocolType }),
  'AWS::Cognito::UserPool': ({ UserPoolName, UsernameAttributes }) => ({
    name: textOf(UserPoolName),
    signIn: UsernameAttributes,
  }),
  'AWS::Cognito::UserPoolClient': ({ UserPoolId, GenerateSecret }) => ({
    pool: textOf(UserPoolId),
    secret: GenerateSecret,
  }),
  'AWS::Cognito::UserPoolDomain': ({ Domain, UserPoolId }) => ({
    pool: textOf(UserPoolId),
    domain: textOf(Domain),
  }),
};

/** By type and logical id. */
const identitiesOf = (all: Found[]): Record<string, Record<string, object>> =>
  Object.fromEntries(
    Object.entries(identities).map(([type, identityOf]) => [
      type,
      Object.fromEntries(
        all.filter((one) => one.type === type).map(({ id, properties }) => [id, identityOf(properties)]),
      ),
    ]),
  );

/** A value of the template as text: `<Id>` for a reference, `<Id.Attribute>` for an attribute. */
function textOf(value: Properties): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (value.Ref) return `<${value.Ref}>`;
  if (value['Fn::GetAtt']) return `<${value['Fn::GetAtt'].join('.')}>`;
  if (value['Fn::Join']) return value['Fn::Join'][1].map(textOf).join('');
  throw new Error(`Not known as text: ${JSON.stringify(value)}`);
}
