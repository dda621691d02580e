import { words } from "../../words/useWords";

export const liveWords = words(
  {
    live: "实时", opening: "正在连接…", cut: "连接中断，正在重连", never: "尚无画面", noPicture: "暂无画面，等待下次查看", pictureOf: (name: string) => `${name}的画面`,
    watched: (n: number, most: number) => `实时 ${n}/${most} 路`, watchedTold: "同时实时观看的摄像机数与上限（budgets.watched）",
  },
  {
    live: "live", opening: "connecting…", cut: "cut off, trying again", never: "no picture yet", noPicture: "No picture at hand; the next look brings one", pictureOf: (name: string) => `Picture of ${name}`,
    watched: (n: number, most: number) => `live ${n}/${most}`, watchedTold: "Cameras watched live at once, against budgets.watched",
  },
);
