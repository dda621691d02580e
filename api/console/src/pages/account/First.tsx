// The page of whoever has to do something first.
import { Button } from "antd";
import { useLeave } from "../../shell/useLeave";
import { useWords } from "../../words/useWords";
import { Door } from "../login/Door";
import { Enrol } from "./Enrol";
import { PasswordForm } from "./PasswordForm";
import { account } from "./words";

export default function First({ what }: { what: "password" | "factor" }) {
  const w = useWords(account);
  const leave = useLeave();
  return (
    <Door title={what === "password" ? w.mustChange : w.mustEnrol} wide>
      <p>{what === "password" ? w.mustChangeTold : w.mustEnrolTold}</p>
      {what === "password" ? <PasswordForm /> : <Enrol done={() => undefined} />}
      <Button type="link" block style={{ marginTop: 12, paddingInline: 0, textAlign: "start", justifyContent: "start" }} onClick={() => void leave()}>
        {w.leave}
      </Button>
    </Door>
  );
}
