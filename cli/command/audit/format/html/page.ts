import { hash } from 'node:crypto';
import type { AuditReport } from '../../../../../infra/audit/index.ts';
import { ruleOf, version } from '../../../../../rule/index.ts';
import type { Suggested } from '../../../suggest/index.ts';
import { auditSummary, scopeOf } from '../summary.ts';
import { countTables, countTiles } from './counts.ts';
import { element, type Html, lines } from './element.ts';
import { type Section, sectionsOf } from './sections.ts';
import { style } from './style.ts';

/** The report as one page that needs nothing else; with `suggested`, each entry with what its group really used. */
export function formatAuditHtml(report: AuditReport, suggested?: readonly Suggested[]): string {
  const sections = sectionsOf(report, suggested);
  const main = element('main', {}, lines(countTables(report), ...sections.map(show)));
  const body = element('body', {}, lines(header(report), navigation(sections), main, footer(report)));
  const title = `Egress audit: ${scopeOf(report)}`;
  return `<!doctype html>\n${element('html', { lang: 'en' }, lines(head(title), body)).html}\n`;
}

const show = ({ id, title, content }: Section): Html =>
  element(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    lines(element('h2', { id: `${id}-title` }, title), content),
  );

const header = (report: AuditReport): Html => {
  const { time, summary, exemptionsGiven } = report;
  const exemptions = exemptionsGiven ? '' : ' No exemptions were given.';
  const minute = time.slice(0, 16).replace('T', ' ');
  return element(
    'header',
    {},
    lines(
      element('h1', {}, headline(report)),
      element('p', { class: 'quiet' }, `${scopeOf(report)}, ${minute} UTC`),
      element('p', { class: summary.findings > 0 ? 'lead bad' : 'lead' }, `${auditSummary(report)}${exemptions}`),
      countTiles(report),
    ),
  );
};

/** Of one rule, its title says what the page is about. */
const headline = ({ rules: [first = '', ...others] }: AuditReport): string =>
  others.length === 0 && first !== '' ? ruleOf({ ruleId: first }).title : 'Security group egress';

const navigation = (sections: readonly Section[]): Html => {
  const items = sections.map(({ id, title, count }) =>
    element('li', {}, element('a', { href: `#${id}` }, title), ` ${count}`),
  );
  return element('nav', { 'aria-label': 'Parts of this page' }, element('ul', {}, ...items));
};

const footer = ({ rules }: AuditReport): Html => {
  const links = rules.flatMap((id) => [', ', ruleLink(id)]).slice(1);
  const about = 'Lines are those of the template that CloudFormation keeps.';
  return element('footer', {}, `Egress Guard ${version}, by `, ...links, `. ${about}`);
};

const ruleLink = (ruleId: string): Html => {
  const { id, documentation } = ruleOf({ ruleId });
  return element('a', { href: documentation[0], rel: 'noreferrer' }, id);
};

/** Nothing may be loaded and nothing may run, whatever a template managed to put on the page. */
const policy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'`;

const head = (title: string): Html =>
  element(
    'head',
    {},
    lines(
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('title', {}, title),
      { html: `<style>${style}</style>` },
    ),
  );
