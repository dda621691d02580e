// Why a look brought nothing, as people say it.
import { useSettings } from "../shell/settings";
import type { Language } from "./useWords";

const FAILURES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  unreachable: ["无法连接", "unreachable"], timeout: ["响应超时", "no answer in time"], login_refused: ["登录被拒", "login refused"], login_stopped: ["登录停用", "login stopped"],
  no_credential: ["缺少账号", "no login"], no_address: ["缺少地址", "no address"], bad_answer: ["应答异常", "bad answer"], not_a_picture: ["不是图片", "not a picture"],
  truncated: ["图片不完整", "cut-off picture"], no_frame: ["码流无画面", "no picture in the stream"], too_large: ["图片过大", "too large"], black: ["黑屏", "black"], overexposed: ["过曝", "overexposed"],
  frozen: ["画面冻结", "frozen"], blurred: ["模糊", "blurred"], turned: ["角度改变", "turned"], wrong_time: ["时间错误", "wrong time"], no_budget: ["未轮到", "no budget"],
  circuit_open: ["主机暂缓访问", "host left alone"], internal: ["内部错误", "our own fault"], away: ["正在转动", "turned away"],
};

export const failureName = (kind: string, language: Language): string => FAILURES[kind]?.[language === "zh" ? 0 : 1] ?? kind;

export function useFailureName(): (kind: string) => string {
  const { language } = useSettings();
  return (kind) => failureName(kind, language);
}
