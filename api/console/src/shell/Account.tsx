// Who sits here: the account, and the way out.
import { LogoutOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useNavigate } from "react-router";
import { useMe } from "../api/me";
import { people } from "../words/people";
import { useWords } from "../words/useWords";
import styles from "./shell.module.css";
import { useLeave } from "./useLeave";
import { shell } from "./words";

export function Account() {
  const w = useWords(shell);
  const p = useWords(people);
  const go = useNavigate();
  const me = useMe().data;
  const leave = useLeave();
  const name = me?.display_name ?? "";
  return (
    <>
      <Tooltip title={me && `${w.account}: ${name} · ${p.roles[me.role] ?? me.role}`}>
        <Button type="text" icon={<UserOutlined />} aria-label={`${w.account}: ${name}`} onClick={() => void go("/account")}>
          <span className={styles.word}>{name}</span>
        </Button>
      </Tooltip>
      <Tooltip title={w.leave}>
        <Button type="text" icon={<LogoutOutlined />} aria-label={w.leave} onClick={() => void leave()} />
      </Tooltip>
    </>
  );
}
