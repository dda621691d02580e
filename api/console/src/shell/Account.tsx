import { LogoutOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { client } from "../api/client";
import { useWords } from "../words/useWords";
import { shell } from "./words";

export function Account() {
  const w = useWords(shell);
  const leave = async () => {
    await client.DELETE("/api/v1/session");
    window.location.assign("/login");
  };
  return (
    <Tooltip title={w.leave}>
      <Button type="text" icon={<LogoutOutlined />} aria-label={w.leave} onClick={() => void leave()} />
    </Tooltip>
  );
}
