/** A name in SQL as Athena reads queries, whatever is in it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in SQL, whatever is in it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
