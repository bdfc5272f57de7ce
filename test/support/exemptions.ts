/** A day so far from today, in UTC, as an exemption names it. */
export const dayFrom = (now: number, days: number): string =>
  new Date(now + days * 86_400_000).toISOString().slice(0, 10);

/** An exemption that covers the group `AppSg`; `fields` change it. */
export const exemption = (now: number, fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  id: 'VPN-7',
  reason: 'Appliance of a supplier',
  approvedBy: 'Network security',
  expires: dayFrom(now, 100),
  match: { logicalId: 'AppSg' },
  ...fields,
});

/** An exemptions document as text. */
export const documentOf = (...exemptions: readonly unknown[]): string => JSON.stringify({ version: 1, exemptions });
