import { describe, expect, test } from 'vitest';
import { runQuery } from './insights.ts';

const NOW = Date.UTC(2026, 0, 2);
const MINUTE = 60_000;

const lines = [
  { name: 'a', kind: 'x', size: 3, items: [{ id: 'i1', cost: 2 }, { id: 'i2' }], nested: { list: ['p', 'q'] } },
  { name: 'b', kind: 'y', size: 10, items: [{ id: 'i2', cost: 5 }] },
  { name: 'c', kind: 'x', other: 'o' },
];

const events = lines.map((line, index) => ({
  timestamp: NOW - (lines.length - index) * MINUTE,
  message: JSON.stringify(line),
}));

const run = (query: string) => runQuery(query, [...events, { timestamp: NOW, message: 'no JSON at all' }], NOW);

const names = (filter: string): unknown[] => run(`filter ${filter} | display name`).rows.map(({ name }) => name);

const filters: Record<string, [condition: string, names: string]> = {
  'a text': ['name = "a"', 'a'],
  'a text in single quotes': ["kind = 'x'", 'ac'],
  'a number': ['size = 10', 'b'],
  'no text that looks like the number': ['size = "10"', ''],
  'what is larger': ['size > 3', 'b'],
  'what is larger or equal': ['size >= 3', 'ab'],
  'nothing where it is not there': ['missing > 0', ''],
  'no field with itself where it is not there': ['missing = missing', ''],
  'what all objects have only where it is there': ['ispresent(constructor)', ''],
  'one of several': ['name in ["b", "c"]', 'bc'],
  'an item of a list': ['nested.list.1 = "q"', 'a'],
  'a field of an item': ['items.0.id = "i1"', 'a'],
  'what is there': ['ispresent(other)', 'c'],
  'and before or': ['name = "c" or kind = "x" and size = 3', 'ac'],
  'parentheses first': ['(name = "c" or kind = "x") and size = 3', 'a'],
  'several times': ['kind = "x" | filter name = "c"', 'c'],
  'the time': ['toMillis(@timestamp) >= now() * 1000 - 120000', 'bc'],
  'a product before a sum': ['size = 1 + 3 * 3', 'b'],
  'from left to right': ['size = 15 - 4 - 1', 'b'],
};

const results: Record<string, [query: string, rows: readonly object[]]> = {
  'counts, sums and takes the latest of each group': [
    'stats count(*) as lines, sum(size) as total, latest(name) as last by kind',
    [
      { kind: 'x', lines: 2, total: 3, last: 'c' },
      { kind: 'y', lines: 1, total: 10, last: 'b' },
      { kind: undefined, lines: 1, total: 0, last: undefined },
    ],
  ],
  'groups by several fields': [
    'filter ispresent(size) | stats count(*) as lines by kind, name',
    [
      { kind: 'x', name: 'a', lines: 1 },
      { kind: 'y', name: 'b', lines: 1 },
    ],
  ],
  'makes fields': [
    'fields coalesce(other, name) as first, size + 1 as more | filter kind = "x" | display first, more',
    [{ first: 'a', more: 4 }, { first: 'o' }],
  ],
  'makes a row of each item of a list': [
    'filter ispresent(items.0.id) | fields jsonParse(@message) as all | unnest all.items into item | stats sum(item.cost) as cost by item.id',
    [
      { 'item.id': 'i1', cost: 2 },
      { 'item.id': 'i2', cost: 5 },
    ],
  ],
  'keeps the other fields beside an item': [
    'filter name = "b" | fields jsonParse(@message) as all | unnest all.items into item | display name, item.id',
    [{ name: 'b', 'item.id': 'i2' }],
  ],
  'sorts numbers as numbers': ['filter ispresent(size) | sort size asc | display size', [{ size: 3 }, { size: 10 }]],
  'sorts texts, and the other way round': [
    'filter ispresent(name) | sort name desc | display name',
    [{ name: 'c' }, { name: 'b' }, { name: 'a' }],
  ],
  limits: ['filter ispresent(name) | sort name asc | display name | limit 2', [{ name: 'a' }, { name: 'b' }]],
  'takes a line that is no JSON for its message': [
    'filter @message = "no JSON at all" | display @message, @timestamp',
    [{ '@message': 'no JSON at all', '@timestamp': NOW }],
  ],
  'leaves comments out': ['# what | this\n  # is for\nfilter name = "a"\n| display name', [{ name: 'a' }]],
};

const unknown: Record<string, string> = {
  nothing: '',
  'an unknown command': 'parse @message "*" as a',
  'an unknown function': 'filter strlen(name) > 1',
  'an unknown aggregate': 'stats avg(size) as a by kind',
  'an aggregate without a name': 'stats count(*) by kind',
  'a count of a field': 'stats count(name) as n by kind',
  'no groups': 'stats count(*) as n',
  'an inequality, which may or may not hold for what is not there': 'filter name != "a"',
  'a pattern': 'filter name like /a/',
  'a negation': 'filter not ispresent(name)',
  'a name in backticks': 'filter `some-name` = "a"',
  'a field without a new name': 'fields name',
  'a sort without a direction': 'sort name',
  'no limit': 'limit many',
  'a limit of nothing': 'limit 0',
  'a limit beyond what the console shows': 'limit 10001',
  'words that are left over': 'filter name = "a" "b"',
  'a list that is not closed': 'filter name in ["a"',
  'a parenthesis that is not closed': 'filter (name = "a"',
  'an argument list that is not closed': 'filter ispresent(name',
  'a command that is empty': 'filter name = "a" | ',
};

describe('runQuery', () => {
  test.each(Object.entries(filters))('filters by %s', (_name, [condition, expected]) => {
    expect(names(condition).join('')).toBe(expected);
  });

  test.each(Object.entries(results))('%s', (_name, [query, rows]) => {
    expect(run(query).rows).toEqual(rows);
  });

  test('tells which fields no record has, wherever they stand', () => {
    const query = `fields coalesce(name, absent1) as first
      | filter name = "a" or absent2 = "b"
      | stats sum(absent3) as total, latest(size) as size by kind
      | sort absent4 desc
      | display kind, total, size, other`;
    expect(run(query).unknown).toEqual(['absent1', 'absent2', 'absent3', 'absent4', 'other']);
  });

  test('refuses structures where CloudWatch does', () => {
    expect(() => run('stats count(*) as n by nested')).toThrow('takes no structure');
  });

  test.each(Object.entries(unknown))('refuses %s', (_name, query) => {
    expect(() => run(query)).toThrow(/^(Unknown|Expected|More than|A limit)/);
  });
});
