import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { reservedPaths } from '../../functions/runtime/reserved-paths.ts';
import { pressTemplate } from './a-template.ts';

const press = pressTemplate();
const config = press.named('Edge/Distribution').properties.DistributionConfig;
const [answers, pdfs, media, desk, ...rooms] = config.CacheBehaviors;
const nameOf = (id: string) => press.all.find((one) => one.id === id)?.name;

describe('CloudFront', () => {
  it('gives pages from the bucket, and asks the function that knows why when there is none', () => {
    const [group] = config.OriginGroups.Items;
    expect(config.DefaultCacheBehavior.TargetOriginId).toBe(group.Id);
    expect(group.FailoverCriteria.StatusCodes.Items).toEqual([403, 404]);
    expect(group.Members.Items.map(originNamed)).toEqual(['PagesBucket/Bucket', 'Gateway/Api']);
  });

  it('gives the API and the pictures from where they are', () => {
    expect(answers).toMatchObject({ PathPattern: '/api/*', ViewerProtocolPolicy: 'https-only' });
    expect(answers.AllowedMethods).toHaveLength(7);
    expect(originNamed({ OriginId: answers.TargetOriginId })).toBe('Gateway/Api');
    expect([pdfs.PathPattern, media.PathPattern]).toEqual(['/media/*.pdf', '/media/*']);
    expect({
      ...pdfs,
      PathPattern: '/media/*',
      ResponseHeadersPolicyId: media.ResponseHeadersPolicyId,
    }).toEqual(media);
    expect(originNamed({ OriginId: media.TargetOriginId })).toBe('MediaBucket/Bucket');
  });

  it('gives the pages of rooms from the API alone, whatever the method, and leads plain HTTP to HTTPS', () => {
    expect(rooms.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual([
      '/events',
      '/events/*',
      '/newsletters',
      '/newsletters/*',
    ]);
    for (const room of rooms) {
      expect(room).toMatchObject({
        TargetOriginId: answers.TargetOriginId,
        AllowedMethods: answers.AllowedMethods,
        CachePolicyId: answers.CachePolicyId,
        OriginRequestPolicyId: answers.OriginRequestPolicyId,
        ViewerProtocolPolicy: 'redirect-to-https',
      });
    }
  });

  it('replaces no answer, and keeps no error', () => {
    for (const error of config.CustomErrorResponses)
      expect(Object.keys(error).sort()).toEqual(['ErrorCachingMinTTL', 'ErrorCode']);
    const codes = config.CustomErrorResponses.filter(
      (error: { ErrorCachingMinTTL: number }) => error.ErrorCachingMinTTL === 0,
    );
    expect(codes.map(({ ErrorCode }: { ErrorCode: number }) => ErrorCode)).toEqual(
      expect.arrayContaining([403, 404]),
    );
  });

  it('never gives one person what was answered to another', () => {
    const policy = press.all.find(({ id }) => id === answers.CachePolicyId.Ref)?.properties.CachePolicyConfig;
    expect(policy).toMatchObject({ MinTTL: 0, DefaultTTL: 0 });
    expect(policy.ParametersInCacheKeyAndForwardedToOrigin).toMatchObject({
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Authorization'] },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
      CookiesConfig: { CookieBehavior: 'none' },
    });
  });

  it('tells the API where the reader is in its own words, and where a form was sent from', () => {
    const policy = press.all.find(({ id }) => id === answers.OriginRequestPolicyId.Ref)?.properties
      .OriginRequestPolicyConfig;
    expect(policy.HeadersConfig).toEqual({
      HeaderBehavior: 'whitelist',
      Headers: [
        'CloudFront-Viewer-Address',
        'Origin',
        'Sec-Fetch-Site',
        'Idempotency-Key',
        'Stripe-Signature',
      ],
    });
    // CloudFront's limit for a policy.
    expect(policy.HeadersConfig.Headers.length).toBeLessThanOrEqual(10);
    expect(policy).toMatchObject({
      QueryStringsConfig: { QueryStringBehavior: 'all' },
      CookiesConfig: { CookieBehavior: 'none' },
    });
  });

  it('lets pages be as fresh as they say', () => {
    const policy = press.all.find(({ id }) => id === config.DefaultCacheBehavior.CachePolicyId.Ref)
      ?.properties.CachePolicyConfig;
    expect(policy).toMatchObject({ MinTTL: 0, DefaultTTL: 0, MaxTTL: 31_536_000 });
  });

  it('speaks HTTP/2 and 3, from the cheapest places, under its own name or ours', () => {
    expect(config).toMatchObject({ HttpVersion: 'http2and3', PriceClass: 'PriceClass_100' });
    expect(config.Aliases).toBeUndefined();
    const certificateArn =
      'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000';
    const own = pressTemplate({ domain: 'lantern.example', certificateArn }).named('Edge/Distribution')
      .properties.DistributionConfig;
    expect(own.Aliases).toEqual(['lantern.example']);
    expect(own.ViewerCertificate).toMatchObject({
      AcmCertificateArn: certificateArn,
      MinimumProtocolVersion: 'TLSv1.2_2021',
    });
    expect(() => pressTemplate({ domain: 'lantern.example' })).toThrow('certificate');
  });

  it('with a domain, the deploy prints what its DNS record points to', () => {
    const certificateArn =
      'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000';
    const { outputs } = pressTemplate({ domain: 'lantern.example', certificateArn });
    expect(outputs.SiteAddress?.Value).toBe('https://lantern.example');
    expect(outputs.DomainTarget).toMatchObject({
      Description: expect.stringContaining('lantern.example'),
      Value: { 'Fn::GetAtt': [press.named('Edge/Distribution').id, 'DomainName'] },
    });
  });

  function originNamed({ OriginId }: { OriginId: string }): string | undefined {
    const { DomainName } = config.Origins.find(({ Id }: { Id: string }) => Id === OriginId);
    return nameOf(DomainName['Fn::GetAtt']?.[0] ?? DomainName['Fn::Join'][1][0].Ref);
  }
});

/** The Content Security Policy of a headers policy, with what the template refers to by name. */
function contentSecurityPolicyOf(name: string): string {
  const { SecurityHeadersConfig: headers } = press.named(name).properties.ResponseHeadersPolicyConfig;
  expect(headers.ContentSecurityPolicy.Override).toBe(true);
  return headers.ContentSecurityPolicy.ContentSecurityPolicy['Fn::Join'][1]
    .map((part: string | { Ref: string }) => (typeof part === 'string' ? part : part.Ref))
    .join('');
}

const uploadsOrigin =
  'https://broadside-production-uploads-AWS::AccountId-AWS::Region.s3.AWS::Region.AWS::URLSuffix';

describe('the desk', () => {
  it('is pages like all others, at an address that no standing page may have', () => {
    const { PathPattern, ResponseHeadersPolicyId, ...behaviour } = desk;
    const { ResponseHeadersPolicyId: _, ...pages } = config.DefaultCacheBehavior;
    expect(behaviour).toEqual(pages);
    expect(PathPattern).toBe('/desk/*');
    expect(ResponseHeadersPolicyId.Ref).toBe(press.named('Edge/DeskHeaders').id);
    expect(reservedPaths.has('desk')).toBe(true);
  });

  it('runs its own scripts alone, and sends nothing but to the press, its uploads and its sign-in', () => {
    expect(contentSecurityPolicyOf('Edge/DeskHeaders').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' blob:",
      `connect-src 'self' ${uploadsOrigin} https://broadside-production-AWS::AccountId.auth.AWS::Region.amazoncognito.com`,
      "frame-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]);
  });

  it('signs in where the press does', () => {
    const origin = JSON.stringify(press.named('Accounts/DescribeSignIn').properties.Environment.Variables);
    const { Domain } = press.named('Accounts/Pool/SignIn').properties;
    expect(Domain['Fn::Join'][1]).toEqual(['broadside-production-', { Ref: 'AWS::AccountId' }]);
    expect(origin).toContain('.amazoncognito.com');
  });

  it('has all other headers of the site', () => {
    const [mine, theirs] = ['Edge/DeskHeaders', 'Edge/SafeHeaders'].map((name) => {
      const { Name: _, ...policy } = press.named(name).properties.ResponseHeadersPolicyConfig;
      const { ContentSecurityPolicy: __, ...headers } = policy.SecurityHeadersConfig;
      return { ...policy, SecurityHeadersConfig: headers };
    });
    expect(mine).toEqual(theirs);
  });
});

describe('security headers', () => {
  const [safe, room] = ['Edge/SafeHeaders', 'Edge/RoomHeaders'].map((name) => press.named(name));
  const { SecurityHeadersConfig: headers, CustomHeadersConfig: custom } =
    safe?.properties.ResponseHeadersPolicyConfig ?? {};
  const csp = contentSecurityPolicyOf('Edge/SafeHeaders');

  it('go out with every answer', () => {
    const policyOf = ({ ResponseHeadersPolicyId }: { ResponseHeadersPolicyId: { Ref: string } }) =>
      ResponseHeadersPolicyId.Ref;
    const behaviours = [config.DefaultCacheBehavior, answers, media];
    expect(behaviours.map(policyOf)).toEqual(behaviours.map(() => safe?.id));
    expect(rooms.map(policyOf)).toEqual(rooms.map(() => room?.id));
  });

  // That they show it is no test in a browser: the Chromium of the tests is a headless shell, which has no viewer and
  // downloads what it cannot show.
  it('let browsers show a PDF, and are the same otherwise', () => {
    const pdf = press.named('Edge/PdfHeaders');
    expect(pdfs.ResponseHeadersPolicyId.Ref).toBe(pdf.id);
    const { Name: _, ...safeConfig } = safe?.properties.ResponseHeadersPolicyConfig ?? {};
    const { Name: __, ...pdfConfig } = pdf.properties.ResponseHeadersPolicyConfig;
    const policy = pdfConfig.SecurityHeadersConfig.ContentSecurityPolicy;
    expect({
      ...pdfConfig,
      SecurityHeadersConfig: {
        ...pdfConfig.SecurityHeadersConfig,
        ContentSecurityPolicy: safeConfig.SecurityHeadersConfig.ContentSecurityPolicy,
      },
    }).toEqual(safeConfig);
    expect(policy.Override).toBe(true);
    expect(policy.ContentSecurityPolicy).toContain("frame-ancestors 'none'");
    expect(policy.ContentSecurityPolicy).not.toMatch(/sandbox|(?:default|object|style|script)-src/);
  });

  it('are the same on pages of rooms, which keep the policies they bring', () => {
    const { Name: _, ...safeConfig } = safe?.properties.ResponseHeadersPolicyConfig ?? {};
    const { Name: __, ...roomConfig } = room?.properties.ResponseHeadersPolicyConfig ?? {};
    const { ContentSecurityPolicy: csp, ReferrerPolicy: referrer } = safeConfig.SecurityHeadersConfig;
    expect([csp.Override, referrer.Override]).toEqual([true, true]);
    expect(roomConfig).toEqual({
      ...safeConfig,
      SecurityHeadersConfig: {
        ...safeConfig.SecurityHeadersConfig,
        ContentSecurityPolicy: { ...csp, Override: false },
        ReferrerPolicy: { ...referrer, Override: false },
      },
    });
  });

  it('allow nothing that is not named, and nothing unsafe', () => {
    const directives = new Map(csp.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1)]));
    expect(directives.get('default-src')).toEqual(["'none'"]);
    expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
    expect(directives.get('base-uri')).toEqual(["'none'"]);
    expect(csp).not.toMatch(/unsafe-|\*|data:|http:/);
    expect(directives.get('form-action')).toEqual(["'self'", uploadsOrigin]);
    expect(directives.get('connect-src')).toEqual(["'self'", uploadsOrigin]);
    expect(directives.has('script-src')).toBe(false);
  });

  it('name the uploads bucket as it is called', () => {
    const { BucketName } = press.named('Content/UploadsBucket/Bucket').properties;
    const name = BucketName['Fn::Join'][1]
      .map((part: string | { Ref: string }) => (typeof part === 'string' ? part : part.Ref))
      .join('');
    expect(csp).toContain(`https://${name}.s3.`);
  });

  it('are those of an A+', () => {
    expect(headers.StrictTransportSecurity.AccessControlMaxAgeSec).toBeGreaterThanOrEqual(31_536_000);
    expect(headers.ContentTypeOptions.Override).toBe(true);
    expect(headers.FrameOptions.FrameOption).toBe('DENY');
    expect(headers.ReferrerPolicy.ReferrerPolicy).toBe('strict-origin-when-cross-origin');
    expect(custom.Items.map(({ Header }: { Header: string }) => Header)).toEqual([
      'permissions-policy',
      'cross-origin-opener-policy',
    ]);
  });
});

describe('an address', () => {
  const source = readFileSync(new URL('../../lib/viewer-request.js', import.meta.url), 'utf8');
  const handle: (event: object) => {
    uri?: string;
    statusCode?: number;
    headers?: Record<string, { value: string }>;
    body?: string;
  } = runInNewContext(`${source}; handler`);
  const addressFor = (uri: string, querystring: object = {}, method = 'GET') =>
    handle({ request: { method, uri, querystring, headers: {} } });

  it.each([
    ['/', '/index.html'],
    ['/articles/rent-strike/', '/articles/rent-strike/index.html'],
    ['/feed.xml', '/feed.xml'],
    ['/assets/paper-1a2b.css', '/assets/paper-1a2b.css'],
    ['/api/', '/api'],
    ['/api/articles', '/api/articles'],
    ['/api/articles/rent-strike', '/api/articles/rent-strike'],
    ['/newsletters', '/newsletters'],
    ['/newsletters/', '/newsletters'],
    ['/newsletters/leave/a1.2.b3/', '/newsletters/leave/a1.2.b3'],
    ['/newsletters/leave/a1.2.b3//', '/newsletters/leave/a1.2.b3'],
    ['/events/', '/events'],
    ['/events/spring-school', '/events/spring-school'],
    ['/newsletters.html', '/newsletters.html'],
    ['//evil.example/', '/evil.example/index.html'],
  ])('%s is asked for as %s', (asked, uri) => {
    expect(addressFor(asked)).toMatchObject({ uri });
  });

  it.each([
    ['/about', '/about/'],
    ['/articles/rent-strike', '/articles/rent-strike/'],
    ['/articles/%D0%B7%D0%B0%D0%B1', '/articles/%D0%B7%D0%B0%D0%B1/'],
    ['/api', '/api/'],
    ['/newslettersx', '/newslettersx/'],
    ['//evil', '/evil/'],
    ['/\\evil', '/evil/'],
  ])('%s leads to %s', (asked, location) => {
    expect(addressFor(asked)).toMatchObject({ statusCode: 301, headers: { location: { value: location } } });
  });

  it('keeps its query where it leads on: names without a value, values that come twice', () => {
    const query = {
      utm: { value: '1' },
      tag: { value: 'a', multiValue: [{ value: 'a' }, { value: 'b%26c' }] },
      print: { value: '' },
    };
    expect(addressFor('/articles/x', query)).toMatchObject({
      statusCode: 301,
      headers: { location: { value: '/articles/x/?utm=1&tag=a&tag=b%26c&print' } },
    });
    expect(addressFor('/articles/x/', query)).toMatchObject({ uri: '/articles/x/index.html' });
  });

  it.each(['POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])(
    'of a room is rewritten, never redirected, for %s, with its query and whatever a mail program makes of it',
    (method) => {
      const query = { list: { value: 'monthly' }, from: { value: '' } };
      for (const [asked, uri] of [
        ['/newsletters', '/newsletters'],
        ['/newsletters/', '/newsletters'],
        ['/newsletters/confirm/a_b-C', '/newsletters/confirm/a_b-C'],
        ['/newsletters/confirm/a_b-C/', '/newsletters/confirm/a_b-C'],
        ['/newsletters/leave/a%20b)/', '/newsletters/leave/a%20b)'],
        ['/events/spring/', '/events/spring'],
      ]) {
        const passed = addressFor(asked ?? '', query, method);
        expect(passed).toEqual({ method, uri, querystring: query, headers: {} });
      }
    },
  );

  it('of a room is what the edge has a behaviour for, and no standing page may have', () => {
    const first = rooms.map(({ PathPattern }: { PathPattern: string }) => PathPattern.split('/')[1] ?? '');
    for (const word of new Set<string>(first)) {
      expect(addressFor(`/${word}/`)).toMatchObject({ uri: `/${word}` });
      expect(reservedPaths.has(word)).toBe(true);
    }
  });

  const impossible = [
    ['longer than a key may be', `/articles/${'a'.repeat(1000)}/`],
    ['longer than a key may be, in another script', `/tags/${'%D0%B7'.repeat(500)}/`],
    ['with a space', '/articles/rent%20strike/'],
    ['with a bracket', '/articles/rent-strike)/'],
    ['with a control character', '/articles/%00/'],
    ['with markup', '/%3Cscript%3E/'],
    ['with a question mark in its path', '/about%3Fpage=2/'],
    ['with a backslash', '/about\\..\\x/'],
    ['that is not UTF-8', '/articles/%D0/'],
    ['with a stray percent sign', '/100%/'],
  ];

  it.each(impossible)('%s is answered at the edge, with a page of ours', (_, uri) => {
    const { statusCode, headers, body = '', uri: passedOn } = addressFor(uri);
    expect({ statusCode, type: headers?.['content-type']?.value, passedOn }).toEqual({
      statusCode: 404,
      type: 'text/html; charset=utf-8',
      passedOn: undefined,
    });
    expect(body).toMatch(
      /^<!doctype html>[\s\S]*<h1>Nothing stands here<[\s\S]*<a href="\/">[\s\S]*<\/html>\n$/,
    );
    expect(body).not.toMatch(/<script|src=|<link|https?:/);
    expect(body).not.toContain(uri);
  });

  it('such as a page really has is never refused: every script, the longest slug, names of files', () => {
    const longestName = '\u{10330}'.repeat(80);
    for (const path of [
      `/tags/${longestName}/from/${'a'.repeat(80)}/`,
      '/sections/забастовка/feed.xml',
      '/authors/ama-lindqvist/',
      '/sitemaps/from/rent-strike.xml',
      '/assets/besley-latin-wght-normal-1a2b.woff2',
      '/.well-known/security.txt',
    ]) {
      expect(addressFor(encodeURI(path)), path).toMatchObject({ uri: expect.stringContaining('/') });
      expect(addressFor(path), path).toMatchObject({ uri: expect.stringContaining('/') });
    }
  });

  it("of the API is never refused here: it answers in the API's own words", () => {
    expect(addressFor('/api/articles/%00')).toMatchObject({ uri: '/api/articles/%00' });
  });

  it('has a function as small as CloudFront takes it, and a style that the policy allows', () => {
    expect(source.length).toBeLessThanOrEqual(10 * 1024);
    const style = /<style>([^<]*)<\/style>/.exec(addressFor('/%00').body ?? '')?.[1] ?? 'no style';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(JSON.stringify(press.of('AWS::CloudFront::ResponseHeadersPolicy'))).toContain(
      `style-src 'self' 'sha256-${hash}';`,
    );
  });

  it('is normalised before pages and the API, not before pictures', () => {
    for (const { FunctionAssociations } of [config.DefaultCacheBehavior, answers, ...rooms]) {
      expect(FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }]);
    }
    expect(press.named('Edge/TidyAddress').properties).toMatchObject({
      FunctionCode: source,
      FunctionConfig: { Runtime: 'cloudfront-js-2.0' },
    });
  });
});
