import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { formatAuditHtml } from '../../cli/command/audit/format/html/page.ts';
import type { AuditReport } from '../../infra/audit/report.ts';
import { hostileAuditReport } from '../support/audit-report.ts';
import { documentOf, exemption } from '../support/exemptions.ts';
import { localServer } from '../support/local-server.ts';
import { answerAccount, makeAccount } from './support/audit-account.ts';
import { runCommand } from './support/command.ts';
import { startMoto } from './support/moto.ts';
import { startStandIn } from './support/stand-in.ts';

// moto makes the stacks; the stand-in adds what moto does not say of them: what is nested, denied, unprocessed or gone.

/** Debian's; see .ci/run. */
const { CHROMIUM = '/usr/bin/chromium' } = process.env;

let folder: string;
let browser: Browser;
let report: AuditReport;

/** Writes the report on an account as a page and reads it as JSON. */
const auditTwice = async (origin: string): Promise<void> => {
  const path = join(folder, 'exemptions.json');
  await writeFile(path, documentOf(exemption(Date.now(), { id: 'NET-1', match: { stackName: 'partner' } })));
  const args = ['audit', '--endpoint-url', origin, '--exemptions', path];
  report = JSON.parse((await runCommand([...args, '--format', 'json'])).out);
  await runCommand([...args, '--format', 'html', '--output', join(folder, 'audit.html')]);
  await writeFile(join(folder, 'hostile.html'), formatAuditHtml(hostileAuditReport));
};

beforeAll(async () => {
  const moto = await startMoto();
  await makeAccount(moto);
  const standIn = await startStandIn(moto);
  answerAccount(standIn, moto);
  folder = await mkdtemp(join(tmpdir(), 'egress-guard-'));
  await auditTwice(standIn.origin);
  // In a container the tests may run as root, for whom Chromium has no sandbox.
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;
  /** What it asked for, said on its console, or opened. */
  readonly noise: readonly string[];
}

const open = async (name: string, options: BrowserContextOptions = {}): Promise<Opened> => {
  const page = await browser.newPage(options);
  onTestFinished(() => page.close());
  const noise: string[] = [];
  const url = pathToFileURL(join(folder, name)).href;
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => noise.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => request.url() !== url && noise.push(`request: ${request.url()}`));
  await page.goto(url);
  return { page, noise };
};

/** The cells of each row of the table with that caption. */
const rowsOf = async (page: Page, caption: string): Promise<string[][]> => {
  const rows = page.getByRole('region', { name: caption }).locator('tbody tr');
  return Promise.all((await rows.all()).map((row) => row.locator('th, td').allInnerTexts()));
};

const cellsOf = (rows: AuditReport['groups']): string[][] =>
  rows
    .filter(({ findings, exempted, undetermined, unread }) => findings + exempted + undetermined + unread > 0)
    .map(({ name, stacks, blocked, findings, exempted, undetermined, unread }) => [
      name ?? '(no team tag)',
      ...[stacks, blocked, findings, exempted, undetermined, unread].map(String),
    ]);

describe('the page', () => {
  test('has the numbers of the JSON', async () => {
    const { page, noise } = await open('audit.html');
    const { stacks, blocked, findings, exempted, undetermined, unread, leftOut } = report.summary;
    expect(exempted).toBe(1);
    expect(await page.locator('dl.counts dt').allInnerTexts()).toEqual([
      'stacks looked at',
      'stacks blocked',
      'entries blocked',
      'exempted',
      'undetermined',
      'stacks not read',
      'stacks left out',
    ]);
    expect(await page.locator('dl.counts dd').allInnerTexts()).toEqual(
      [stacks, blocked, findings, exempted, undetermined, unread, leftOut].map(String),
    );
    expect(await rowsOf(page, 'By team')).toEqual(cellsOf(report.teams));
    expect(await rowsOf(page, 'By stack or stack set')).toEqual(cellsOf(report.groups));
    expect(noise).toEqual([]);
  });

  test('has the entries of the JSON, each with its line', async () => {
    const { page } = await open('audit.html');
    const lists = [
      ['blocked', report.findings],
      ['exempted', report.exempted],
      ['undetermined', report.undetermined],
    ] as const;
    for (const [kind, entries] of lists) {
      const article = page.locator(`article.${kind}`);
      const shown = await Promise.all(
        (await article.all()).map(async (one) => [
          await one.locator('h4 code').innerText(),
          (await one.locator('p').first().innerText()).replace(/ · .*/, '').replace(/^(stack|\d+ stacks:) /, ''),
          await one.locator('p').nth(1).innerText(),
          (await one.locator('pre .marked').innerText()).split(/\s+/)[1],
        ]),
      );
      // What is the same in several stacks is shown once, with all their names.
      const each = shown.flatMap(([logicalId, stacks = '', ...rest]) =>
        stacks.split(', ').map((stack) => [logicalId, stack, ...rest]),
      );
      expect(each.map(String).sort()).toEqual(
        entries
          .map(({ logicalId, stackName, message, line }) => String([logicalId, stackName, message, String(line)]))
          .sort(),
      );
    }
  });

  test('has what was not read and what was left out', async () => {
    const { page } = await open('audit.html');
    const reasons = (stacks: AuditReport['unread']) => stacks.map(({ stackName, reason }) => [stackName, reason]);
    expect(await rowsOf(page, 'Nothing is known of these stacks')).toEqual(reasons(report.unread));
    expect(await rowsOf(page, 'These stacks were not looked at')).toEqual(reasons(report.leftOut));
  });

  test('leads from a stack set to its entries', async () => {
    const { page } = await open('audit.html');
    await page.getByRole('link', { name: 'StackSet baseline' }).click();
    expect(await page.locator(':target summary').innerText()).toBe('StackSet baseline 3');
    expect(await page.locator(':target article').count()).toBe(1);
  });

  test('has no room to scroll sideways on a telephone', async () => {
    const { page } = await open('audit.html', { viewport: { width: 320, height: 640 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  test('is printed in black on white, even from a dark screen, and without what only a screen needs', async () => {
    const { page } = await open('audit.html', { colorScheme: 'dark' });
    const colours = () =>
      page.evaluate('[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]');
    expect(await colours()).toEqual(['rgb(232, 234, 238)', 'rgb(20, 23, 28)']);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await colours()).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

/** The lowest contrast between a text and what is behind it; https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const LOWEST_CONTRAST = `(() => {
  const channel = (value) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const read = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    const colour = read(getComputedStyle(element).backgroundColor);
    return colour[3] === 0 && element.parentElement ? behind(element.parentElement) : colour;
  };
  const texts = [...document.body.querySelectorAll('*')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ''));
  return Math.min(...texts.map((element) => {
    const lights = [luminance(read(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
    return (lights[0] + 0.05) / (lights[1] + 0.05);
  }));
})()`;

describe('the contrast of every text', () => {
  test.each([
    ['light', 'screen'],
    ['dark', 'screen'],
    ['light', 'print'],
  ] as const)('suffices: %s %s', async (colorScheme, media) => {
    const { page } = await open('audit.html', { colorScheme });
    await page.emulateMedia({ media, colorScheme });
    expect(await page.evaluate(LOWEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('a hostile template', () => {
  test('runs nothing, loads nothing, and is shown as it is', async () => {
    const { page, noise } = await open('hostile.html');
    expect(await page.locator('script, img').count()).toBe(0);
    expect(await page.locator('article').count()).toBe(3);
    expect(await page.locator('article').first().innerText()).toContain('<script>alert(1)</script>');
    expect(noise).toEqual([]);
  });

  test('could do nothing even if it got onto the page', async () => {
    const server = await localServer((response) => response.end());
    const { page, noise } = await open('hostile.html');
    const image = `<img src="${server.origin}/" onerror="alert(1)">`;
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '${image}')`);
    const refused = () => noise.filter((line) => line.includes('Content Security Policy')).length;
    await expect.poll(refused).toBeGreaterThanOrEqual(2);
    expect(noise.filter((line) => line.startsWith('dialog: '))).toEqual([]);
    expect(server.attempts()).toBe(0);
  });
});
