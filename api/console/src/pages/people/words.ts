import { words } from "../../words/useWords";

export const users = words(
  {
    title: "用户", add: "新建用户", edit: (name: string) => `修改 ${name}`, search: "按用户名或姓名查找", role: "角色", scope: "范围", state: "状态", factor: "双因素", last: "最近登录", never: "从未登录", acts: "操作",
    ok: "正常", disabled: "已停用", locked: (at: string) => `锁定至 ${at}`, temporary: "临时口令", on: "已启用", off: "未启用", open: (n: number) => `${n} 个会话`,
    grids: "网格", gridsTold: "留空为全区；选街道即含其社区和网格", owners: "来源单位", ownersTold: "留空为全部来源单位", administratorTold: "管理员的范围总是全区",
    disable: "停用", enable: "启用", reset: "重置口令", resetFactor: "重置口令与双因素", newToken: "换新令牌", unlock: "解锁", sessions: "登录会话", sessionsOf: (name: string) => `${name} 的登录会话`,
    sureDisable: (name: string) => `停用 ${name}?`, sureDisableTold: "其会话立即退出，以后不能登录。其处置记录保留。", sureReset: (name: string) => `重置 ${name} 的口令？`, sureResetTold: "生成一个临时口令，只显示一次；其会话立即退出。",
    sureToken: (name: string) => `为 ${name} 换新令牌？`, sureTokenTold: "旧令牌立即失效。", made: (name: string) => `${name} 已可使用`, once: "只显示这一次。请当面或用可靠途径告知本人；首次登录后须修改。", onceToken: "只显示这一次。对方以 Authorization: Bearer 发送。",
    saved: "已保存", unlocked: "已解锁", last_admin: "这是最后一位管理员，请先建立另一位", taken: "已有此用户名",
  },
  {
    title: "Users", add: "New user", edit: (name: string) => `Change ${name}`, search: "By name", role: "Role", scope: "Sees", state: "State", factor: "Second factor", last: "Last login", never: "never", acts: "Acts",
    ok: "good", disabled: "disabled", locked: (at: string) => `locked until ${at}`, temporary: "temporary password", on: "on", off: "off", open: (n: number) => `${n} sessions`,
    grids: "Grids", gridsTold: "Empty: the whole district. A street holds its communities and grids", owners: "Source owners", ownersTold: "Empty: all of them", administratorTold: "An administrator always has the whole district",
    disable: "Disable", enable: "Enable", reset: "Reset the password", resetFactor: "Reset password and second factor", newToken: "New token", unlock: "Unlock", sessions: "Sessions", sessionsOf: (name: string) => `Sessions of ${name}`,
    sureDisable: (name: string) => `Disable ${name}?`, sureDisableTold: "Sessions end at once, and nobody logs in by it any more. Histories keep the name.", sureReset: (name: string) => `Reset the password of ${name}?`, sureResetTold: "A temporary one is made and shown once; sessions end at once.",
    sureToken: (name: string) => `A new token for ${name}?`, sureTokenTold: "The old one ends at once.", made: (name: string) => `${name} can be used`, once: "Shown this once. Tell it in person or over a safe way; it has to be changed at the first login.", onceToken: "Shown this once. It is sent as Authorization: Bearer.",
    saved: "Saved", unlocked: "Unlocked", last_admin: "That is the last administrator: make another one first", taken: "There is a user of this name",
  },
);
