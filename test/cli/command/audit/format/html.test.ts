import { describe, expect, test } from 'vitest';
import { element, escapeHtml } from '../../../../../cli/command/audit/format/html/element.ts';
import { formatAuditHtml } from '../../../../../cli/command/audit/format/html/page.ts';
import type { Suggested } from '../../../../../cli/command/suggest/suggested.ts';
import type { AuditReport } from '../../../../../infra/audit/report.ts';
import { exampleAuditReport, HOSTILE, hostileAuditReport } from '../../../../support/audit-report.ts';
import { evaluated, groupWith, reportOn, stackId, stackOf } from '../../../../support/audited-stack.ts';

const entry = (destination: Suggested['entries'][number]['destination'], isSure = true) => ({
  ...{ protocol: 'tcp', ports: { from: 443, to: 443 }, destination, isSure },
});

const suggestedFor = (stack: string, different: Partial<Suggested> = {}): Suggested => ({
  ...{ stack, stackId: stackId(stack), resource: 'AppSg', group: 'sg-0123456789abcdef0', notes: [] },
  entries: [entry({ kind: 'CidrIp', value: '10.0.9.9/32' })],
  ...different,
});

const reports: Record<string, AuditReport> = {
  'an example': exampleAuditReport,
  'hostile texts': hostileAuditReport,
  nothing: reportOn([]),
};

/** What is between tags, as a reader sees it, each piece once. */
const textsOf = (html: string): readonly string[] =>
  html
    .replace(/^.*<body>/s, '')
    .split(/<[^>]*>/)
    .map((text) => text.trim())
    .filter((text) => text !== '');

const all = (html: string, pattern: RegExp): readonly string[] =>
  [...html.matchAll(pattern)].map(([, found = '']) => found);

describe.each(Object.entries(reports))('the page of %s', (_name, report) => {
  const html = formatAuditHtml(report);

  test('has no script, no handler, and loads nothing', () => {
    expect(html).not.toMatch(/<(script|img|link|iframe|object|embed|base|form|svg)\b/i);
    expect(html).not.toMatch(/<[^>]*\s(on\w+|src|style)=/i);
    expect(html).not.toMatch(/url\(|@import/i);
    expect(all(html, /<meta http-equiv="([^"]*)"/g)).toEqual(['Content-Security-Policy']);
    expect(html).toContain('content="default-src &#39;none&#39;; style-src &#39;sha256-');
  });

  test('closes every element that it opens, in order', () => {
    const open: string[] = [];
    for (const [, end, name = ''] of html.replace(/<style>.*?<\/style>/s, '').matchAll(/<(\/?)([a-z]\w*)[^>]*>/g)) {
      if (name === 'meta') continue;
      if (end === '/') expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('has ids once, and links to those only, or to the rule and the console', () => {
    const ids = all(html, /\sid="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of all(html, /href="([^"]*)"/g)) {
      if (link.startsWith('#')) expect(ids).toContain(link.slice(1));
      else expect(link).toMatch(/^https:\/\/(docs\.datadoghq\.com|[a-z0-9-]+\.console\.aws\.amazon\.com)\//);
    }
    for (const label of all(html, /aria-labelledby="([^"]*)"/g)) expect(ids).toContain(label);
  });

  test('has one entry for each of the report', () => {
    const count = (kind: string) => all(html, new RegExp(`<article class="(${kind})">`, 'g')).length;
    expect([count('blocked'), count('exempted'), count('undetermined')]).toEqual([
      report.findings.length,
      report.exempted.length,
      report.undetermined.length,
    ]);
  });

  test('has headings without a gap between levels', () => {
    const levels = all(html, /<h(\d)/g).map(Number);
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
  });
});

describe('the page', () => {
  test('shows the counts, the entry, how to fix it and whether an exemption covers it', () => {
    expect(textsOf(formatAuditHtml(exampleAuditReport))).toMatchInlineSnapshot(`
      [
        "Security group egress with all protocols",
        "Account 123456789012, Region eu-west-1, 2026-11-24 10:20 UTC",
        "2 entries in 2 of 7 stacks would be blocked, 1 exempted, 1 undetermined, 1 stack not read, 1 left out.",
        "stacks looked at",
        "7",
        "stacks blocked",
        "2",
        "entries blocked",
        "2",
        "exempted",
        "1",
        "undetermined",
        "1",
        "stacks not read",
        "1",
        "stacks left out",
        "1",
        "Would be blocked",
        "2",
        "Undetermined",
        "1",
        "Could not be read",
        "1",
        "Exempted",
        "1",
        "Checked before macros ran",
        "1",
        "Left out",
        "1",
        "By team",
        "team",
        "stacks",
        "blocked",
        "entries",
        "exempted",
        "undetermined",
        "not read",
        "payments",
        "3",
        "1",
        "1",
        "1",
        "1",
        "0",
        "(no team tag)",
        "4",
        "1",
        "1",
        "0",
        "0",
        "1",
        "By stack or stack set",
        "stack or stack set",
        "stacks",
        "blocked",
        "entries",
        "exempted",
        "undetermined",
        "not read",
        "app",
        "2",
        "1",
        "1",
        "1",
        "0",
        "0",
        "StackSet base",
        "1",
        "1",
        "1",
        "0",
        "0",
        "0",
        "hidden",
        "1",
        "0",
        "0",
        "0",
        "1",
        "0",
        "secret",
        "1",
        "0",
        "0",
        "0",
        "0",
        "1",
        "And 2 more with no findings.",
        "Would be blocked",
        "What these groups really used, VPC flow logs tell:",
        "egress-guard audit --format json --output audit.json",
        ", then",
        "egress-guard suggest --from audit.json --log-group NAME --format json &gt; suggest.json",
        "; with",
        "--suggestions suggest.json",
        "this page shows it.",
        "app",
        "1",
        "NetSg",
        "AWS::EC2::SecurityGroup",
        "stack",
        "app-Net-1A2B",
        "· line 10 · team payments",
        "NetSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.",
        "7  GroupDescription: app",
        "8  SecurityGroupEgress:",
        "9    - CidrIp: 0.0.0.0/0",
        "&gt; 10      IpProtocol: -1",
        "11      Description: everything",
        "How to fix it:",
        "Name the protocol and ports it needs, e.g. tcp 443.",
        "Instead, for example:",
        "{ &quot;IpProtocol&quot;: &quot;tcp&quot;, &quot;FromPort&quot;: 443, &quot;ToPort&quot;: 443, &quot;CidrIp&quot;: &quot;0.0.0.0/0&quot; }",
        "No exemption covers it.",
        "StackSet base",
        "1",
        "AppSg",
        "AWS::EC2::SecurityGroup",
        "stack",
        "StackSet-base-6f0c1d2e-1111-4b5c-8d9e-0123456789ab",
        "· line 10 · if IsOpen",
        "AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0].IpProtocol.Fn::If[1] allows all protocols (IpProtocol -1) to 0.0.0.0/0.",
        "7  GroupDescription: app",
        "8  SecurityGroupEgress:",
        "9    - CidrIp: 0.0.0.0/0",
        "&gt; 10      IpProtocol: !If [IsOpen, -1, &#39;tcp&#39;]",
        "11      Description: everything",
        "How to fix it:",
        "Name the protocol and ports it needs, e.g. tcp 443.",
        "Instead, for example:",
        "{ &quot;IpProtocol&quot;: &quot;tcp&quot;, &quot;FromPort&quot;: 443, &quot;ToPort&quot;: 443, &quot;CidrIp&quot;: &quot;0.0.0.0/0&quot; }",
        "No exemption covers it.",
        "Undetermined",
        "The templates do not tell these values. The hook decides them when the resources are provisioned, and blocks what it cannot decide even then.",
        "hidden",
        "1",
        "AppSg",
        "AWS::EC2::SecurityGroup",
        "stack",
        "hidden",
        "· line 10 · team payments",
        "AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] cannot be decided: the value of parameter Protocol is not known here.",
        "7  GroupDescription: app",
        "8  SecurityGroupEgress:",
        "9    - CidrIp: 0.0.0.0/0",
        "&gt; 10      IpProtocol: !Ref Protocol",
        "11      Description: everything",
        "How to fix it:",
        "Write the egress and its IpProtocol as literals, or as parameters and mappings that resolve to them.",
        "Could not be read",
        "Nothing is known of these stacks",
        "stack",
        "reason",
        "secret",
        "the permission cloudformation:GetTemplate is missing",
        "Exempted",
        "app",
        "1",
        "AppSg",
        "AWS::EC2::SecurityGroup",
        "stack",
        "app",
        "· line 10 · team payments",
        "AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.",
        "7  GroupDescription: app",
        "8  SecurityGroupEgress:",
        "9    - CidrIp: 0.0.0.0/0",
        "&gt; 10      IpProtocol: -1",
        "11      Description: everything",
        "How to fix it:",
        "Name the protocol and ports it needs, e.g. tcp 443.",
        "Instead, for example:",
        "{ &quot;IpProtocol&quot;: &quot;tcp&quot;, &quot;FromPort&quot;: 443, &quot;ToPort&quot;: 443, &quot;CidrIp&quot;: &quot;0.0.0.0/0&quot; }",
        "Exempted by NET-1 until 2027-01-31, approved by Network team: talks to partners on changing ports",
        "Checked before macros ran",
        "Of these stacks the report may know less than CloudFormation",
        "stack",
        "reason",
        "macro",
        "CloudFormation gives no processed template: what macros add is not in it",
        "Left out",
        "These stacks were not looked at",
        "stack",
        "reason",
        "short-lived",
        "it was deleted while the audit ran",
        "Egress Guard 0.1.0, by",
        "security_group_egress_with_all_protocols",
        ". Lines are those of the template that CloudFormation keeps.",
      ]
    `);
  });

  test('has no part that nothing is in', () => {
    expect(all(formatAuditHtml(reportOn([])), /<(section|li)\b/g)).toEqual([]);
    const html = formatAuditHtml(reportOn([evaluated(stackOf('app'), groupWith('-1'))]));
    expect(all(html, /<section id="([^"]*)"/g)).toEqual(['blocked']);
  });

  test('says that no exemptions were given, instead of that none covers an entry', () => {
    const html = formatAuditHtml(reportOn([evaluated(stackOf('app'), groupWith('-1'))]));
    expect(html).toContain('would be blocked. No exemptions were given.');
    expect(html).not.toContain('No exemption covers it.');
  });

  test('takes the indentation that all lines have from an excerpt', () => {
    const html = formatAuditHtml(reportOn([evaluated(stackOf('app'), groupWith('-1'))]));
    expect(all(html, /<pre[^>]*>(.*?)<\/pre>/gs)).toEqual([
      [
        '<span>   7  GroupDescription: app</span>',
        '<span>   8  SecurityGroupEgress:</span>',
        '<span>   9    - CidrIp: 0.0.0.0/0</span>',
        '<span class="marked">&gt; 10      IpProtocol: -1</span>',
        '<span>  11      Description: everything</span>',
      ].join(''),
    ]);
  });

  test('has a heading for each stack set or outermost stack, in the order of the counts', () => {
    const html = formatAuditHtml(exampleAuditReport);
    const groups = /<details id="group-\d+" open=""><summary><h3>([^<]*)</g;
    expect(all(html, groups)).toEqual(['app', 'StackSet base']);
  });

  test('shows once what is the same in several stacks, and leads to each of them in the console', () => {
    const instances = [1, 2, 3].map((one) => stackOf(`StackSet-base-6f0c1d2e-1111-4b5c-8d9e-00000000000${one}`));
    const other = stackOf('app');
    const html = formatAuditHtml(reportOn([...instances, other].map((stack) => evaluated(stack, groupWith('-1')))));
    expect(all(html, /<article class="(blocked)">/g)).toHaveLength(2);
    expect(html).toContain('<p class="quiet">3 stacks: <a href="');
    const links = all(html, /href="(https:\/\/[^"]*stackinfo[^"]*)"/g);
    expect(links).toHaveLength(4);
    expect(links).toContain(
      `https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/stackinfo?stackId=${encodeURIComponent(other.id)}`,
    );
  });

  test('folds what is too much to be read at once', () => {
    const stacks = (count: number) =>
      Array.from({ length: count }, (_, index) => evaluated(stackOf(`app-${index}`), groupWith('-1')));
    expect(formatAuditHtml(reportOn(stacks(50)))).toContain('<details id="group-1" open="">');
    const html = formatAuditHtml(reportOn(stacks(51)));
    expect(html).toContain('<details id="group-1">');
    expect(html).not.toContain('open=""');
  });
});

describe('what was suggested', () => {
  const report = reportOn(['app', 'shop'].map((name) => evaluated(stackOf(name), groupWith('-1'))));

  /** The texts of each entry that would be blocked. */
  const articlesOf = (of: AuditReport, suggested: readonly Suggested[]): readonly (readonly string[])[] =>
    all(formatAuditHtml(of, suggested), /<article class="blocked">(.*?)<\/article>/gs).map((one) =>
      textsOf(`<body>${one}`),
    );

  test('stands below the entry of its group, to read and to paste, and below no other', () => {
    const entries = [
      entry({ kind: 'CidrIp', value: '10.0.9.9/32' }),
      entry({ kind: 'CidrIpv6', value: '::/0' }, false),
    ];
    const suggested = suggestedFor('app', { entries, notes: ['That is less than a week.'] });
    const [app = [], shop = []] = articlesOf(report, [suggested]);
    expect(app.slice(app.indexOf('What the group really used, by its flow logs'))).toEqual([
      ...['What the group really used, by its flow logs', 'protocol', 'ports', 'destination', 'how sure'],
      ...['tcp', '443', '10.0.9.9/32', 'sure', 'tcp', '443', '::/0', 'likely'],
      ...['That is less than a week.', 'To paste in place of all egress of the group:'],
      ...[
        'SecurityGroupEgress:',
        '- Description: Seen in flow logs',
        'IpProtocol: tcp',
        'FromPort: 443',
        'ToPort: 443',
      ],
      'CidrIp: &quot;10.0.9.9/32&quot;',
      ...['- Description: Likely, from flow logs', 'IpProtocol: tcp', 'FromPort: 443', 'ToPort: 443'],
      'CidrIpv6: &quot;::/0&quot;',
    ]);
    expect(shop).toContain('Instead, for example:');
    expect(shop.join()).not.toContain('really used');
    expect(formatAuditHtml(report, [suggested])).toContain('What the group really used is told of 1 of 2 entries.');
  });

  test('is found by the name of the stack, where that is all that is known, and by the id of a group of no stack', () => {
    const byName = suggestedFor('app', { stackId: '' });
    expect(articlesOf(report, [byName]).map((texts) => texts.join().includes('really used'))).toEqual([true, false]);
    const [finding] = report.findings;
    if (finding === undefined) throw new Error('there is no finding');
    const outside = { ...report, findings: [{ ...finding, logicalId: byName.group, isOutside: true as const }] };
    expect(articlesOf(outside, [byName]).join()).toContain('really used');
  });

  test('is none for a group of the same name in another stack, or another group', () => {
    const others = [suggestedFor('other'), suggestedFor('app', { resource: 'WebSg' })];
    expect(articlesOf(report, others).join()).not.toContain('really used');
  });

  test('parts stacks that are the same but for it, and no others', () => {
    const [one, two, three] = [1, 2, 3].map((digit) => `StackSet-base-6f0c1d2e-1111-4b5c-8d9e-00000000000${digit}`);
    const names = [one, two, three].map(String);
    const instances = reportOn(names.map((name) => evaluated(stackOf(name), groupWith('-1'))));
    const same = names.map((name) => suggestedFor(name));
    expect(articlesOf(instances, same)).toHaveLength(1);
    const entries = [entry({ kind: 'DestinationPrefixListId', value: 'pl-0123456789abcdef0' })];
    expect(articlesOf(instances, [...same.slice(1), suggestedFor(names[0] ?? '', { entries })])).toHaveLength(2);
  });

  test('may be nothing, which is no proof', () => {
    const [app = []] = articlesOf(report, [suggestedFor('app', { entries: [] })]);
    expect(app).toContain(
      'Its flow logs show nothing that an entry could name, so nothing is suggested. That is no proof that nothing is needed.',
    );
    expect(app).not.toContain('SecurityGroupEgress:');
  });

  test('is escaped', () => {
    const entries = [entry({ kind: 'CidrIp', value: HOSTILE })];
    const html = formatAuditHtml(report, [suggestedFor('app', { entries, notes: [HOSTILE] })]);
    expect(html).not.toMatch(/<(script|img)\b/i);
    expect(html).toContain('&lt;script&gt;');
  });

  test('is asked for by a command that the page names, where there is a group', () => {
    const command = 'egress-guard suggest --from audit.json --log-group NAME --format json &gt; suggest.json';
    expect(formatAuditHtml(report)).toContain(command);
    expect(formatAuditHtml(report, [])).not.toContain(command);
    expect(formatAuditHtml(reportOn([]))).not.toContain(command);
  });
});

describe('a text in markup', () => {
  test('is shown as it is', () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
    );
  });

  test('has its control characters spelled out', () => {
    expect(escapeHtml(HOSTILE)).toMatch(/&quot;&#39;&amp;\\u0000\\u001b\[2J\\u202e\\u2028$/);
  });

  test('is cut where it is longer than any real one', () => {
    expect(escapeHtml('<'.repeat(100_000)).length).toBeLessThan(20_000);
  });

  test('is escaped in attributes too', () => {
    expect(element('a', { href: '"><b>' }, '<i>').html).toBe('<a href="&quot;&gt;&lt;b&gt;">&lt;i&gt;</a>');
  });
});
