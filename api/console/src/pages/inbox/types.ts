// What the service tells of the inbox and of one case, under short names.
import type { components } from "../../api/schema.gen";

type Told = components["schemas"];
export type Inbox = Omit<Told["InboxOut"], "order">;
export type Row = Told["RowOut"];
export type Card = Told["CardOut"];
export type CaseView = Told["CaseViewOut"];
export type Film = Told["FilmOut"];
export type Incident = Told["IncidentOut"];
export type Picture = Told["PictureOut"];
export type Step = Told["StepOut"];
export type Pending = Told["PendingOut"];
export type Claim = Told["ClaimOut"];
export type Kind = Told["ActsIn"]["act"];
export type ActsIn = Told["ActsIn"];
export type Unit = Told["UnitChoiceOut"];
export type Near = CaseView["near"][number];
export type Delivered = Told["DeliveredOut"];
