/** Why a version of Node does not run this program; undefined where it does. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor)) return undefined;
  const { major: least, minor: of } = NEEDED;
  return `needs Node.js ${least}.${of} or newer, and this is ${version}. Install one from https://nodejs.org.`;
}

/** As package.json says. */
const NEEDED = { major: 22, minor: 18 };
