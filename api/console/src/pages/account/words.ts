import { words } from "../../words/useWords";

export const account = words(
  {
    title: "我的账号", who: "身份", role: "角色", sees: "范围", password: "修改口令", old: "当前口令", fresh: "新口令", change: "修改口令", changed: "口令已修改，其他会话已退出",
    mustChange: "请先修改口令", mustChangeTold: "当前口令是临时口令，他人知道。修改后即可使用。",
    factor: "双因素认证", factorOn: "已启用：登录时除口令外还需输入动态码", factorOff: "未启用", factorIs: "已启用", factorMust: "您的角色必须启用双因素认证", mustEnrol: "请先启用双因素认证", mustEnrolTold: "您的角色要求登录时除口令外再输入手机上的动态码。",
    begin: "启用", remove: "停用", removed: "双因素认证已停用", scan: "用手机上的验证器（如支付宝「验证器」小程序、FreeOTP、Microsoft Authenticator）扫描", byHand: "或手工输入密钥", confirm: "确认", sixDigits: "输入验证器显示的 6 位数字",
    codes: "恢复码", codesTold: "每个只能用一次，代替动态码登录。仅此一次显示：请打印并与手机分开保管。", kept: "我已保管好", print: "打印", on: "双因素认证已启用",
    prove: "输入当前口令以确认", sessions: "登录会话", look: "显示", language: "语言", colours: "显示模式", sound: "告警声音", modes: { auto: "跟随系统", light: "浅色", dark: "深色" }, leave: "退出登录",
    machine: "您用访问令牌进入，没有个人账号。建立用户后请用用户名登录。",
  },
  {
    title: "My account", who: "Who I am", role: "Role", sees: "Sees", password: "Change the password", old: "Present password", fresh: "New password", change: "Change it", changed: "Changed; your other sessions have ended",
    mustChange: "Change your password first", mustChangeTold: "The present one is temporary: somebody else knows it. Once it is changed, you are in.",
    factor: "Second factor", factorOn: "On: a code is asked for beside the password", factorOff: "Off", factorIs: "On", factorMust: "Your role has to have one", mustEnrol: "Set up a second factor first", mustEnrolTold: "Your role logs in with a code from a telephone beside the password.",
    begin: "Set it up", remove: "Remove it", removed: "The second factor is removed", scan: "Scan it with an authenticator on your telephone (FreeOTP, Microsoft or Google Authenticator ...)", byHand: "or type the key", confirm: "Confirm", sixDigits: "The six digits that it shows",
    codes: "Recovery codes", codesTold: "Each stands in for a code once. They are shown this once: print them and keep them apart from the telephone.", kept: "I keep them safe", print: "Print", on: "The second factor is on",
    prove: "Your password, to be sure", sessions: "Sessions", look: "Display", language: "Language", colours: "Colours", sound: "Sound of alarms", modes: { auto: "As the system", light: "Light", dark: "Dark" }, leave: "Log out",
    machine: "You came in by the access token and have no account of your own. Once there are users, log in by name.",
  },
);
