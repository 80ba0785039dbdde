// Tries everything that a sandboxed process must not be able to do, and tells what worked.
import { execFileSync, fork } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { Worker } from "node:worker_threads";
import { ready, report } from "./speak.mjs";

const port = ready().args[1];
const results = {};
const attempt = async (name, work) => {
  try {
    results[name] = `worked: ${String(await work()).slice(0, 60)}`;
  } catch (error) {
    results[name] = error.code ?? error.name;
  }
};
const dial = (port) =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve("connected"));
    socket.once("error", reject);
  });

await attempt("readPassword", () => readFileSync("/etc/passwd"));
await attempt("readShadow", () => readFileSync("/etc/shadow"));
await attempt("listHome", () => readdirSync("/root"));
await attempt("listTemporary", () => readdirSync("/tmp"));
await attempt("readEnvironmentOfParent", () => readFileSync(`/proc/${process.ppid}/environ`));
await attempt("writeTemporary", () => writeFileSync("/tmp/hive-escape", "x"));
await attempt("writeCode", () => writeFileSync(new URL("./written", import.meta.url), "x"));
await attempt("link", () => symlinkSync("/etc/passwd", "/tmp/hive-link"));
await attempt("run", () => execFileSync("/bin/true"));
await attempt("fork", () => fork(import.meta.filename).pid);
await attempt("worker", () => new Worker("1", { eval: true }).threadId);
await attempt("network", () => dial(Number(port)));
await attempt("addon", () => process.dlopen({ exports: {} }, "/lib/x.node"));
await attempt("killParent", () => process.kill(process.ppid, 0));
await attempt(
  "environment",
  () =>
    Object.keys(process.env)
      .filter((name) => !["PWD", "PATH"].includes(name))
      .join() || Promise.reject(new Error("empty")),
);
results.user = `${process.getuid()}`;
report(JSON.stringify(results));
process.exit(0);
