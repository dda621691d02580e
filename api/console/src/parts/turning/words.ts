import { words } from "../../words/useWords";

// Keys come from the service: one that we do not know yet is shown as it came.
const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

export const turningWords = words(
  {
    hold: "占用云台", release: "归还", heldBy: (who: string) => `${who} 正在使用`, heldByMe: "由我使用", until: "至", minutes: "分钟", noPtz: "该摄像机不能转动", stand: named({ home: "复位视角", turning: "转动中", looking: "查看中", away: "已转离", returning: "复位中" }),
    left: "左", right: "右", up: "上", down: "下", zoomIn: "放大", zoomOut: "缩小", home: "复位", presets: "预置位", step: "步长", turning: "转动中…", arrived: "已到位", holdFirst: "先占用云台，再转动。占用期间画面不参与判断。",
  },
  {
    hold: "Hold", release: "Give back", heldBy: (who: string) => `${who} is using it`, heldByMe: "You hold it", until: "until", minutes: "minutes", noPtz: "This camera cannot be turned", stand: named({ home: "at home", turning: "turning", looking: "looking", away: "turned away", returning: "on its way home" }),
    left: "Left", right: "Right", up: "Up", down: "Down", zoomIn: "Zoom in", zoomOut: "Zoom out", home: "Home", presets: "Presets", step: "Step", turning: "turning…", arrived: "arrived", holdFirst: "Hold the camera, then turn it. While it is held its looks are not judged.",
  },
);
