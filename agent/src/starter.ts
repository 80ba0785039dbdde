/**
 * Calls `onGone` as soon as the process that started this one is gone, even where it was killed: its end of the channel between
 * the two closes with it. Without such a channel (a shell, a service manager) it is never called.
 */
export function whenStarterIsGone(onGone: () => void): void {
  if (process.connected) process.once("disconnect", onGone);
  // Undefined where there never was a channel, false where it is closed already.
  else if (process.connected === false) onGone();
}
