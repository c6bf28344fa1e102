import { expect, it } from 'vitest';
import { networkOf } from '../../../../functions/runtime/people/limits.ts';

it.each([
  ['192.0.2.7', '192.0.2.7/32'],
  ['127.0.0.9', '127.0.0.9/32'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:ffff::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::ffff:192.0.2.7', '192.0.2.7/32'],
  ['::FFFF:c000:0207', '192.0.2.7/32'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ['', 'unknown'],
  ['192.0.2', 'unknown'],
  [undefined, 'unknown'],
])('the network of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));
