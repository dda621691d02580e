import { describe, expect, it } from "vitest";
import { barredBy } from "./barred";

describe("a page", () => {
  const me = { permissions: ["see" as const, "tune" as const], scope: { grids: [], owners: [] } };
  const part = { ...me, scope: { grids: [], owners: ["police"] } };
  it("asks for a permission, and some for the whole district", () => {
    expect(barredBy({ needs: "tune", whole: true }, me)).toBeNull();
    expect(barredBy({ needs: "tune", whole: true }, part)).toBe("scope");
    expect(barredBy({ needs: "people", whole: true }, part)).toBe("role");
    expect(barredBy({ needs: "see" }, part)).toBeNull();
    expect(barredBy({ needs: "see" }, undefined)).toBe("role");
  });
});
