// A new password, twice. Whether it is good the service decides; what it wants is said beforehand.
import { Form, Input } from "antd";
import { common } from "../words/common";
import { people } from "../words/people";
import { useWords } from "../words/useWords";

export function NewPassword({ label }: { label?: string }) {
  const w = useWords(people);
  const c = useWords(common);
  return (
    <>
      <Form.Item
        label={label ?? w.password}
        name="password"
        extra={w.rules}
        rules={[{ required: true, message: c.required }, { min: 12, message: w.tooShort }]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        label={w.repeat}
        name="repeat"
        dependencies={["password"]}
        rules={[
          { required: true, message: c.required },
          ({ getFieldValue }) => ({
            validator: (_, value: string) =>
              value === "" || value === getFieldValue("password") ? Promise.resolve() : Promise.reject(new Error(w.differ)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
    </>
  );
}
