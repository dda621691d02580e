import { words } from "../../words/useWords";

// Keys come from the service: one that we do not know yet is shown as it came.
const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

export const cameraWords = words(
  {
    tabs: { overview: "概况", checks: "区域与规则", calibration: "标定", ptz: "云台与联动" }, wall: "上墙", look: "立即查看", looking: "正在查看…", watch: "实时观看", unwatch: "停止实时",
    lookPicture: "已取得新画面", lookFailed: (why: string) => `查看失败：${why}`, lookWaiting: "访问额度已满，稍后会查看", turnedOk: "视角变化属正常", turnedDone: "已按当前画面重新学习视角",
    facts: { state: "状态", since: "自", owner: "来源单位", scene: "场景", profile: "检查方案", grid: "网格", period: "查看间隔", good: "成功/查看次数", outage: "所属中断", why: "上次未报原因" },
    whyTitle: "为什么没看到", whyHours: (n: number) => `最近 ${n} 小时`, chart: "每小时查看情况", perHour: (most: number) => `次/小时，最多 ${most}`, hour: (at: string) => `${at} 起一小时`, nothingKnown: "无记录",
    periods: named({ on_time: "按时", late: "迟", failed: "无结果", missed: "未查看" }), looksTitle: "最近查看", changesTitle: "状态变化", noLooks: "服务启动以来尚未查看", noChanges: "没有状态变化",
    lookAt: "时间", lookWhy: "结果", lookBoxes: "目标", lookTook: "用时", lookReason: named({ patrol: "巡查", confirm: "确认", verify: "核查", operator: "人工", event: "事件" }), gotPicture: "有画面", here: "即当前画面", pictureColumn: "画面", showPicture: "查看画面", noPicture: "未保存", kinds: named({ latest: "最近画面", film: "胶片（已打码）", evidence: "证据" }), roles: named({ before: "之前", latest: "最近", after: "之后", second_view: "第二视角" }), olderTitle: "更早仍保存的画面", noOlder: "没有更早的画面。", notKept: "只保存：最近一张画面（到下一次成功查看为止）、未结案件周边的胶片（打码，到重启为止）、案件证据（按保存期限）。其余查看不留画面，只留上表的结果。", viewed: "每次查看证据和胶片均记入审计。", goneNow: "该画面已不再保存", toCase: "案件", mayNotSee: "您的账号不能查看画面。", why: "按规定须说明查看原因", whyGo: "查看",
    every: (s: number) => (s < 120 ? `${s} 秒` : `${Math.round(s / 60)} 分钟`),
    covering: "看到同一地点的摄像机", noCovering: "没有其他摄像机能看到这里", distance: "距离", high: "高点", turns: "可转动", sure: "可见概率", allToWall: "全部上墙",
  },
  {
    tabs: { overview: "Overview", checks: "Zones and rules", calibration: "Calibration", ptz: "PTZ and others" }, wall: "To the wall", look: "Look now", looking: "Looking…", watch: "Watch live", unwatch: "Stop live",
    lookPicture: "A new picture has come", lookFailed: (why: string) => `The look failed: ${why}`, lookWaiting: "The budgets are full; the look will come", turnedOk: "It was turned on purpose", turnedDone: "What it shows now is its view",
    facts: { state: "State", since: "since", owner: "Source owner", scene: "Scene", profile: "Profile", grid: "Grid", period: "Looked at every", good: "Good / all looks", outage: "Outage", why: "Why nothing was reported" },
    whyTitle: "Why it was not looked at", whyHours: (n: number) => `Last ${n} hours`, chart: "Looks by the hour", perHour: (most: number) => `looks an hour; the top is ${most}`, hour: (at: string) => `hour from ${at}`, nothingKnown: "nothing known",
    periods: named({ on_time: "on time", late: "late", failed: "nothing to decide on", missed: "not looked at" }), looksTitle: "Last looks", changesTitle: "Changes of state", noLooks: "Not looked at since the service started", noChanges: "Its state has not changed",
    lookAt: "When", lookWhy: "Outcome", lookBoxes: "Finds", lookTook: "Took", lookReason: named({ patrol: "patrol", confirm: "confirm", verify: "verify", operator: "a person", event: "event" }), gotPicture: "picture", here: "the picture shown", pictureColumn: "Picture", showPicture: "Show the picture", noPicture: "not kept", kinds: named({ latest: "latest picture", film: "film (masked)", evidence: "evidence" }), roles: named({ before: "before", latest: "latest", after: "after", second_view: "second view" }), olderTitle: "Older pictures that are kept", noOlder: "No older picture is kept.", notKept: "Kept are: the latest picture (until the next good look), the film around live cases (masked, until a restart), the evidence of cases (as long as the policy says). Other looks leave no picture, only what the table says.", viewed: "Each view of evidence and film is written into the audit.", goneNow: "This picture is not kept any more", toCase: "Case", mayNotSee: "Your account may not see pictures.", why: "The policy asks why you look at it", whyGo: "Show",
    every: (s: number) => (s < 120 ? `${s} s` : `${Math.round(s / 60)} min`),
    covering: "Cameras that see the same place", noCovering: "No other camera sees this place", distance: "Distance", high: "high", turns: "can turn there", sure: "probability", allToWall: "All to the wall",
  },
);

export const checkWords = words(
  {
    ruleId: "规则编号", whole: "整个画面", and: "、", zones: "区域", newZone: "新建区域", wholePicture: "未画区域：检查整个画面", zone: (n: number) => `区域 ${n}`, kind: "类型", zoneName: "名称", id: "编号", area: "面积（平方米）", removeZone: "删除区域", undo: "撤销", redo: "重做", snap: "吸附",
    points: "顶点", point: (n: number) => `顶点 ${n}`, x: "横 %", y: "纵 %", addPoint: "添加顶点", removePoint: "删除顶点", between: (a: number, b: number) => `在顶点 ${a} 与 ${b} 之间添加`,
    drawing: "依次点击画面放置顶点；点击第一个顶点或按 Enter 完成，Esc 取消；不点击直接按回车，先放一个矩形", keysHelp: "选中顶点后用方向键移动（Shift 加快），Delete 删除，+ 添加；也可在下表输入坐标。", save: "保存到配置", saved: "已保存并生效", unsaved: "有未保存的修改", discard: "放弃修改",
    changedMeanwhile: "其间该摄像机已被他人修改；您的修改仍保留在此，保存时会再次确认。", takeTheirs: "放弃我的，载入现行", saveMine: "以我的为准保存", notMine: "您的账号可以试验，但不能保存（需要“摄像机”权限）。", mistakes: "请先改正", rules: "规则", noProfile: "没有适用的检查方案", off: "停用", on: "启用", fromProfile: "按方案", overridden: "本机单独设置",
    values: named({ min_confidence: "置信度下限", min_box: "最小面积占比", max_box: "最大面积占比", k: "需出现次数", n: "最近查看次数", over_s: "持续秒数", count: "人数阈值", per_m2: "每平米人数", limit: "允许数量", clear_n: "清除所需次数" }),
    fault: named({ few: "至少 3 个顶点", crosses: "边线自相交，请按顺序排列顶点", flat: "没有面积", id: "编号只能用小写字母、数字、- 和 _", doubled: "编号重复", kind: "请选择类型", many: "最多 64 个顶点" }),
    tryTitle: "现在会看到什么", tryLast: "用最近画面试算", tryFile: "上传 JPEG 试算", trying: "正在检测…", tried: (n: number) => `检测到 ${n} 个目标`, nothingKept: "试算不保存、不产生事件。", withMemory: "已计入规则记忆的此前查看", withoutMemory: "未计入此前查看",
    fires: named({ now: "会产生事件", later: "计入确认", no: "不会" }), tooLarge: "图片超过 8 MB", boxes: "目标",
  },
  {
    ruleId: "The rule's id", whole: "the whole picture", and: ", ", zones: "Zones", newZone: "New zone", wholePicture: "No zone drawn: the whole picture is checked", zone: (n: number) => `Zone ${n}`, kind: "Kind", zoneName: "Name", id: "Id", area: "Area (m²)", removeZone: "Delete zone", undo: "Undo", redo: "Redo", snap: "Snap",
    points: "Corners", point: (n: number) => `Corner ${n}`, x: "Across %", y: "Down %", addPoint: "Add a corner", removePoint: "Delete the corner", between: (a: number, b: number) => `Add between corners ${a} and ${b}`,
    drawing: "Click the corners in order; click the first one or press Enter to end, Esc cancels; Enter before any click puts a rectangle to begin with", keysHelp: "Arrow keys move the chosen corner (Shift: faster), Delete removes it, + adds one; or type below.", save: "Save to the configuration", saved: "Saved, and in force", unsaved: "There are unsaved changes", discard: "Discard",
    changedMeanwhile: "Somebody has changed this camera meanwhile; what you have drawn is kept here, and you are asked again when you save.", takeTheirs: "Discard mine, load what is in force", saveMine: "Save mine over it", notMine: "Your account may try changes, and not save them (permission: cameras).", mistakes: "Correct first", rules: "Rules", noProfile: "No profile fits this camera", off: "off", on: "on", fromProfile: "as the profile", overridden: "this camera's own",
    values: named({ min_confidence: "least confidence", min_box: "smallest share", max_box: "largest share", k: "looks that must show it", n: "among the last", over_s: "seconds it must last", count: "persons from", per_m2: "persons per m²", limit: "allowed", clear_n: "looks that clear it" }),
    fault: named({ few: "at least 3 corners", crosses: "the outline crosses itself; put the corners in order", flat: "it has no area", id: "ids take lower case letters, digits, - and _", doubled: "the id is used twice", kind: "choose a kind", many: "64 corners at most" }),
    tryTitle: "What would it see now", tryLast: "Try the last picture", tryFile: "Try a JPEG", trying: "Looking…", tried: (n: number) => `${n} things found`, nothingKept: "Nothing is kept, nobody is told.", withMemory: "with what the rules remember of earlier looks", withoutMemory: "without earlier looks",
    fires: named({ now: "would report", later: "would count", no: "would not" }), tooLarge: "The picture is larger than 8 MB", boxes: "finds",
  },
);

export const originWords = words(
  {
    written: (file: string, line: number | null) => `摄像机写在 ${file}${line === null ? "" : ` 第 ${line} 行`}`, asFile: "以下均按该文件", part: named({ zones: "区域", overrides: "规则数值", ground_points: "标定" }),
    set: (part: string, who: string, at: string) => `${part}：由 ${who} 于 ${at} 在控制台设置`, byHand: (part: string, file: string) => `${part}：写在 ${file}`, byFile: (part: string) => `${part}：按文件`,
    movedOn: (part: string, file: string) => `${file} 中的${part}在此设置之后又被改过；现行的仍是控制台的设置。`, keep: "继续用控制台的", back: "恢复为文件内容", backAll: "全部恢复为文件内容", backDone: "已恢复为文件内容", kept: "已确认，以控制台的为准",
    sure: (part: string) => `删除控制台对${part}的设置，改用文件内容？`, yes: "恢复", no: "取消", acts: "修改记录", noActs: "没有修改记录", fileHas: "按文件", before: "之前", after: "之后", zonesN: (n: number) => `${n} 个区域`, rulesN: (n: number) => `${n} 条规则`, pointsN: (n: number) => `${n} 个控制点`, whole: "整个画面", noOverrides: "无单独数值", noPoints: "无控制点", restore: "重新采用", restored: "已重新采用", full: "保存最近 30 次；全部操作见审计。",
  },
  {
    written: (file: string, line: number | null) => `The camera is written in ${file}${line === null ? "" : `, line ${line}`}`, asFile: "all of this is as that file says", part: named({ zones: "Zones", overrides: "Values of rules", ground_points: "Calibration" }),
    set: (part: string, who: string, at: string) => `${part}: set here by ${who}, ${at}`, byHand: (part: string, file: string) => `${part}: written in ${file}`, byFile: (part: string) => `${part}: as the file says`,
    movedOn: (part: string, file: string) => `${file} has changed since this was set (${part}). What was set here is still in force.`, keep: "Keep what was set here", back: "Back to the file", backAll: "All back to the file", backDone: "As the file says again", kept: "Kept: this holds over what the file says now",
    sure: (part: string) => `Take back what was set here (${part}), and go by the file?`, yes: "Back to the file", no: "Cancel", acts: "Changes", noActs: "Nothing was changed here", fileHas: "as the file says", before: "Before", after: "After", zonesN: (n: number) => `${n} zones`, rulesN: (n: number) => `${n} rules`, pointsN: (n: number) => `${n} points`, whole: "the whole picture", noOverrides: "no values of its own", noPoints: "no points", restore: "Use again", restored: "In force again", full: "The last 30 are kept here; the audit has all acts.",
  },
);

export const moreWords = words(
  {
    pairs: "控制点", addPair: "添加控制点", clickBoth: "先在画面上点击一个地面点，再在地图上点击同一点（或反过来）；也可在表中输入，坐标可粘贴“经度，纬度”。", nowPicture: (n: number) => `请在画面上点击第 ${n} 点`, nowMap: (n: number) => `请在地图上点击第 ${n} 点，或在表中输入坐标`, noPicture: "还没有画面：先“立即查看”，再在画面上点击", mapTold: "标定地图：点击地面点；方向键移动地图", onMap: (n: number) => `地图上的控制点 ${n}`, anew: "全部重做", undoAll: "放弃修改", mayNot: "您的账号不能保存标定（需要“摄像机”权限）。", saveMine: "以我的为准保存", worst: (m: string) => `最大 ${m} 米`, radii: "位置误差半径（95%）", datum: "表中坐标的坐标系", lon: "经度", lat: "纬度", off: "偏差（米）", saveCalibration: "保存标定", accept: "标定仍然有效",
    accepted: "已确认标定对当前画面有效", median: (m: string) => `留一误差中位数 ${m} 米`, notYet: "至少 6 个控制点", saved: "标定已保存", removePair: (n: number) => `删除控制点 ${n}`, pair: (n: number) => `控制点 ${n}`, none: "尚未标定", used: "参与", unused: "未参与", faults: "问题",
    how: "当前定位方式", by: named({ points: "地面控制点", pose: "摄像机姿态", nothing: "仅摄像机位置" }), doubted: "标定存疑", others: "由其余点推算的位置",
  },
  {
    pairs: "Points", addPair: "Add a point", clickBoth: "Click a point of the ground in the picture, then the same point on the map, or the other way round; or type in the table (“lon, lat” may be pasted).", nowPicture: (n: number) => `Now click point ${n} in the picture`, nowMap: (n: number) => `Now click point ${n} on the map, or type its coordinates`, noPicture: "No picture yet: look now, then click in it", mapTold: "Map for calibrating: click points of the ground; arrow keys move the map", onMap: (n: number) => `Point ${n} on the map`, anew: "Begin anew", undoAll: "Discard changes", mayNot: "Your account may not save calibrations (permission: cameras).", saveMine: "Save mine over it", worst: (m: string) => `worst ${m} m`, radii: "radius that holds 95 % of places, by distance:", datum: "Datum of the coordinates in the table", lon: "Longitude", lat: "Latitude", off: "Off (m)", saveCalibration: "Save calibration", accept: "The calibration still holds",
    accepted: "It holds for what the camera shows now", median: (m: string) => `Median held-out error ${m} m`, notYet: "Six points or more", saved: "Calibration saved", removePair: (n: number) => `Delete point ${n}`, pair: (n: number) => `Point ${n}`, none: "Not calibrated", used: "used", unused: "left out", faults: "What is wrong",
    how: "How places are measured", by: named({ points: "ground points", pose: "the camera’s pose", nothing: "the camera’s own place" }), doubted: "In doubt", others: "where the other points put it",
  },
);

type Said = (points: string, what: string) => readonly [what: string, cure: string];
const faults = (of: Readonly<Record<string, Said>>): Readonly<Record<string, Said | undefined>> => of;

/** What is wrong with the points, by the code that the service tells; an unknown one is told as the service says it. */
export const faultWords = words(
  faults({
    few: () => ["控制点不足 6 个", "再加几个：标线拐角、井盖、路缘角、杆脚，远近左右分开。"],
    few_fit: () => ["彼此吻合的控制点不足 6 个", "增加控制点，并改正标红的点。"],
    doubled: (points) => [`控制点 ${points} 是同一点`, "删去其中一个。"],
    in_a_line: () => ["控制点在一条直线上，定不出平面", "在这条线旁边再加几个。"],
    far: (points) => [points === "" ? "控制点距摄像机超过 300 米" : `控制点 ${points} 距摄像机超过 300 米`, "改正或删去；检查经纬度是否颠倒。"],
    datum: () => ["控制点整体偏离约半公里，按另一坐标系则在摄像机周围", "改选坐标系：国内底图多为 GCJ-02，百度为 BD-09。"],
    mirrored: () => ["左右颠倒", "检查画面是否镜像、经纬度是否颠倒。"],
    wrong_point: (points) => [`控制点 ${points} 与其余点不吻合，已不参与计算`, "在画面和地图上重新点击它。"],
    no_fit: () => ["没有平面能吻合这些点", "只取地面点（不取墙面、屋顶、坡面），并检查有无多个错点。"],
  }),
  faults({
    wrong_point: (points, what) => [points === "" ? what : `Point ${points} does not fit the others and is left out`, "Click it again, in the picture and on the map."],
    doubled: (points) => [`Points ${points} are the same point`, "Take one of them out."],
  }),
);
