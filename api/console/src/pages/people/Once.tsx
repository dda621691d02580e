// A password or token that is shown this once.
import { Alert, Modal, Typography } from "antd";
import { common } from "../../words/common";
import { people } from "../../words/people";
import { useWords } from "../../words/useWords";
import type { Made } from "./useAccounts";
import { users } from "./words";

export function Once({ made, close }: { made: Made; close: () => void }) {
  const w = useWords(users);
  const p = useWords(people);
  const c = useWords(common);
  const token = made.token !== "";
  return (
    <Modal open title={w.made(made.user.name)} onOk={close} onCancel={close} cancelButtonProps={{ style: { display: "none" } }} mask={{ closable: false }}>
      <p>{token ? "Token" : p.password}</p>
      <Typography.Paragraph code copyable={{ tooltips: [c.copy, c.copied] }} style={{ fontSize: 18, overflowWrap: "anywhere" }}>
        {token ? made.token : made.password}
      </Typography.Paragraph>
      <Alert type="warning" showIcon title={token ? w.onceToken : w.once} />
    </Modal>
  );
}
