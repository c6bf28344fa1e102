import type { WebResponse } from '../web/message.ts';
import type { ResponseHeadersPolicy } from './policy-properties.ts';

interface Line {
  name: string;
  value: string;
  override: boolean;
}

/** Makes the function that applies a policy's headers. Without `override` the origin's header wins. */
export function headersPolicy(policy: ResponseHeadersPolicy): (response: WebResponse) => WebResponse {
  const removed = new Set(policy.RemoveHeadersConfig?.Items.map(({ Header }) => Header.toLowerCase()));
  const lines = [...securityLines(policy), ...customLines(policy)];
  return (response) => {
    const headers = Object.fromEntries(
      Object.entries(response.headers).filter(([name]) => !removed.has(name)),
    );
    for (const { name, value, override } of lines) {
      if (override || headers[name] === undefined) headers[name] = value;
    }
    return { ...response, headers };
  };
}

function securityLines({ SecurityHeadersConfig: security = {} }: ResponseHeadersPolicy): Line[] {
  const { ContentSecurityPolicy: csp, ContentTypeOptions: type, FrameOptions: frame } = security;
  const { ReferrerPolicy: referrer, StrictTransportSecurity: transport } = security;
  return [
    ...(csp ? [line('content-security-policy', csp.ContentSecurityPolicy, csp)] : []),
    ...(type ? [line('x-content-type-options', 'nosniff', type)] : []),
    ...(frame ? [line('x-frame-options', frame.FrameOption, frame)] : []),
    ...(referrer ? [line('referrer-policy', referrer.ReferrerPolicy, referrer)] : []),
    ...(transport ? [line('strict-transport-security', transportOf(transport), transport)] : []),
  ];
}

const line = (name: string, value: string, { Override }: { Override: boolean }): Line => ({
  name,
  value,
  override: Override,
});

type Transport = NonNullable<
  NonNullable<ResponseHeadersPolicy['SecurityHeadersConfig']>['StrictTransportSecurity']
>;

const transportOf = ({ AccessControlMaxAgeSec, IncludeSubdomains, Preload }: Transport): string =>
  `max-age=${AccessControlMaxAgeSec}${IncludeSubdomains ? '; includeSubDomains' : ''}${Preload ? '; preload' : ''}`;

const customLines = ({ CustomHeadersConfig }: ResponseHeadersPolicy): Line[] =>
  (CustomHeadersConfig?.Items ?? []).map((item) => line(item.Header.toLowerCase(), item.Value, item));
