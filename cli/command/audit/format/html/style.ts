/** The whole look of the page: light, dark and printed, without anything from elsewhere. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f5f6f8; --line: #d5d9e0; --text: #1b1f26; --quiet: #565e6b;
  --link: #0b57b0; --bad: #b3261e; --open: #7a5200; --good: #1a6b3a; --mark: #ffe2de;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171c; --panel: #1d2128; --line: #3a414d; --text: #e8eaee; --quiet: #a7afbc;
    --link: #8ab8f7; --bad: #ff9389; --open: #f0c36d; --good: #7ed09c; --mark: #54231f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 72rem; padding: 1.5rem 1.25rem 3rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.3rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.1rem; }
h4 { margin: 0; font-size: 1rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
.quiet { color: var(--quiet); font-weight: normal; }
.lead { margin: .75rem 0 1rem; font-size: 1.15rem; }
.bad { color: var(--bad); }
.open { color: var(--open); }
.good { color: var(--good); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0; padding: 0; list-style: none; }
dl.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 0; }
dl.counts div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: .6rem .8rem; border: 1px solid var(--line);
  border-radius: .5rem; background: var(--panel); }
dl.counts dt { color: var(--quiet); font-size: .875rem; }
dl.counts dd { margin: 0; font-size: 1.6rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
/* A shadow at the edge, where more can be scrolled to; what scrolls along covers it at the end. */
.scroll { overflow-x: auto; background:
  linear-gradient(to right, var(--page) 30%, transparent) left / 3rem 100% no-repeat local,
  linear-gradient(to left, var(--page) 30%, transparent) right / 3rem 100% no-repeat local,
  linear-gradient(to right, var(--line), transparent) left / 1rem 100% no-repeat scroll,
  linear-gradient(to left, var(--line), transparent) right / 1rem 100% no-repeat scroll; }
summary { cursor: pointer; }
summary h3 { display: inline; }
details { margin: 1.25rem 0; }
table { width: 100%; margin: .75rem 0 1.25rem; border-collapse: collapse; font-size: .9375rem; }
caption { padding-bottom: .35rem; text-align: left; font-weight: 600; }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; min-width: 9rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.reason { min-width: 14rem; }
article { margin: .75rem 0 1rem; padding: .75rem .9rem; border: 1px solid var(--line); border-left: .3rem solid var(--bad);
  border-radius: .4rem; }
article.undetermined { border-left-color: var(--open); }
article.exempted { border-left-color: var(--good); }
pre { margin: .6rem 0; padding: .5rem 0; overflow-x: auto; border-radius: .35rem; background: var(--panel);
  font: .85rem/1.45 ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; overflow-wrap: normal; }
pre span { display: block; width: max-content; min-width: 100%; padding: 0 .8rem; }
pre .marked { background: var(--mark); font-weight: 600; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .875rem; }
@media (max-width: 40rem) {
  th, td { padding-right: .5rem; }
  tbody th { min-width: 7rem; }
}
@media print {
  :root {
    --page: #ffffff; --panel: #f5f6f8; --line: #bcc2cc; --text: #000000; --quiet: #444a54;
    --link: #000000; --bad: #8f1d16; --open: #5f4000; --good: #14532d; --mark: #ffe2de;
  }
  @page { margin: 14mm; }
  html { font-size: 11.5px; }
  nav { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  dl.counts { grid-template-columns: repeat(7, 1fr); gap: .5rem; }
  body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, h4, caption { break-after: avoid; }
  article, tr, dl.counts { break-inside: avoid; }
  thead { display: table-header-group; }
  pre, .scroll { overflow: visible; }
  pre span { width: auto; white-space: pre-wrap; }
}
`;
