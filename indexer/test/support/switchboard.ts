import { connect, createServer, type Socket } from "node:net";

/** One address for a chain that is started again elsewhere: passes bytes on, and cuts every connection at a switch. */
export interface Switchboard {
  readonly url: string;
  /** Nothing: nobody answers. */
  switchTo(url: string | undefined): void;
  stop(): Promise<void>;
}

export async function openSwitchboard(url: string): Promise<Switchboard> {
  let target: URL | undefined = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((from) => {
    if (!target) return from.destroy();
    const to = connect(Number(target.port), target.hostname);
    for (const socket of [from, to]) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        from.destroy();
        to.destroy();
      });
    }
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    switchTo(next) {
      target = next === undefined ? undefined : new URL(next);
      cut();
    },
    stop() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
