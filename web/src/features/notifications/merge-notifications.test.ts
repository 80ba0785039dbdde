import type { Notification } from "@computehive/protocol/api/notification";
import { expect, it } from "vitest";
import { mergeNotifications } from "./merge-notifications.ts";

it("shows each notification once, newest first", () => {
  const merged = mergeNotifications([one(2), one(1)], [one(3), one(2)]);
  expect(merged.map(({ id }) => id)).toEqual([3, 2, 1]);
});

it("does not make unread again what was read meanwhile", () => {
  expect(mergeNotifications([one(1, true)], [one(1)])).toEqual([one(1, true)]);
  expect(mergeNotifications([one(1)], [one(1, true)])).toEqual([one(1, true)]);
});

it("hands back the same list where nothing was told", () => {
  const listed = [one(1)];
  expect(mergeNotifications(listed, [])).toBe(listed);
});

function one(id: number, read = false): Notification {
  return { id, kind: "job-lapsed", at: id, facts: {}, read };
}
