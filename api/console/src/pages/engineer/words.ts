import { words } from "../../words/useWords";

const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of; // keys come from the service

export const engineer = words(
  {
    title: "工程", runs: "回放与评分", sweeps: "参数扫描", shadow: "影子试运行", promote: "上线", labels: "标注", none: "文件夹为空", off: "还没有指定文件夹", offTold: "在 gridwatch.yaml 中写明回放、录像、真值和候选的文件夹,建好它们,重启服务。", pickTruth: "选择真值文件", truth: "真值",
    run: "回放", at: "时间", model: "模型", profiles: "方案", cameras: "路数", cameraDays: "路·日", alarms: "告警", wrong: "无法读取", score: "评分", compare: "对比", pickOne: "选一个回放评分,选两个对比",
    precision: "准确率", recall: "召回率", f1: "F1", perDay: "误报/路·日", found: "及时发现", late: "迟报", missed: "漏报", falseAlarms: "误报", events: "真实事件", latency: "发现用时 中位", by: (what: string) => `按${what}`,
    matter: "事项", light: "昼夜", camera: "摄像机", worstMisses: "最严重的漏报", worstFalse: "最可信的误报", noPicture: "没有画面", interval: "95% 区间", noise: "未超出噪声", beyond: "超出噪声", better: (which: string) => `${which} 更好`, undecided: "无法判定",
    figure: "指标", change: "变化", onlyA: (n: number) => `仅 A 发现 ${n} 件`, onlyB: (n: number) => `仅 B 发现 ${n} 件`, report: "告警明细", why: "依据", opened: "立案", confidence: "置信度",
    trial: "试验", live: "现行", candidate: "候选", both: "两者都有", onlyLive: "仅现行(候选会漏)", onlyCandidate: "仅候选(候选会新增)", agreement: "一致率", looks: "查看", shed: "放弃", later: "候选迟后", noShadow: "未运行影子。在 gridwatch.yaml 的 shadow 中配置候选模型或方案。",
    kind: named({ profile: "方案", model: "模型" }), liveRun: "现行的回放", newRun: "候选的回放", judge: "评估", allowed: "门槛允许上线", refused: "门槛不允许上线", reason: "理由(必填,留存备查)", go: "上线", force: "仍要上线", done: (name: string) => `${name} 已上线`, restart: "模型在服务重启后生效。",
    history: "上线记录", who: "操作人", what: "动作", undo: "撤回最近一次", acts: named({ promote: "上线", undo: "撤回", failed: "未完成" }), forced: "强制", replaces: "替换",
    clip: "录像", labelled: "已标注", notLabelled: "未标注", open: "开始标注", second: (text: string) => `第 ${text} 秒`, look: (n: number, all: number) => `第 ${n} / ${all} 次查看`, next: "下一帧", before: "上一帧", far: "前进十步", farBack: "后退十步", step: "步长",
    start: "标记开始", end: "标记结束", box: "画框(方向键移动,Shift 加方向键调整)", noBox: "去掉框", save: "保存", saved: "已保存", unsaved: "有未保存的修改", clash: "他人已修改这份标注:请重新加载后再改", reloadLabels: "重新加载", list: "真实事件", add: "新增事件", remove: "删除", goTo: "跳转", mistakes: "有错误,未保存", drag: "拖动鼠标画框,或按 B 用键盘画框", goesOn: "未结束", count: "数量", chosen: "当前事件", back: "返回", pictureOf: (camera: string) => `${camera} 的画面`,
  },
  {
    title: "Engineer", runs: "Runs and scores", sweeps: "Sweeps", shadow: "Shadow", promote: "Go live", labels: "Labels", none: "The folder is empty", off: "No folder is named yet", offTold: "Name the folders of runs, clips, truth and candidates in gridwatch.yaml, make them, and restart the service.", pickTruth: "Choose a truth file", truth: "Truth",
    run: "Run", at: "When", model: "Model", profiles: "Profiles", cameras: "Cameras", cameraDays: "Camera-days", alarms: "Alarms", wrong: "cannot be read", score: "Score", compare: "Compare", pickOne: "Choose one run to score it, two to compare them",
    precision: "Precision", recall: "Recall", f1: "F1", perDay: "False a camera-day", found: "Found", late: "Late", missed: "Missed", falseAlarms: "False", events: "Events", latency: "Time to alarm, median", by: (what: string) => `By ${what}`,
    matter: "matter", light: "light", camera: "camera", worstMisses: "Worst misses", worstFalse: "False alarms believed most", noPicture: "No picture", interval: "95 % interval", noise: "not beyond noise", beyond: "beyond noise", better: (which: string) => `${which} is better`, undecided: "Undecided",
    figure: "Figure", change: "Change", onlyA: (n: number) => `${n} found by A alone`, onlyB: (n: number) => `${n} found by B alone`, report: "Alarms", why: "Why", opened: "Opened", confidence: "Confidence",
    trial: "Trial", live: "Live", candidate: "Candidate", both: "Both", onlyLive: "Live alone (the candidate would miss)", onlyCandidate: "Candidate alone (it would add)", agreement: "Agreement", looks: "Looks", shed: "Shed", later: "Candidate later by", noShadow: "No shadow has run. Name a candidate under `shadow` in gridwatch.yaml.",
    kind: named({ profile: "profile", model: "model" }), liveRun: "Run of what is live", newRun: "Run of the candidate", judge: "Judge", allowed: "The gate lets it through", refused: "The gate refuses it", reason: "Why (needed, and kept)", go: "Make it live", force: "Make it live all the same", done: (name: string) => `${name} is live`, restart: "A model takes effect when the service is restarted.",
    history: "What went live", who: "Who", what: "What", undo: "Undo the last", acts: named({ promote: "promoted", undo: "undone", failed: "failed" }), forced: "forced", replaces: "Replaces",
    clip: "Clip", labelled: "labelled", notLabelled: "not labelled", open: "Label", second: (text: string) => `Second ${text}`, look: (n: number, all: number) => `Look ${n} of ${all}`, next: "Next picture", before: "Picture before", far: "Ten steps on", farBack: "Ten steps back", step: "Step",
    start: "Mark the start", end: "Mark the end", box: "Draw a box (arrows move it, with Shift they size it)", noBox: "Remove the box", save: "Save", saved: "Saved", unsaved: "There are changes that are not saved", clash: "Somebody else has changed these labels: load them again, then repeat your change", reloadLabels: "Load again", list: "True events", add: "New event", remove: "Remove", goTo: "Go there", mistakes: "Not saved: there are mistakes", drag: "Drag to draw a box, or press B to draw it by keyboard", goesOn: "goes on", count: "Count", chosen: "Chosen event", back: "Back", pictureOf: (camera: string) => `Picture of ${camera}`,
  },
);
