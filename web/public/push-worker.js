/**
 * Shows what the gateway pushes while no page is open. It asks nobody for anything, keeps nothing, and caches nothing: the site
 * works the same without it.
 */

/** The same words as in the page; a test compares them. */
const TITLES = {
  "job-claimed": "A node has taken your job",
  "result-ready": "Your result is ready",
  "job-lapsed": "Nobody took your job in time",
  "job-reopened": "Your job is open again",
  "job-settled": "A job was settled and paid",
  "job-refunded": "A job was refunded",
  "dispute-opened": "The buyer disputes a result",
  verdict: "The arbiter has ruled",
  "execution-expired": "A node did not submit in time",
  "node-paused": "A node was paused",
  "stake-slashed": "Stake was taken",
  "thaw-finished": "Your stake has thawed",
  "low-gas": "A node is short of gas money",
};
const FALLBACK = "Something happened in your account";

function pathOf({ kind, facts }) {
  if (kind === "low-gas" || kind === "node-paused") return facts.node ? `/provide/nodes/${facts.node}` : "/provide";
  if (kind === "stake-slashed" || kind === "thaw-finished") return "/provide/stake";
  return facts.jobId ? `/jobs/${facts.jobId}` : "/account/notifications";
}

function read(data) {
  try {
    const { notification } = data.json();
    return { title: TITLES[notification.kind] ?? FALLBACK, path: pathOf(notification), tag: String(notification.id) };
  } catch {
    // A browser takes the permission away from whoever shows nothing for a push.
    return { title: FALLBACK, path: "/account/notifications", tag: "unreadable" };
  }
}

self.addEventListener("push", (event) => {
  const { title, path, tag } = read(event.data);
  event.waitUntil(self.registration.showNotification(title, { tag, icon: "/icon.svg", data: { path } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.path ?? "/", self.location.origin).href;
  event.waitUntil(open(url));
});

/** Goes on in a tab that is there, else in a new one. */
async function open(url) {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find((one) => one.url === url) ?? tabs[0];
  if (!tab) return self.clients.openWindow(url);
  await tab.focus();
  return tab.url === url ? undefined : tab.navigate(url);
}
