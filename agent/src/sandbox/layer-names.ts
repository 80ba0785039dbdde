/**
 * Confinement layers around the sandboxed process, outermost first. Each is used where the machine offers it; none is needed.
 * The process boundary itself, the empty environment and the pipes are always there.
 */
export const LAYERS = [
  "cgroup",
  "unprivileged-user",
  "rlimits",
  "nice",
  "no-new-privileges",
  "bubblewrap",
  "node-permission",
] as const;
export type Layer = (typeof LAYERS)[number];
