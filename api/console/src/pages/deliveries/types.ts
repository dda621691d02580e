import type { components } from "../../api/schema.gen";

export type Delivery = components["schemas"]["DeliveryOut"];
export type Receiver = components["schemas"]["ReceiverOut"];
export type Attempt = components["schemas"]["AttemptOut"];
