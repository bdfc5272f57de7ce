const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']);

/** Whether AWS refused something for want of a permission: what else was asked for may still be had. */
export const isAccessDenied = (error: unknown): boolean => error instanceof Error && DENIED.has(error.name);
