import { execFile } from "node:child_process";
import { connect, createServer, type Server, type Socket } from "node:net";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * A network namespace of the test's own: a machine that can dial out to this one over a single cable, and that nobody can
 * dial into, because nothing in it listens on the cable.
 */
export interface Namespace {
  readonly name: string;
  /** Makes a port of this machine's loopback reachable from inside, and returns its URL there. */
  expose(port: number): Promise<string>;
  /** A command that runs inside. */
  inside(command: string, ...args: string[]): readonly [string, ...string[]];
  remove(): Promise<void>;
}

/** Needs root and iproute2. @param index 0 to 200: which addresses it takes, so that several can exist. */
export async function createNamespace(index: number): Promise<Namespace> {
  const name = `hive-test-${process.pid}-${index}`;
  const [outer, inner] = [`hv${process.pid % 10_000}o${index}`, `hv${process.pid % 10_000}i${index}`];
  const [here, there] = [`10.201.${index}.1`, `10.201.${index}.2`];
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  await run("ip", ["netns", "add", name]);
  await run("ip", ["link", "add", outer, "type", "veth", "peer", "name", inner]);
  await run("ip", ["link", "set", inner, "netns", name]);
  await run("ip", ["addr", "add", `${here}/30`, "dev", outer]);
  await run("ip", ["link", "set", outer, "up"]);
  await run("ip", ["-n", name, "addr", "add", `${there}/30`, "dev", inner]);
  await run("ip", ["-n", name, "link", "set", inner, "up"]);
  await run("ip", ["-n", name, "link", "set", "lo", "up"]);

  return {
    name,
    async expose(port) {
      const server = createServer((socket) => {
        const upstream = connect({ port, host: "127.0.0.1" });
        for (const end of [socket, upstream]) {
          sockets.add(end);
          end.on("close", () => sockets.delete(end));
          end.on("error", () => {
            socket.destroy();
            upstream.destroy();
          });
        }
        socket.pipe(upstream).pipe(socket);
      });
      servers.push(server);
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen({ port, host: here }, resolve);
      });
      return `http://${here}:${port}`;
    },
    inside: (command, ...args) => ["ip", "netns", "exec", name, command, ...args],
    async remove() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await run("ip", ["netns", "del", name]).catch(() => undefined);
      await run("ip", ["link", "del", outer]).catch(() => undefined);
    },
  };
}
