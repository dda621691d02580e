import { expect, it } from "vitest";
import { askedOf } from "./asked";

it("asks for the seats' load of a week where the address says nothing", () => {
  const asked = askedOf(new URLSearchParams(), Date.parse("2026-11-08T00:01:00Z"));
  expect(asked).toMatchObject({ name: "alarms", by: "hour", days: 7, metrics: ["per_seat_hour"] });
  expect(asked.filters).toEqual({ from: "2026-11-01T00:05:00.000Z", to: "2026-11-08T00:05:00.000Z" });
});

it("asks for what the address says, and for nothing that there is not", () => {
  const asked = askedOf(new URLSearchParams("figure=times&by=street&from=2026-11-01T00:00:00Z&owner=police&days=7&metric=in_time"), 0);
  expect(asked).toMatchObject({ name: "times", by: "street", days: null, metrics: ["in_time"], filters: { from: "2026-11-01T00:00:00Z", owner: ["police"] } });
  expect(askedOf(new URLSearchParams("figure=weather&days=9999"), 0)).toMatchObject({ name: "alarms", days: 7 });
});
