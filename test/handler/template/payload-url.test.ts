import { describe, expect, test } from 'vitest';
import { isPayloadUrl } from '../../../handler/template/fetch-text.ts';

const QUERY = '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=300&X-Amz-Signature=00ff';

const s3 = [
  's3.amazonaws.com/bucket/key',
  's3.us-west-2.amazonaws.com/bucket/key',
  's3-us-west-2.amazonaws.com/bucket/key',
  's3.dualstack.us-west-2.amazonaws.com/bucket/key',
  's3-fips.us-east-1.amazonaws.com/bucket/key',
  's3-fips.dualstack.us-gov-east-1.amazonaws.com/bucket/key',
  's3-fips-us-gov-west-1.amazonaws.com/bucket/key',
  's3.us-gov-west-1.amazonaws.com/bucket/key',
  's3.ap-southeast-7.amazonaws.com/bucket/key',
  's3.cn-north-1.amazonaws.com.cn/bucket/key',
  's3.eusc-de-east-1.amazonaws.eu/bucket/key',
  'bucket.s3.amazonaws.com/key',
  'bucket.s3.us-west-2.amazonaws.com/key',
  'bucket.s3-us-west-2.amazonaws.com/key',
  'bucket.s3.dualstack.us-west-2.amazonaws.com/key',
  'bucket.s3-fips.us-east-1.amazonaws.com/key',
  'bucket.s3-accelerate.amazonaws.com/key',
  'bucket.s3-accelerate.dualstack.amazonaws.com/key',
  'bucket.s3.cn-northwest-1.amazonaws.com.cn/key',
  'bucket.s3.eusc-de-east-1.amazonaws.eu/key',
  'bucket.with.dots.s3.us-west-2.amazonaws.com/key',
  '0.s3.us-west-2.amazonaws.com/key',
  'BUCKET.S3.US-WEST-2.AMAZONAWS.COM/key',
  'bucket.s3.us-west-2.amazonaws.com:443/key',
  'bucket.s3.us-west-2.amazonaws.com',
];

const lookAlikes: Record<string, string> = {
  'no encryption': `http://bucket.s3.us-west-2.amazonaws.com/key${QUERY}`,
  'another port': `https://bucket.s3.us-west-2.amazonaws.com:8443/key${QUERY}`,
  'the port of http': 'https://s3.us-west-2.amazonaws.com:80/',
  'a user': 'https://user@s3.us-west-2.amazonaws.com/',
  'a user and a password': 'https://user:password@s3.us-west-2.amazonaws.com/',
  'a password alone': 'https://:password@s3.us-west-2.amazonaws.com/',
  'S3 as the user of another host': 'https://s3.us-west-2.amazonaws.com@evil.com/',
  'S3 as the user, behind an escape': 'https://s3.us-west-2.amazonaws.com%2F@evil.com/',
  'S3 as the password': 'https://a:s3.us-west-2.amazonaws.com@evil.com/',
  'S3 as the path': 'https://evil.com/s3.us-west-2.amazonaws.com/',
  'S3 as the query': 'https://evil.com?s3.us-west-2.amazonaws.com',
  'S3 as the fragment': 'https://evil.com#.s3.us-west-2.amazonaws.com',
  'a backslash before S3': 'https://evil.com\\.s3.us-west-2.amazonaws.com/',
  'a load balancer': 'https://s3-x.us-east-1.elb.amazonaws.com/',
  'a load balancer whose name is a Region of S3': 'https://s3-us-west-2.us-east-1.elb.amazonaws.com/',
  'a load balancer called s3': 'https://s3-1234567890.us-east-1.elb.amazonaws.com/',
  'an instance': 'https://ec2-203-0-113-25.us-west-2.compute.amazonaws.com/',
  'an API': 'https://s3.execute-api.us-west-2.amazonaws.com/',
  'a function': 'https://s3.lambda-url.us-west-2.on.aws/',
  'a website of a bucket': 'https://bucket.s3-website-us-west-2.amazonaws.com/',
  'a website of a bucket, with a dot': 'https://bucket.s3-website.us-west-2.amazonaws.com/',
  'a domain that goes on': 'https://x.s3.amazonaws.com.evil.com/',
  'a domain of China that goes on': 'https://s3.cn-north-1.amazonaws.com.cn.evil.cn/',
  'a domain that begins early': 'https://evils3.us-west-2.amazonaws.com/',
  'a bucket joined by a hyphen': 'https://bucket-s3.us-west-2.amazonaws.com/',
  'another top-level domain': 'https://s3.us-west-2.amazonaws.org/',
  'a domain like it': 'https://s3.us-west-2.amazonaws-com.evil.com/',
  'a domain with a suffix': 'https://s3.us-west-2.notamazonaws.com/',
  'a dot that is none': 'https://s3.us-west-2xamazonaws.com/',
  'no Region between its hyphens': 'https://s3-.amazonaws.com/',
  'a Region that is none': 'https://s3.us-west-two.amazonaws.com/',
  'a Region of two labels': 'https://s3.us.west-2.amazonaws.com/',
  'an empty label': 'https://.s3.us-west-2.amazonaws.com/',
  'a trailing dot': 'https://s3.us-west-2.amazonaws.com./',
  'a letter of another alphabet': 'https://s3.us-west-2.amаzonaws.com/',
  'a label in Punycode': 'https://s3.us-west-2.xn--amzonaws-2fg.com/',
  'a full stop of another script': 'https://evil.com。s3.us-west-2.amazonaws.com.evil.com/',
  'an IPv4 address': 'https://52.218.0.1/',
  'an IPv4 address as a number': 'https://886700033/',
  'an IPv6 address': 'https://[::1]/',
  'an IPv4 address in an IPv6 address': 'https://[::ffff:169.254.169.254]/',
  'the metadata address': 'http://169.254.169.254/latest/meta-data/',
  'the metadata address, encrypted': 'https://169.254.169.254/',
  'the address of the credentials of a container': 'http://169.254.170.2/v2/credentials',
  'the runtime of Lambda': 'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next',
  'this machine': 'https://localhost/',
  'a file': 'file:///etc/passwd',
  'a file on a host of S3': 'file://s3.us-west-2.amazonaws.com/etc/passwd',
  'another protocol': 'ftp://s3.us-west-2.amazonaws.com/',
  'an S3 URI': 's3://bucket/key',
  data: 'data:application/json,{"template":""}',
  'no protocol': 's3.us-west-2.amazonaws.com/bucket/key',
  'no protocol, but slashes': '//s3.us-west-2.amazonaws.com/bucket/key',
  'no host': 'https://',
  'an escape that is none': 'https://%zz.s3.us-west-2.amazonaws.com/',
  'a space': 'https://s3.us-west-2.amazonaws.com .evil.com/',
  nothing: '',
};

describe('a payload may be fetched from S3', () => {
  test.each(s3)('%s', (address) => {
    expect(isPayloadUrl(`https://${address}${QUERY}`, undefined)).toBe(true);
  });
});

describe('a payload may not be fetched from what only looks like S3', () => {
  test.each(Object.entries(lookAlikes))('%s', (_name, url) => {
    expect(isPayloadUrl(url, undefined)).toBe(false);
  });

  test('a host of a million labels, told at once', () => {
    expect(isPayloadUrl(`https://${'s3-aa-b.'.repeat(1_000_000)}amazonaws.com/`, undefined)).toBe(false);
  });
});

describe('beside S3, a payload may be fetched from the one origin that is set', () => {
  const origin = 'http://127.0.0.1:9000';
  const others: Record<string, string> = {
    'another port': 'http://127.0.0.1:9001/x',
    'another protocol': 'https://127.0.0.1:9000/x',
    'another host': 'http://localhost:9000/x',
    'a host that goes on': 'http://127.0.0.1:9000.evil.com/x',
    'a port that goes on': 'http://127.0.0.1:90001/x',
    'a user in front': 'http://user@127.0.0.1:9000/x',
    'the origin as a user': 'http://127.0.0.1:9000@evil.com/x',
    'a blob of it': 'blob:http://127.0.0.1:9000/550e8400-e29b-41d4-a716-446655440000',
    nothing: '',
  };

  test.each([`${origin}/x?y#z`, origin, 'HTTP://127.0.0.1:9000/x', 'https://s3.us-west-2.amazonaws.com/x'])(
    '%s',
    (url) => {
      expect(isPayloadUrl(url, origin)).toBe(true);
    },
  );

  test.each(Object.entries(others))('and not from %s', (_name, url) => {
    expect(isPayloadUrl(url, origin)).toBe(false);
  });

  test('and from no opaque origin, which all of them share', () => {
    expect(isPayloadUrl('file:///etc/passwd', 'null')).toBe(false);
  });
});
