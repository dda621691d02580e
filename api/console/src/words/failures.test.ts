import { describe, expect, it } from "vitest";
import { failureName } from "./failures";

describe("why a look brought nothing", () => {
  it("is told as people say it, in either language", () => {
    expect(failureName("unreachable", "zh")).toBe("无法连接");
    expect(failureName("no_frame", "en")).toBe("no picture in the stream");
  });
  it("is shown as it is called where nobody has a word for it", () => {
    expect(failureName("something-new", "zh")).toBe("something-new");
  });
});
