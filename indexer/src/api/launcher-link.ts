import { type LauncherMessage, launcherMessageSchema } from "../launcher-messages.ts";

/** Calls back with what the launcher says; its messages are the only ones on this channel. */
export function onLauncherMessage(act: (message: LauncherMessage) => void): void {
  process.on("message", (message) => {
    const read = launcherMessageSchema.safeParse(message);
    if (read.success) act(read.data);
  });
}
