// A receiver that wanted no more is told again, for a reason; what was held for it goes first.
import { App } from "antd";
import { useWords } from "../../words/useWords";
import { Reason } from "./Reason";
import { useEnable } from "./useLedger";
import { deliveries } from "./words";

export function Enable({ name, close }: { name: string; close: () => void }) {
  const w = useWords(deliveries);
  const { message } = App.useApp();
  const enable = useEnable();
  const doing = (reason: string) =>
    enable.mutate(
      { name, reason },
      {
        onSuccess: (count) => {
          void message.success(w.enabled(count));
          close();
        },
      },
    );
  return (
    <Reason title={w.enableTitle(name)} ok={w.enable} busy={enable.isPending} error={enable.error} doing={doing} close={close}>
      <p>{w.alsoEnables}</p>
    </Reason>
  );
}
