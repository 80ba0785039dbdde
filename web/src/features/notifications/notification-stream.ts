import {
  type Notification,
  notificationEndSchema,
  notificationSchema,
  unreadSchema,
} from "@computehive/protocol/api/notification";

export interface StreamListener {
  onNotification(notification: Notification): void;
  onUnread(unread: number): void;
  /** The session is over: nothing more will come. */
  onSignedOut(): void;
  /** Whether the line stands. */
  onLine(isOpen: boolean): void;
}

export interface StreamPorts {
  /** Opens the gateway's stream with the session's cookie. */
  readonly open: () => EventSource;
  readonly setTimer: (action: () => void, milliseconds: number) => ReturnType<typeof setTimeout>;
}

/** Browsers give a stream up for good when it is refused: it is opened again, ever more rarely. Milliseconds. */
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

/** Follows the gateway's notifications until it is stopped. */
export function followNotifications(listener: StreamListener, { open, setTimer }: StreamPorts): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let isOver = false;

  const stop = () => {
    isOver = true;
    clearTimeout(timer);
    source?.close();
  };

  const begin = () => {
    source = open();
    source.addEventListener("open", () => {
      pause = FIRST_PAUSE;
      listener.onLine(true);
    });
    source.addEventListener("error", () => {
      listener.onLine(false);
      // Otherwise the browser tries again by itself, from the last id on.
      if (isOver || source?.readyState !== EventSource.CLOSED) return;
      timer = setTimer(begin, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    });
    source.addEventListener("notification", ({ data }: MessageEvent<string>) => {
      const parsed = notificationSchema.safeParse(parse(data));
      if (parsed.success) listener.onNotification(parsed.data);
    });
    source.addEventListener("unread", ({ data }: MessageEvent<string>) => {
      const parsed = unreadSchema.safeParse(parse(data));
      if (parsed.success) listener.onUnread(parsed.data.unread);
    });
    source.addEventListener("end", ({ data }: MessageEvent<string>) => {
      const parsed = notificationEndSchema.safeParse(parse(data));
      if (!parsed.success || parsed.data.reason !== "signed-out") return;
      stop();
      listener.onSignedOut();
    });
  };

  begin();
  return stop;
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
