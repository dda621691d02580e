// Walls with a name, kept in this browser.
import { Button, Input, Popover, Space } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useWords } from "../../words/useWords";
import { keepWalls, savedWalls } from "./saved";
import { writeWall, type Wall } from "./wall";
import { wallWords } from "./words";

export function SavedWalls({ wall }: { wall: Wall }) {
  const w = useWords(wallWords);
  const go = useNavigate();
  const [walls, setWalls] = useState(savedWalls);
  const [name, setName] = useState("");
  const save = () => {
    if (name.trim() === "") return;
    setWalls(keepWalls({ ...walls, [name.trim()]: writeWall({ ...wall, live: new Set() }).toString() }));
    setName("");
  };
  return (
    <Popover
      trigger="click"
      title={w.saved}
      content={
        <div style={{ width: 280, display: "grid", gap: 6 }}>
          <small>{w.savedTold}</small>
          {Object.entries(walls).map(([one, address]) => (
            <Space.Compact key={one} block>
              <Button block onClick={() => void go(`/wall?${address}`)}>{one}</Button>
              <Button aria-label={w.drop(one)} onClick={() => setWalls(keepWalls(Object.fromEntries(Object.entries(walls).filter(([other]) => other !== one))))}>✕</Button>
            </Space.Compact>
          ))}
          <Space.Compact block>
            <Input value={name} placeholder={w.saveName} aria-label={w.saveName} maxLength={40} onChange={(event) => setName(event.target.value)} onPressEnter={save} />
            <Button onClick={save} disabled={name.trim() === "" || wall.cams.length === 0}>{w.save}</Button>
          </Space.Compact>
        </div>
      }
    >
      <Button>{w.saved}</Button>
    </Popover>
  );
}
