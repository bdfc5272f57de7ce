import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv, env, execPath, exit, stderr } from 'node:process';
import { chromium, type Page } from 'playwright-core';
import { escapeHtml } from '../../cli/command/audit/format/html/element.ts';
import { formatAuditHtml } from '../../cli/command/audit/format/html/page.ts';
import { isObject, own } from '../../rule/index.ts';
import { exampleAuditReport } from '../support/audit-report.ts';
import { type Widget, widgetsOf } from '../support/dashboard.ts';
import { readTemplate } from '../support/deployed.ts';
import { renderTemplate } from '../support/rendered-template.ts';
import { everything } from '../support/rendered-template-log.ts';

const usage = `Usage: node test/project/write-pictures.ts <chromium>

Writes the pictures of the docs, docs/pictures/*.png, from what the built command prints, the page of an audit and the
body of the dashboard in the template.
`;

const [executablePath] = argv.slice(2);
if (executablePath === undefined) {
  stderr.write(usage);
  exit(2);
}

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/pictures');

/** What a terminal shows of a command, with its colours. */
const print = (...args: readonly string[]): string =>
  spawnSync(execPath, ['dist/cli/index.js', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, FORCE_COLOR: '1' },
  }).stdout;

/** The colours that the command uses, by their codes: https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const styles: Readonly<Record<string, string>> = {
  '1': 'font-weight: 700',
  '31': 'color: #ff8d85',
  '32': 'color: #7ed09c',
  '33': 'color: #f0c36d',
};

/** What begins such a code is the character 27. */
const ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`);

const terminalPage = (prompt: string, text: string): string => {
  const parts = text.split(ESCAPE);
  const spans = parts.map((part, index) =>
    index % 2 === 0 ? `<span style="${styles[parts[index - 1] ?? ''] ?? ''}">${escapeHtmlLines(part)}</span>` : '',
  );
  return `<!doctype html><body style="margin: 0; background: #14171c; color: #e8eaee">
<pre id="picture" style="margin: 0; padding: 20px 24px; font: 14px/1.5 'DejaVu Sans Mono', monospace; white-space: pre-wrap"><b>$ ${escapeHtml(prompt)}</b>
${spans.join('')}</pre>`;
};

const escapeHtmlLines = (text: string): string => text.split('\n').map(escapeHtml).join('\n');

/** A cell of the grid of a dashboard, in pixels: 24 columns of these. */
const CELL = { width: 45, height: 44 };

/** What a widget shows, in words: CloudWatch alone draws it with its data. */
const widgetHtml = (widget: Widget): string => {
  const { properties } = widget;
  const markdown = properties['markdown'];
  if (typeof markdown === 'string')
    return markdown
      .split('\n')
      .map((line) => `<p>${escapeHtml(line.replaceAll(/[#*`]|\]\([^)]*\)|\[/g, ''))}</p>`)
      .join('');
  const rows = Array.isArray(properties['metrics']) ? properties['metrics'] : [];
  const labels = rows.flatMap((row: unknown) => {
    const options: unknown = Array.isArray(row) ? row.at(-1) : undefined;
    return isObject(options) && options['visible'] !== false ? (own(options, 'label') ?? []) : [];
  });
  const alarms = Array.isArray(properties['alarms'])
    ? properties['alarms'].map((arn) => String(arn).split(':').at(-1))
    : [];
  const items = [...labels, ...alarms].map((text) => `<li>${escapeHtml(String(text))}</li>`).join('');
  const query = properties['query'];
  const told =
    typeof query === 'string'
      ? query
          .split('\n')
          .map((line) => `<p>${escapeHtml(line)}</p>`)
          .join('')
      : `<ul>${items}</ul>`;
  return `<b>${escapeHtml(String(properties['title']))}</b> <i>${escapeHtml(String(properties['view'] ?? widget.type))}</i>${told}`;
};

const dashboardPage = (widgets: readonly Widget[]): string => {
  const boxes = widgets.map((widget) => {
    const { x, y, width, height } = widget;
    const place = `left: ${x * CELL.width}px; top: ${y * CELL.height}px; width: ${width * CELL.width - 8}px; height: ${height * CELL.height - 8}px`;
    return `<div style="${place}">${widgetHtml(widget)}</div>`;
  });
  const bottom = Math.max(...widgets.map(({ y, height }) => y + height)) * CELL.height;
  return `<!doctype html><style>
#picture { position: relative; height: ${bottom}px; width: ${24 * CELL.width}px; margin: 8px; font: 13px/1.35 "DejaVu Sans", sans-serif; }
div div { position: absolute; box-sizing: border-box; padding: 8px 10px; border: 1px solid #d5d9e0; border-radius: 6px; overflow: hidden; }
p { margin: 2px 0; } ul { margin: 4px 0; padding-left: 1.2em; columns: 11em; } i { color: #565e6b; }</style>
<div id="picture">${boxes.join('')}</div>`;
};

const bodyOfDashboard = async (): Promise<unknown> => {
  const { resources } = renderTemplate(await readTemplate('template.yaml'), everything);
  return resources['Dashboard']?.['DashboardBody'];
};

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

const shoot = async (
  name: string,
  html: string,
  width: number,
  take: (page: Page) => Promise<Buffer>,
): Promise<void> => {
  const page = await browser.newPage({ viewport: { width, height: 900 }, deviceScaleFactor: 1 });
  await page.setContent(html);
  await take(page);
  await page.close();
  stderr.write(`docs/pictures/${name}.png\n`);
};

mkdirSync(folder, { recursive: true });
const pathOf = (name: string): string => join(folder, `${name}.png`);
const terminals = {
  check: ['check', 'examples/all-protocols.yaml'],
  simulate: ['simulate', 'examples/all-protocols.yaml'],
} as const;
execFileSync(execPath, ['infra/build/build.ts'], { cwd: root });
for (const [name, args] of Object.entries(terminals)) {
  const html = terminalPage(`npx --no-install egress-guard ${args.join(' ')}`, print(...args));
  await shoot(name, html, 1100, (page) => page.locator('#picture').screenshot({ path: pathOf(name) }));
}
await shoot('audit', formatAuditHtml(exampleAuditReport), 900, (page) =>
  page.screenshot({ path: pathOf('audit'), clip: { x: 0, y: 0, width: 900, height: 1250 }, fullPage: true }),
);
await shoot('dashboard', dashboardPage(widgetsOf(await bodyOfDashboard())), 1100, (page) =>
  page.locator('#picture').screenshot({ path: pathOf('dashboard') }),
);
await browser.close();
