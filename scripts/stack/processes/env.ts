/** What every process of the stack inherits; keys and settings of the person at the terminal are not among it. */
export function childEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG };
}
