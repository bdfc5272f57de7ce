/** A user that owns nothing. */
const NOBODY = 65_534;

/** Runs `use` as somebody to whom permissions apply: they do not to root, whom containers run as. */
export const unprivileged = async <T>(use: () => Promise<T>): Promise<T> => {
  if (process.geteuid?.() !== 0) return use();
  process.seteuid?.(NOBODY);
  try {
    return await use();
  } finally {
    process.seteuid?.(0);
  }
};
