// Words about people, on the pages of login, account, users and audit.
import { words } from "./useWords";

const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

export const people = words(
  {
    name: "用户名", nameRule: "2 到 32 个小写字母、数字、点、横线或下划线，不能是 admin、api 等保留名", nameTold: "建立后不可修改；审计和处置记录中显示此名", displayName: "姓名", password: "口令", repeat: "再次输入口令", code: "动态码", enter: "登录",
    roles: named({ operator: "值班员", supervisor: "值班长", engineer: "工程师", administrator: "管理员", auditor: "审计员", platform: "平台接口" }),
    roleTold: named({
      operator: "受理、确认、处置事件，查看画面",
      supervisor: "值班员的全部权限，并可接管他人事件、重推案卷",
      engineer: "摄像机、标定、规则与模型，不处置事件",
      administrator: "全部权限，管理用户与设置",
      auditor: "只读，并可查看审计日志",
      platform: "供其他系统只读接入，用令牌而非口令",
    }),
    rules: "至少 12 个字符；不含用户名；不用常见口令。几个互不相干的词连在一起就很好。",
    tooShort: "至少 12 个字符", hasName: "不能包含用户名", common: "过于常见，请换成互不相干的几个词", differ: "两次输入不一致",
    notYours: "当前口令不正确", wait: (s: string) => `错误次数过多，请 ${s} 秒后再试`, same: "新口令与旧口令相同",
    everything: "全区", sessions: "登录会话", endSession: "退出此会话", endAll: "退出全部会话", endOthers: "退出其他会话", thisOne: "当前会话", lastUsed: "最近使用", loggedIn: "登录时间", address: "来源地址", ended: (n: number) => `已退出 ${n} 个会话`,
    wrongCode: "动态码不正确，或已使用过。请确认手机时间准确。",
  },
  {
    name: "Name", nameRule: "2 to 32 letters a-z, digits, dots, dashes or underscores; not admin, api and the like", nameTold: "It stays for good: histories and the audit show it", displayName: "Full name", password: "Password", repeat: "Password again", code: "Code", enter: "Log in",
    roles: named({ operator: "Operator", supervisor: "Supervisor", engineer: "Engineer", administrator: "Administrator", auditor: "Auditor", platform: "Platform service" }),
    roleTold: named({
      operator: "Acknowledges, confirms and follows cases, sees pictures",
      supervisor: "All of an operator, takes over others' cases, sends again",
      engineer: "Cameras, calibration, rules and models; does not decide on cases",
      administrator: "Everything, users and settings included",
      auditor: "Reads only, and the audit too",
      platform: "Another system that reads, by a token instead of a password",
    }),
    rules: "At least 12 characters, without your name, and none of the common ones. A few words that do not belong together are good.",
    tooShort: "At least 12 characters", hasName: "Leave your own name out of it", common: "Too common: take words that do not belong together", differ: "The two are not the same",
    notYours: "That is not your present password", wait: (s: string) => `Too many wrong ones: wait ${s} s`, same: "It is the old one",
    everything: "The whole district", sessions: "Sessions", endSession: "End this session", endAll: "End all sessions", endOthers: "End all others", thisOne: "this one", lastUsed: "Last used", loggedIn: "Logged in", address: "From", ended: (n: number) => `${n} sessions ended`,
    wrongCode: "That is not the present code, or it was used already. Is the telephone's clock right?",
  },
);
