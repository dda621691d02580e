import { words } from "../../words/useWords";

export const list = words(
  {
    title: "摄像机", search: "编号或名称", owner: "来源单位", state: "状态", profile: "检查方案", grid: "网格编码", clear: "清除筛选", outage: "本次中断的摄像机", found: (n: number, all: number) => (n === all ? `共 ${n} 路` : `${n} 路，共 ${all} 路`),
    name: "名称", id: "编号", scene: "场景", lastLook: "最近查看", lastGood: "最近画面", trouble: "原因", disabled: "已停用", none: "没有符合条件的摄像机。请放宽筛选。", table: "摄像机列表",
    wall: (n: number) => `上墙 ${n} 路`, choose: (name: string) => `选择${name}`, import: "导入与探测", unchosen: "无方案", open: (name: string) => `打开${name}`, keySearch: "搜索摄像机", keyWall: "所选上墙",
  },
  {
    title: "Cameras", search: "id or name", owner: "Source owner", state: "State", profile: "Profile", grid: "Grid code", clear: "Clear filters", outage: "Of this outage", found: (n: number, all: number) => (n === all ? `${n} cameras` : `${n} of ${all} cameras`),
    name: "Name", id: "Id", scene: "Scene", lastLook: "Last look", lastGood: "Last picture", trouble: "Why", disabled: "off", none: "No camera is like that. Widen the filters.", table: "List of cameras",
    wall: (n: number) => `${n} to the wall`, choose: (name: string) => `Choose ${name}`, import: "Import and probe", unchosen: "no profile", open: (name: string) => `Open ${name}`, keySearch: "Search cameras", keyWall: "Chosen to the wall",
  },
);
