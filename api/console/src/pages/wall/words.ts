import { words } from "../../words/useWords";

export const wallWords = words(
  {
    title: "视频墙", choose: "按编号或名称添加摄像机", toCameras: "打开摄像机列表", empty: "还没有选择摄像机。在上方搜索添加，或在摄像机列表中勾选后“上墙”。", grid: "画面数", tour: "轮巡", tourOff: "不轮巡", seconds: (n: number) => `每 ${n} 秒`, page: (n: number, of: number) => `第 ${n}/${of} 屏`,
    next: "下一屏", previous: "上一屏", pause: "暂停轮巡", resume: "继续轮巡", full: "全屏", live: "实时观看", keyLive: "所选画面：实时或停止", stopLive: "停止实时", allLive: "本屏全部实时", noneLive: "停止全部实时", remove: "移出视频墙", open: "打开摄像机", cases: (n: number) => `${n} 起未结`,
    saved: "常用墙", save: "保存为常用墙", saveName: "名称", savedTold: "墙的内容在网址中，可收藏或转发；常用墙保存在本浏览器。", drop: (name: string) => `删除“${name}”`, tile: (name: string) => `${name}画面`, mostCameras: (most: number) => `最多 ${most} 路`,
    turn: "云台", turnTold: "手动转动所选摄像机（T），关闭时归还", close: "关闭", others: "联动", othersTold: "把看到同一地点的摄像机加到旁边（O）", brought: (n: number) => `已加入看到同一地点的 ${n} 路`, noOthers: "没有其他摄像机能看到这里", allHere: "看到同一地点的摄像机都已在墙上",
  },
  {
    title: "Wall", choose: "Add cameras by id or name", toCameras: "Open the list of cameras", empty: "No camera is chosen. Search above, or choose some in the list of cameras.", grid: "Tiles", tour: "Tour", tourOff: "no tour", seconds: (n: number) => `every ${n} s`, page: (n: number, of: number) => `screen ${n}/${of}`,
    next: "Next screen", previous: "Screen before", pause: "Pause the tour", resume: "Go on with the tour", full: "Full screen", live: "Watch live", keyLive: "The chosen tile live, or no more", stopLive: "Stop live", allLive: "All of this screen live", noneLive: "Stop all live", remove: "Take off the wall", open: "Open the camera", cases: (n: number) => `${n} open`,
    saved: "Saved walls", save: "Save this wall", saveName: "Name", savedTold: "A wall is its address: bookmark it or send it on. Saved walls are kept in this browser.", drop: (name: string) => `Delete “${name}”`, tile: (name: string) => `Tile of ${name}`, mostCameras: (most: number) => `${most} cameras at most`,
    turn: "Turn", turnTold: "Turn the chosen camera by hand (T); closed, it is given back", close: "Close", others: "Same place", othersTold: "Bring the cameras that see the same place (O)", brought: (n: number) => `${n} ${n === 1 ? "camera" : "cameras"} that ${n === 1 ? "sees" : "see"} the same place`, noOthers: "No other camera sees this place", allHere: "All that see this place are on the wall",
  },
);
