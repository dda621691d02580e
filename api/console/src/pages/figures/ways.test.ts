import { expect, it } from "vitest";
import { wayOf } from "./ways";

const filters = { from: "2026-11-01T00:05:00Z", to: "2026-11-01T23:55:00Z" };
const group = (key: string, values: Record<string, number>, cases: Record<string, string> = {}) => ({ key, values, cases });

it("leads from a number to the cases that it counts, and from none nowhere", () => {
  const figure = { name: "confirmed", by: "owner" } as const;
  const one = group("police", { cases: 3, rejected: 0 }, { cases: "owner=police", rejected: "owner=police&verdict=rejected" });
  expect(wayOf(figure, one, "cases", filters)).toEqual({ to: "/cases?owner=police", list: "cases" });
  expect(wayOf(figure, one, "rejected", filters)).toBeNull();
  expect(wayOf(figure, one, "confirmed_share", filters)).toBeNull();
});

it("leads from messages to the ledger of their receiver, state and time", () => {
  const one = group("platform", { dead: 2, accepted_share: 0.9 });
  expect(wayOf({ name: "deliveries", by: "receiver" }, one, "dead", filters)).toEqual({
    to: "/deliveries?receiver=platform&state=dead&since=2026-11-01T00%3A00%3A00.000Z&until=2026-11-02T00%3A00%3A00.000Z", list: "deliveries",
  });
  expect(wayOf({ name: "deliveries", by: "receiver" }, one, "accepted_share", filters)).toBeNull();
  expect(wayOf({ name: "deliveries", by: "hour" }, group("7", { dead: 2 }), "dead", filters)).toBeNull();
  expect(wayOf({ name: "deliveries", by: "hour" }, group("", { dead: 2 }), "dead", filters, true)?.to).toContain("state=dead");
});

it("leads from an owner's looks to his cameras", () => {
  expect(wayOf({ name: "on_time", by: "owner" }, group("police", { missed: 9 }), "missed", filters)?.to).toBe("/cameras?owner=police");
  expect(wayOf({ name: "on_time", by: "day" }, group("2026-11-01", { missed: 9 }), "missed", filters)).toBeNull();
  expect(wayOf({ name: "on_time", by: "owner" }, group("police", { share: 0 }), "share", filters)?.list).toBe("cameras");
  expect(wayOf({ name: "on_time", by: "owner" }, { key: "police", values: { share: null }, cases: {} }, "share", filters)).toBeNull();
});
